import { beforeEach, expect, it } from 'vitest';
import { openShop, snapshotOf, type Shop } from '../../testing/shop-in-memory.js';

const admin = { email: 'Admin@Example.org', password: 'correct horse battery' };
let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

it('makes the first admin, who can sign in', async () => {
  expect((await shop.ensureAdmin(admin))._unsafeUnwrap()).toBe(true);
  const { user } = (await shop.logIn(admin))._unsafeUnwrap();
  expect(user).toMatchObject({ email: 'admin@example.org', role: 'admin' });
});

it('makes no second admin, whoever is named', async () => {
  await shop.ensureAdmin(admin);
  const before = snapshotOf(shop.store);
  expect((await shop.ensureAdmin({ ...admin, email: 'other@example.org' }))._unsafeUnwrap()).toBe(false);
  expect(shop.store.committed()).toEqual(before);
});

it('makes one admin when two processes start at once', async () => {
  const both = await Promise.all([shop.ensureAdmin(admin), shop.ensureAdmin(admin)]);
  expect(both.map((each) => each._unsafeUnwrap())).toEqual([true, false]);
  expect(shop.store.committed().users.size).toBe(1);
});

it('gives no customer the rights of an admin because they have the address', async () => {
  await shop.registerCustomer({ ...admin, name: 'Mallory' });
  expect((await shop.ensureAdmin(admin))._unsafeUnwrapErr()).toEqual({
    type: 'user.email-taken',
    email: 'admin@example.org',
  });
  expect([...shop.store.committed().users.values()].map(({ role }) => role)).toEqual(['customer']);
});
