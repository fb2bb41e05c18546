import { beforeEach, expect, it } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path = '',
  body?: object,
  headers: Record<string, string> = {},
) =>
  shop.call(method, `/api/v1/admin/webhooks${path}`, {
    headers: { ...shop.as('admin'), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const create = (facts: object = {}) => call('POST', '', { url: 'https://erp.example/hook', events: [], ...facts });

it('shows the secret once, and never again', async () => {
  const made = await create({ events: ['order.paid'] });
  expect([made.status, made.headers['etag']]).toEqual([201, '"1"']);
  expect(made.body).toMatchObject({ url: 'https://erp.example/hook', events: ['order.paid'], enabled: true });
  expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u);
  const { secret: _shown, ...webhook } = made.body;
  expect((await call('GET')).body.data).toEqual([webhook]);
  expect((await call('GET', `/${made.body.id}`)).body).toEqual(webhook);
  expect(
    JSON.stringify(await shop.call('GET', '/api/v1/admin/audit-log', { headers: shop.as('admin') })),
  ).not.toContain(made.body.secret);
});

it('takes a secret of the receiver', async () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  expect((await create({ secret })).body.secret).toBe(secret);
  for (const short of ['secret', 'whsec_abc', 'whsec_']) expect((await create({ secret: short })).status).toBe(400);
});

it('is changed, disabled and removed by whoever has seen its last version', async () => {
  const { id } = (await create()).body;
  const changed = await call('PATCH', `/${id}`, { enabled: false }, { 'if-match': '"1"' });
  expect([changed.status, changed.body.enabled, changed.headers['etag']]).toEqual([200, false, '"2"']);
  expect((await call('PATCH', `/${id}`, { enabled: true }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await call('DELETE', `/${id}`, undefined, { 'if-match': '"1"' })).status).toBe(412);
  expect((await call('DELETE', `/${id}`)).status).toBe(204);
  expect((await call('GET', `/${id}`)).status).toBe(404);
  expect((await call('DELETE', `/${id}`)).status).toBe(404);
});

it.each([
  [{ url: 'http://erp.example/hook' }, 422],
  [{ url: 'ftp://erp.example' }, 400],
  [{ url: '' }, 400],
  [{ events: ['order.sold'] }, 400],
  [{ event: [] }, 400],
])('refuses %j', async (facts, status) => {
  expect((await create(facts)).status).toBe(status);
});

it('refuses more webhooks than the shop may have', async () => {
  for (let made = 0; made < 50; made += 1) expect((await create()).status).toBe(201);
  expect((await create()).body).toMatchObject({ code: 'webhook.too-many', maximum: 50 });
});

it('lists the deliveries of a webhook, and repeats one', async () => {
  const { id } = (await create({ events: ['order.placed'] })).body;
  const other = (await create({ events: ['order.refunded'] })).body;
  const order = await paidOrder(shop);
  const { body } = await call('GET', `/${id}/deliveries`);
  expect(body.data).toMatchObject([{ type: 'order.placed', orderId: order.id, status: 'pending', attempts: 0 }]);
  const [delivery] = body.data;
  const repeated = await call('POST', `/${id}/deliveries/${delivery.id}/redeliver`);
  expect([repeated.status, repeated.body]).toEqual([202, { deliveryId: delivery.id }]);
  expect((await call('POST', `/${other.id}/deliveries/${delivery.id}/redeliver`)).status).toBe(404);
  expect((await call('GET', `/${shop.mug}/deliveries`)).status).toBe(404);
  expect((await call('GET', `/${id}/deliveries?cursor=x`)).status).toBe(400);
});
