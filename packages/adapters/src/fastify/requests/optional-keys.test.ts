import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { openShop, type ShopResponse, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, describe, expect, it } from 'vitest';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});

type Send = (body: object, key?: string) => Promise<ShopResponse>;
const post =
  (path: string, headers: Readonly<Record<string, string>>): Send =>
  (body, key) =>
    shop.call('POST', path, {
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body,
    });
const lines = () => [{ variantId: shop.mug, quantity: 1 }];

/** Each prepares an order, and returns the request with a body for it and another one. */
const requests: Readonly<Record<string, (key: string) => Promise<{ send: Send; body: object; other: object }>>> = {
  'a cancellation': async (key) => {
    const { path, headers } = await paidOrder(shop, { key });
    return { send: post(`${path}/cancel`, headers), body: { reason: 'late' }, other: { reason: 'later' } };
  },
  'a withdrawal': async (key) => {
    const { path, headers } = await paidOrder(shop, { key });
    const send = post(`${path}/withdrawal`, headers);
    const { confirm } = (await send({})).body;
    return { send, body: { confirm }, other: { confirm: `${confirm}x` } };
  },
  'the receipt of a return': async (key) => {
    const { id, path, headers } = await paidOrder(shop, { key });
    const parcel = { lines: lines(), carrier: 'DHL', trackingNumber: 'T1' };
    await post(`/api/v1/admin/orders/${id}/shipments`, shop.as('support'))(parcel);
    const announced = await post(`${path}/returns`, headers)({ lines: lines(), reason: 'chipped' });
    const send = post(`/api/v1/admin/returns/${announced.body.id}/receive`, shop.as('support'));
    return { send, body: { restock: true }, other: { restock: false } };
  },
};

describe.each(Object.entries(requests))('%s', (name, prepare) => {
  it('with the same Idempotency-Key returns the first response byte for byte, whatever has happened since', async () => {
    const { send, body, other } = await prepare(`once ${name}`);
    const first = await send(body, 'the key');
    expect([first.status < 300, first.headers['idempotency-replayed']]).toEqual([true, undefined]);
    shop.clock.advance(60_000);
    const again = await send(body, 'the key');
    expect([again.status, again.text, again.headers['etag']]).toEqual([
      first.status,
      first.text,
      first.headers['etag'],
    ]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await send(other, 'the key')).toMatchObject({ status: 422, body: { code: 'idempotency.key-reused' } });
    expect(await send(body, 'k'.repeat(256))).toMatchObject({
      status: 400,
      body: { code: 'idempotency.key-malformed' },
    });
  });

  it('needs no key, and a refused one does not use up its key', async () => {
    const { send, body, other } = await prepare(`free ${name}`);
    const first = await send(body);
    expect([first.status < 300, first.headers['idempotency-replayed']]).toEqual([true, undefined]);
    const refused = await send(other, 'another key');
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body.code).not.toMatch(/^idempotency/u);
    expect((await send(other, 'another key')).body.code).toBe(refused.body.code);
  });
});

it('of another guest does not meet the key of the first', async () => {
  const [one, other] = [await paidOrder(shop, { key: 'one' }), await paidOrder(shop, { key: 'other' })];
  for (const { path, headers, id } of [one, other]) {
    const cancelled = await post(`${path}/cancel`, headers)({}, 'shared');
    expect([cancelled.status, cancelled.body.id, cancelled.headers['idempotency-replayed']]).toEqual([
      200,
      id,
      undefined,
    ]);
  }
  const stolen = post(`${one.path}/cancel`, { 'x-order-token': 'guess' });
  expect((await stolen({}, 'shared')).status).toBe(404);
});
