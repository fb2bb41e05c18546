/** What somebody is to the shop. */
export type Role = 'customer' | 'viewer' | 'support' | 'editor' | 'admin';

/** What a route or a use case may ask for; roles are sets of these. */
export type Permission =
  | 'catalogue.read'
  | 'catalogue.edit'
  | 'stock.edit'
  | 'pricing.read'
  | 'pricing.edit'
  | 'shop.edit'
  | 'customers.read'
  | 'orders.read'
  | 'orders.cancel'
  | 'orders.refund'
  | 'orders.fulfil'
  | 'reconciliations.read'
  | 'jobs.run'
  | 'users.manage';

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  customer: [],
  viewer: ['catalogue.read', 'pricing.read', 'orders.read'],
  support: ['customers.read', 'orders.read', 'orders.cancel', 'orders.refund', 'orders.fulfil', 'reconciliations.read'],
  editor: ['catalogue.read', 'catalogue.edit', 'stock.edit', 'pricing.read', 'pricing.edit'],
  admin: [
    'catalogue.read',
    'catalogue.edit',
    'stock.edit',
    'pricing.read',
    'pricing.edit',
    'shop.edit',
    'customers.read',
    'orders.read',
    'orders.cancel',
    'orders.refund',
    'orders.fulfil',
    'reconciliations.read',
    'jobs.run',
    'users.manage',
  ],
};

/** The one place that says what a role may do. */
export const may = (role: Role, permission: Permission): boolean => granted[role].includes(permission);

const refundLimits: Readonly<Record<Role, number>> = {
  customer: 0,
  viewer: 0,
  support: 200,
  editor: 0,
  admin: Infinity,
};

/**
 * How much a role may give back of one order past what the order owes, in whole units of its currency.
 *
 * @example refundLimit('support') // 200, such as 200.00 USD
 */
export const refundLimit = (role: Role): number => refundLimits[role];

/** The roles that have a permission. */
export const rolesWith = (permission: Permission): readonly Role[] =>
  (Object.keys(granted) as Role[]).filter((role) => may(role, permission));
