import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, expect, it } from 'vitest';

let shop: Shop;
let admin: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  admin = shop.as('admin');
});
const url = '/api/v1/admin/customer-groups';
const create = (name: string) => shop.call('POST', url, { headers: admin, body: { name } });
const rename = (id: string, name: string, headers = admin) =>
  shop.call('PATCH', `${url}/${id}`, { headers, body: { name } });
const remove = (id: string) => shop.call('DELETE', `${url}/${id}`, { headers: admin });
const list = async () => (await shop.call('GET', url, { headers: admin })).body;
const give = (id: string, groups: readonly string[]) =>
  shop.call('PATCH', `/api/v1/admin/users/${id}`, { headers: admin, body: { groups } });
const groupsOf = async (id: string) =>
  (await shop.call('GET', `/api/v1/admin/users/${id}`, { headers: admin })).body.groups;

it('customer groups are created, listed by name, viewed, renamed and deleted', async () => {
  const created = await create(' Wholesale ');
  const { id } = created.body;
  expect([created.status, created.headers['location'], created.body]).toEqual([
    201,
    `${url}/${id}`,
    { id: expect.any(String), name: 'Wholesale' },
  ]);
  await create('Premium');
  expect((await list()).data.map(({ name }: { name: string }) => name)).toEqual(['Premium', 'Wholesale']);
  expect((await rename(id, 'Trade')).body).toEqual({ id, name: 'Trade' });
  const viewed = await shop.call('GET', `${url}/${id}`, { headers: admin });
  expect([viewed.body, viewed.headers['etag']]).toEqual([{ id, name: 'Trade' }, '"2"']);
  const stale = await rename(id, 'Traders', { ...admin, 'if-match': '"1"' });
  expect([stale.status, stale.body.code]).toEqual([412, 'customer-group.stale']);
  expect((await remove(id)).status).toBe(204);
  for (const answer of [
    await remove(id),
    await rename(id, 'x'),
    await shop.call('GET', `${url}/${id}`, { headers: admin }),
  ])
    expect([answer.status, answer.body.code]).toEqual([404, 'customer-group.not-found']);
});

it('a customer group has a name of its own, which is not one that the shop uses', async () => {
  await create('Wholesale');
  const other = (await create('Premium')).body;
  for (const answer of [await create('Wholesale'), await create('WHOLESALE'), await rename(other.id, 'wholesale ')])
    expect([answer.status, answer.body.code]).toEqual([409, 'customer-group.name-taken']);
  for (const answer of [await create('guest'), await create(' Regular'), await rename(other.id, 'GUEST')])
    expect([answer.status, answer.body.code]).toEqual([409, 'customer-group.name-reserved']);
});

it('a group that users are in is renamed with them, and deleted only when they have left', async () => {
  const { user } = await shop.register();
  const group = (await create('Premium')).body;
  expect((await give(user.id, ['premium', ' Wholesale '])).body.groups).toEqual(['Premium', 'Wholesale']);
  expect((await list()).data.map(({ name }: { name: string }) => name)).toEqual(['Premium', 'Wholesale']);
  expect((await rename(group.id, 'VIP')).status).toBe(200);
  expect(await groupsOf(user.id)).toEqual(['VIP', 'Wholesale']);
  expect((await remove(group.id)).body).toMatchObject({ status: 409, code: 'customer-group.in-use', users: 1 });
  await give(user.id, ['Wholesale']);
  expect((await remove(group.id)).status).toBe(204);
});

it('a group that prices or promotions name keeps its name and is not deleted', async () => {
  const { id } = (await create('wholesale')).body;
  const promotion = {
    id: 'trade',
    name: 'Trade',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 500_000 },
    conditions: { groups: ['wholesale'] },
  } as const;
  const rules = shop.store.pricing();
  shop.store.setPricing({ ...rules, promotions: [promotion] });
  for (const answer of [await rename(id, 'trade'), await remove(id)])
    expect(answer.body).toMatchObject({ status: 409, code: 'customer-group.in-use', promotions: ['trade'], users: 0 });
  shop.store.setPricing({
    ...rules,
    minimumOrderRules: [{ minimum: { amount: 5000, currency: 'USD' }, basis: 'subtotal', group: 'wholesale' }],
  });
  expect((await remove(id)).body).toMatchObject({ code: 'customer-group.in-use', minimumOrderRules: 1 });
  shop.store.setPricing(rules);
  const priced = await shop.call('POST', '/api/v1/admin/price-lists', {
    headers: admin,
    body: { name: 'Trade', currency: 'USD', groups: ['wholesale'], prices: [] },
  });
  expect((await remove(id)).body).toMatchObject({ code: 'customer-group.in-use', priceLists: [priced.body.id] });
});

it('a user is in groups, or else regular, and never a guest', async () => {
  const { user } = await shop.register();
  expect((await give(user.id, ['regular'])).body.groups).toEqual([]);
  const { status, body } = await give(user.id, ['premium', 'Guest']);
  expect([status, body.code]).toEqual([400, 'customer-group.name-reserved']);
  expect(body.errors).toMatchObject([{ field: 'groups', code: 'not-allowed', params: { values: [] } }]);
  expect((await list()).data).toEqual([]);
});

it('no answer and no request knows segments any more', async () => {
  const { user, headers } = await shop.register();
  expect(user).not.toHaveProperty('segment');
  expect((await shop.call('GET', '/api/v1/me', { headers })).body).not.toHaveProperty('segment');
  expect((await shop.call('GET', '/openapi.json')).text).not.toMatch(/segment/iu);
});

it.each([{}, { name: '' }, { name: ' ' }, { name: 'x'.repeat(51) }, { name: 'x', id: 'y' }, { name: 1 }])(
  'no customer group is created from %j',
  async (body) => {
    expect((await shop.call('POST', url, { headers: admin, body })).status).toBe(400);
  },
);
