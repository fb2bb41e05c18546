import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const adjust = (body: object, role: 'editor' | 'support' = 'editor') =>
  shop.call('PATCH', '/api/v1/admin/stock', { headers: shop.as(role), body });
const left = async (variantId: string) =>
  (await shop.call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers: shop.as('editor') })).body.available;
const order = (variantId: string, quantity: number) =>
  shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': `${variantId} ${quantity}` },
    body: { items: [{ variantId, quantity }], email: 'ada@example.com', shippingAddress: address },
  });
/** A variant of a new product, with some facts of its own. */
async function variantWith(facts: object): Promise<string> {
  const { body } = await shop.call('POST', '/api/v1/admin/products', {
    headers: shop.as('editor'),
    body: {
      name: 'Lamp',
      status: 'active',
      variants: [{ sku: 'LAMP', prices: [{ price: { amount: 4_900, currency: 'USD' } }], ...facts }],
    },
  });
  return String(body.variants[0].id);
}

describe('a change of many stocks', () => {
  it('is written as a whole', async () => {
    const { status, body } = await adjust({
      reason: 'delivery',
      items: [
        { variantId: shop.pen, delta: 20 },
        { variantId: shop.mug, delta: -4 },
      ],
    });
    expect(status).toBe(200);
    expect(body.data).toEqual(
      expect.arrayContaining([
        { variantId: shop.mug, available: 6 },
        { variantId: shop.pen, available: 23 },
      ]),
    );
  });

  it('is refused as a whole, with every shortage', async () => {
    const { status, body } = await adjust({
      reason: 'lost',
      items: [
        { variantId: shop.mug, delta: -11 },
        { variantId: shop.pen, delta: -4 },
      ],
    });
    expect([status, body.code, body.shortages.length]).toEqual([409, 'stock.insufficient', 2]);
    expect([await left(shop.mug), await left(shop.pen)]).toEqual([10, 3]);
  });

  it('names each variant once, has at most 1,000, and is for editors', async () => {
    const item = { variantId: shop.mug, delta: 1 };
    expect((await adjust({ reason: 'x', items: [item, item] })).body.code).toBe('stock.item-repeated');
    expect((await adjust({ reason: 'x', items: [{ ...item, delta: 0 }] })).body.code).toBe('stock.delta-out-of-range');
    expect((await adjust({ reason: 'x', items: Array.from({ length: 1_001 }, () => item) })).status).toBe(400);
    expect((await adjust({ reason: 'x', items: [item] }, 'support')).status).toBe(403);
    expect(await left(shop.mug)).toBe(10);
  });
});

describe('a variant that can be ordered without stock', () => {
  it('is sold below zero, until its editor ends that once nothing is owed', async () => {
    const variantId = await variantWith({ stock: 2, backorder: true });
    expect([(await order(variantId, 5)).status, await left(variantId)]).toEqual([201, -3]);
    const { body: page } = await shop.call('GET', '/api/v1/products/lamp');
    expect(page.variants[0]).toMatchObject({ availability: 'backorder', quantity: 0 });
    const end = () =>
      shop.call('PATCH', `/api/v1/admin/products/${page.id}/variants/${variantId}`, {
        headers: shop.as('editor'),
        body: { backorder: false },
      });
    const refused = await end();
    expect([refused.status, refused.body.code]).toEqual([409, 'catalogue.units-owed']);
    expect((await adjust({ reason: 'delivery', items: [{ variantId, delta: 3 }] })).body.data[0].available).toBe(0);
    expect([(await end()).status, (await order(variantId, 1)).body.code]).toEqual([200, 'stock.insufficient']);
  });
});

describe('a variant whose units are not counted', () => {
  it('is always in stock and can be ordered', async () => {
    const variantId = await variantWith({ stockTracked: false });
    expect((await shop.call('GET', '/api/v1/products/lamp')).body.variants[0].availability).toBe('in_stock');
    expect((await order(variantId, 900)).status).toBe(201);
  });
});

