import { expect, it } from 'vitest';
import { may, type Permission, type Role } from './permissions.js';

it.each<[Role, readonly Permission[]]>([
  ['customer', []],
  ['support', ['orders.read', 'orders.cancel', 'orders.fulfil']],
  ['editor', ['catalogue.edit', 'stock.edit', 'pricing.edit']],
  ['admin', ['catalogue.edit', 'stock.edit', 'pricing.edit', 'orders.read', 'orders.cancel', 'orders.fulfil']],
])('lets the role %s do what it is for and nothing else', (role, granted) => {
  const all: readonly Permission[] = ['catalogue.edit', 'stock.edit', 'pricing.edit', 'orders.read', 'orders.cancel', 'orders.fulfil'];
  expect(all.filter((permission) => may(role, permission))).toEqual(granted);
});
