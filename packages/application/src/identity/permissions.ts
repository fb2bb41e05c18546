/** A role that every shop has. */
export type Role = 'customer' | 'viewer' | 'support' | 'editor' | 'admin';

/** A role by its name: one that every shop has, or one that this shop defines. */
export type RoleName = Role | (string & {});

/** What a use case may ask for; roles and API keys are sets of these. */
export const allPermissions = [
  'catalogue.read',
  'catalogue.edit',
  'stock.edit',
  'reviews.moderate',
  'pricing.read',
  'pricing.edit',
  'shop.edit',
  'customers.read',
  'orders.read',
  'orders.cancel',
  'orders.refund',
  /** Past the limit of goodwill that `orders.refund` has. */
  'orders.refund-unlimited',
  'orders.fulfil',
  'reconciliations.read',
  'reports.read',
  'jobs.run',
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
    'reports.read',
  ],
  editor: [
    'catalogue.read',
    'catalogue.edit',
    'stock.edit',
    'reviews.moderate',
    'pricing.read',
    'pricing.edit',
    'reports.read',
  ],
  admin: allPermissions,
};

/** The names of the roles that every shop has. */
export const builtInRoles = Object.keys(granted) as readonly Role[];
export const isBuiltIn = (name: string): name is Role => Object.hasOwn(granted, name);

/** What a role may do. `defined` is what the shop grants a role of its own. */
export const permissionsOf = (role: RoleName, defined: readonly Permission[] = []): readonly Permission[] =>
  isBuiltIn(role) ? granted[role] : defined;

/** What a role that every shop has may do. */
export const may = (role: Role, permission: Permission): boolean => granted[role].includes(permission);

/**
 * How much may be given back of one order past what the order owes, in whole units of its currency.
 *
 * @example refundLimit(['orders.refund']) // 200, such as 200.00 USD
 */
export function refundLimit(permissions: readonly Permission[]): number {
  if (!permissions.includes('orders.refund')) return 0;
  return permissions.includes('orders.refund-unlimited') ? Infinity : 200;
}

/** Those of some roles that have a permission, with the roles that every shop has. */
export const rolesWith = (
  permission: Permission,
  defined: readonly { readonly name: string; readonly permissions: readonly Permission[] }[] = [],
): readonly RoleName[] => [
  ...builtInRoles.filter((role) => may(role, permission)),
  ...defined.filter(({ permissions }) => permissions.includes(permission)).map(({ name }) => name),
];