describe('a line of a cart', () => {
  it('shows how many units are left where that is fewer than it has, and what it is of', async () => {
    const { path, headers } = await shop.guestCart(11);
    const { body } = await shop.call('GET', path, { headers });
    expect(body.lines[0]).toMatchObject({
      available: 10,
      slug: 'mug',
      sku: 'MUG',
      options: {},
      productId: expect.any(String),
    });
    await shop.call('PUT', `${path}/lines/${shop.mug}`, { headers, body: { quantity: 10 } });
    expect((await shop.call('GET', path, { headers })).body.lines[0]).not.toHaveProperty('available');
  });

  it('counts what is low by the threshold of its variant', async () => {
    const variantId = await variantWith({ stock: 20, lowStockThreshold: 20 });
    const { path, headers } = await shop.guestCart(1);
    const { body } = await shop.call('PUT', `${path}/lines/${variantId}`, { headers, body: { quantity: 1 } });
    expect(body.lines[1].availability).toBe('low_stock');
  });
});

describe('the ledger of a variant', () => {
  const ledgerOf = async (variantId: string) =>
    (await shop.call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers: shop.as('editor') })).body;
  const asSupport = (path: string, body: object, headers: object = {}) =>
    shop.call('POST', `/api/v1${path}`, { headers: { ...shop.as('support'), ...headers }, body });

  it('shows what is on hand, reserved and available, with the order and the actor of each movement', async () => {
    const { id: orderId, path, headers } = await paidOrder(shop, { quantity: 4 });
    expect(await ledgerOf(shop.mug)).toMatchObject({ onHand: 10, reserved: 4, available: 6 });
    await asSupport(`/admin/orders/${orderId}/shipments`, {
      lines: [{ variantId: shop.mug, quantity: 3 }],
      carrier: 'DHL',
      trackingNumber: 'T',
    });
    expect(await ledgerOf(shop.mug)).toMatchObject({ onHand: 7, reserved: 1, available: 6 });
    await asSupport(
      `/admin/orders/${orderId}/units/cancel`,
      { lines: [{ variantId: shop.mug, quantity: 1 }] },
      { 'idempotency-key': 'cancel' },
    );
    const announced = await shop.call('POST', `${path}/returns`, {
      headers,
      body: { lines: [{ variantId: shop.mug, quantity: 2 }], reason: 'Chipped' },
    });
    await asSupport(`/admin/returns/${announced.body.id}/receive`, { restock: true });
    await adjust({ reason: 'stocktaking', items: [{ variantId: shop.mug, delta: -1 }] });

    const { data, meta, ...level } = await ledgerOf(shop.mug);
    expect(level).toEqual({ variantId: shop.mug, onHand: 8, reserved: 0, available: 8 });
    expect(meta.total).toBe(6);
    const actor = expect.any(String);
    const known = data.map(({ id: _id, at: _at, ...movement }: Record<string, unknown>) => movement);
    expect(known).toHaveLength(6);
    expect(known).toEqual(
      expect.arrayContaining([
        { type: 'received', quantity: 10, reason: 'catalogue' },
        { type: 'reserved', quantity: 4, reason: 'order placed', orderId },
        { type: 'shipped', quantity: 3, reason: 'units shipped', orderId, actor },
        { type: 'released', quantity: 1, reason: 'order released', orderId, actor },
        { type: 'returned', quantity: 2, reason: 'units returned', orderId, actor },
        { type: 'adjusted', quantity: -1, reason: 'stocktaking', actor },
      ]),
    );
  });

  it('takes no unit by hand that an order holds', async () => {
    await paidOrder(shop, { quantity: 4 });
    const refused = await adjust({ reason: 'lost', items: [{ variantId: shop.mug, delta: -7 }] });
    expect([refused.status, refused.body.code]).toEqual([409, 'stock.insufficient']);
    expect((await adjust({ reason: 'lost', items: [{ variantId: shop.mug, delta: -6 }] })).status).toBe(200);
    expect(await ledgerOf(shop.mug)).toMatchObject({ onHand: 4, reserved: 4, available: 0 });
  });

  it('begins with the units that orders hold of a variant that is counted from now on', async () => {
    const variantId = await variantWith({ stockTracked: false });
    await order(variantId, 3);
    const { body: page } = await shop.call('GET', '/api/v1/products/lamp');
    const tracked = await shop.call('PATCH', `/api/v1/admin/products/${page.id}/variants/${variantId}`, {
      headers: shop.as('editor'),
      body: { stockTracked: true },
    });
    expect(tracked.status).toBe(200);
    expect(await ledgerOf(variantId)).toMatchObject({
      onHand: 3,
      reserved: 3,
      available: 0,
      data: expect.arrayContaining([
        expect.objectContaining({ type: 'received', quantity: 3, actor: expect.any(String) }),
        expect.objectContaining({ type: 'reserved', quantity: 3, orderId: expect.any(String) }),
      ]),
    });
  });
});
