import { expect, it } from 'vitest';
import { may, refundLimit, rolesWith, type Permission, type Role } from './permissions.js';

it.each<[Role, readonly Permission[]]>([
  ['customer', []],
  ['support', ['orders.read', 'orders.cancel', 'orders.refund', 'orders.fulfil']],
  ['editor', ['catalogue.edit', 'stock.edit', 'pricing.edit']],
  ['admin', ['catalogue.edit', 'stock.edit', 'pricing.edit', 'orders.read', 'orders.cancel', 'orders.refund', 'orders.fulfil']],
])('lets the role %s do what it is for and nothing else', (role, granted) => {
  const all: readonly Permission[] = ['catalogue.edit', 'stock.edit', 'pricing.edit', 'orders.read', 'orders.cancel', 'orders.refund', 'orders.fulfil'];
  expect(all.filter((permission) => may(role, permission))).toEqual(granted);
});

it.each<[Role, number]>([
  ['customer', 0],
  ['support', 200],
  ['editor', 0],
  ['admin', Infinity],
])('lets the role %s give back %f of an order past what it owes', (role, limit) => {
  expect(refundLimit(role)).toBe(limit);
});

it('knows which roles have a permission', () => {
  expect(rolesWith('orders.read')).toEqual(['support', 'admin']);
  expect(rolesWith('pricing.edit')).toEqual(['editor', 'admin']);
});
