/** What the built-in roles may do. The API decides; this only hides what it would refuse. */
const granted: Readonly<Record<string, readonly string[]>> = {
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
    'journal.edit',
    'pricing.read',
    'pricing.edit',
    'reports.read',
  ],
};

/**
 * Whether to offer something that needs a permission. Admins may do everything. The permissions of a shop's own roles
 * are unknown here, so everything is offered to them too, and the API refuses what they may not do.
 */
export const mayDo = (role: string, permission: string): boolean => granted[role]?.includes(permission) ?? true;
