import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, expect, it } from 'vitest';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
type Reached = { readonly path: string; readonly headers: Record<string, string> };
const post = ({ path, headers }: Reached, step: string, body: object) =>
  shop.call('POST', `${path}/${step}`, { headers, body });
const deliver = async (id: string): Promise<void> => {
  const headers = shop.as('support');
  const shipped = await shop.call('POST', `/api/v1/admin/orders/${id}/shipments`, {
    headers,
    body: { carrier: 'DHL', trackingNumber: 'T-1' },
  });
  const path = `/api/v1/admin/shipments/${shipped.body.shipmentId}/deliver`;
  expect((await shop.call('POST', path, { headers, body: {} })).status).toBe(200);
};

it('a customer who is signed in withdraws from their own order, and nobody else does', async () => {
  const { headers } = await shop.register();
  const placed = await shop.call('POST', '/api/v1/orders', {
    headers: { ...headers, 'idempotency-key': 'of Ada' },
    body: { items: mugs(1), email: 'ada@example.com', shippingAddress: address },
  });
  const order = { path: `/api/v1/orders/${placed.body.id}`, headers };
  const { headers: others } = await shop.register('eve@example.com');
  expect((await post({ ...order, headers: others }, 'withdrawal', {})).status).toBe(404);
  const { confirm } = (await post(order, 'withdrawal', {})).body;
  expect(await post(order, 'withdrawal', { confirm })).toMatchObject({ status: 201, body: { status: 'cancelled' } });
});

it('a buyer withdraws from a part of an order, which refunds its units and no shipping', async () => {
  const order = await paidOrder(shop, { key: 'part', quantity: 2 });
  await deliver(order.id);
  const proposal = await post(order, 'withdrawal', { lines: mugs(1) });
  expect(proposal).toMatchObject({ status: 200, body: { lines: mugs(1), refund: usd(2000) } });
  const withdrawn = await post(order, 'withdrawal', { confirm: proposal.body.confirm });
  expect(withdrawn).toMatchObject({ status: 201, body: { returnLines: mugs(1), refund: usd(2000) } });
  expect(await post(order, 'withdrawal', { lines: mugs(2) })).toMatchObject({
    status: 409,
    body: { code: 'withdrawal.units-not-available' },
  });
});

it('staff refund shipping with an ordinary return, at most what is left of it', async () => {
  const order = await paidOrder(shop, { key: 'returned', quantity: 2 });
  await deliver(order.id);
  const announced = await post(order, 'returns', { lines: mugs(1), reason: 'too small' });
  const receive = (shippingRefund: object, id: string = announced.body.id) =>
    shop.call('POST', `/api/v1/admin/returns/${id}/receive`, {
      headers: shop.as('support'),
      body: { restock: true, shippingRefund },
    });
  const tooMuch = await receive(usd(501));
  expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'return.shipping-exceeds-paid']);
  expect(await receive(usd(300))).toMatchObject({ status: 200, body: { dueBack: usd(2300) } });
  const second = await post(order, 'returns', { lines: mugs(1), reason: 'this one, too' });
  expect((await receive(usd(201), second.body.id)).body).toMatchObject({
    code: 'return.shipping-exceeds-paid',
    refundable: usd(200),
  });
  expect(await receive(usd(200), second.body.id)).toMatchObject({ status: 200, body: { dueBack: usd(4500) } });
});

it('a buyer withdraws on the last day of the period, and not on the day after it', async () => {
  const order = await paidOrder(shop, { key: 'late' });
  await deliver(order.id);
  const day = 86_400_000;
  shop.clock.advance(14 * day);
  expect((await post(order, 'withdrawal', {})).status).toBe(200);
  shop.clock.advance(day);
  const late = await post(order, 'withdrawal', {});
  expect([late.status, late.body.code]).toEqual([422, 'withdrawal.period-over']);
});
