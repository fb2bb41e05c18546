import { expect, it } from 'vitest';
import { may, refundLimit, rolesWith, type Permission, type Role } from './permissions.js';

const all: readonly Permission[] = [
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
];

it.each<[Role, readonly Permission[]]>([
  ['customer', []],
  ['viewer', ['catalogue.read', 'pricing.read', 'orders.read']],
  [
    'support',
    ['customers.read', 'orders.read', 'orders.cancel', 'orders.refund', 'orders.fulfil', 'reconciliations.read'],
  ],
  ['editor', ['catalogue.read', 'catalogue.edit', 'stock.edit', 'pricing.read', 'pricing.edit']],
  ['admin', all],
])('lets the role %s do what it is for and nothing else', (role, granted) => {
  expect(all.filter((permission) => may(role, permission))).toEqual(granted);
});

it.each<[Role, number]>([
  ['customer', 0],
  ['viewer', 0],
  ['support', 200],
  ['editor', 0],
  ['admin', Infinity],
])('lets the role %s give back %f of an order past what it owes', (role, limit) => {
  expect(refundLimit(role)).toBe(limit);
});

it('knows which roles have a permission', () => {
  expect(rolesWith('orders.read')).toEqual(['viewer', 'support', 'admin']);
  expect(rolesWith('pricing.edit')).toEqual(['editor', 'admin']);
});
