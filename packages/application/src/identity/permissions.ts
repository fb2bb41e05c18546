/** A built-in role. */
export type Role = 'customer' | 'viewer' | 'support' | 'editor' | 'admin';

/** The name of a role, built in or defined by the shop. */
export type RoleName = Role | (string & {});

/** The permissions of use cases. Roles and API keys are sets of these. */
export const allPermissions = [
  'catalogue.read',
  'catalogue.edit',
  'stock.edit',
  'reviews.moderate',
  /** Writes posts, and moderates their comments. */
  'journal.edit',
  'pricing.read',
  'pricing.edit',
  'shop.edit',
  'customers.read',
  'orders.read',
  'orders.cancel',
  'orders.refund',
  /** Beyond the goodwill limit of `orders.refund`. */
  'orders.refund-unlimited',
  'orders.fulfil',
  'reconciliations.read',
  /** Starts a reconciliation by hand. */
  'reconciliations.run',
  'reports.read',
  'jobs.run',
  /** Reads the feed of events, and sets up webhooks. */
  'events.manage',
  'users.manage',
  'api-keys.manage',
  'audit.read',
] as const;
export type Permission = (typeof allPermissions)[number];

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  customer: [],
  viewer: ['catalogue.read', 'pricing.read', 'orders.read', 'reports.read'],
  support: [
    'customers.read',
    'orders.read',
    'orders.cancel',
    'orders.refund',
    'orders.fulfil',
    'reconciliations.read',
    'reconciliations.run',
    'reports.read',
  ],
  editor: [
    'catalogue.read',
    'catalogue.edit',
    'stock.edit',
    'reviews.moderate',
    'journal.edit',
    'pricing.read',
    'pricing.edit',
    'reports.read',
  ],
  admin: allPermissions,
};

/** The names of the built-in roles. */
export const builtInRoles = Object.keys(granted) as readonly Role[];
export const isBuiltIn = (name: string): name is Role => Object.hasOwn(granted, name);

/** The permissions of a role. `defined` are those of a role that the shop defines. */
export const permissionsOf = (role: RoleName, defined: readonly Permission[] = []): readonly Permission[] =>
  isBuiltIn(role) ? granted[role] : defined;

/** The permissions of a built-in role. */
export const may = (role: Role, permission: Permission): boolean => granted[role].includes(permission);

/**
 * Maximum goodwill refund of one order, beyond what the order owes, in whole units of its currency.
 *
 * @example refundLimit(['orders.refund']) // 200, such as 200.00 USD
 */
export function refundLimit(permissions: readonly Permission[]): number {
  if (!permissions.includes('orders.refund')) return 0;
  return permissions.includes('orders.refund-unlimited') ? Infinity : 200;
}

/** The roles with a permission: given ones and built-in ones. */
export const rolesWith = (
  permission: Permission,
  defined: readonly { readonly name: string; readonly permissions: readonly Permission[] }[] = [],
): readonly RoleName[] => [
  ...builtInRoles.filter((role) => may(role, permission)),
  ...defined.filter(({ permissions }) => permissions.includes(permission)).map(({ name }) => name),
];
