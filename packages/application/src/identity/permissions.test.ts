import { expect, it } from 'vitest';
import {
  allPermissions,
  may,
  permissionsOf,
  refundLimit,
  rolesWith,
  type Permission,
  type Role,
} from './permissions.js';

it.each<[Role, readonly Permission[]]>([
  ['customer', []],
  ['viewer', ['catalogue.read', 'pricing.read', 'orders.read', 'reports.read']],
  [
    'support',
    [
      'customers.read',
      'orders.read',
      'orders.cancel',
      'orders.refund',
      'orders.fulfil',
      'reconciliations.read',
      'reconciliations.run',
      'reports.read',
    ],
  ],
  [
    'editor',
    [
      'catalogue.read',
      'catalogue.edit',
      'stock.edit',
      'reviews.moderate',
      'journal.edit',
      'pricing.read',
      'pricing.edit',
      'reports.read',
    ],
  ],
  ['admin', allPermissions],
])('lets the role %s do what it is for and nothing else', (role, granted) => {
  expect(allPermissions.filter((permission) => may(role, permission))).toEqual(granted);
});

it.each<[Role, number]>([
  ['customer', 0],
  ['viewer', 0],
  ['support', 200],
  ['editor', 0],
  ['admin', Infinity],
])('lets the role %s give back %f of an order past what it owes', (role, limit) => {
  expect(refundLimit(permissionsOf(role))).toBe(limit);
});

it('knows which roles have a permission', () => {
  expect(rolesWith('orders.read')).toEqual(['viewer', 'support', 'admin']);
  expect(rolesWith('pricing.edit')).toEqual(['editor', 'admin']);
  const defined = [
    { name: 'pricing', permissions: ['pricing.edit'] },
    { name: 'packing', permissions: [] },
  ] as const;
  expect(rolesWith('pricing.edit', defined)).toEqual(['editor', 'admin', 'pricing']);
});

it('lets a role that the shop defines do what it grants, and gives none of the usual roles more', () => {
  expect(permissionsOf('packing', ['orders.fulfil'])).toEqual(['orders.fulfil']);
  expect(permissionsOf('deleted')).toEqual([]);
  expect(permissionsOf('customer', ['orders.fulfil'])).toEqual([]);
  expect(permissionsOf('constructor')).toEqual([]);
});
