/** What somebody is to the shop. */
export type Role = 'customer' | 'support' | 'editor' | 'admin';

/** What a route or a use case may ask for; roles are sets of these. */
export type Permission =
  | 'catalogue.edit'
  | 'stock.edit'
  | 'pricing.edit'
  | 'orders.read'
  | 'orders.cancel'
  | 'orders.fulfil';

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  customer: [],
  support: ['orders.read', 'orders.cancel', 'orders.fulfil'],
  editor: ['catalogue.edit', 'stock.edit', 'pricing.edit'],
  admin: ['catalogue.edit', 'stock.edit', 'pricing.edit', 'orders.read', 'orders.cancel', 'orders.fulfil'],
};

/** The one place that says what a role may do. */
export const may = (role: Role, permission: Permission): boolean => granted[role].includes(permission);
