import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { beforeAll, expect, it } from 'vitest';

const bankDetails = { holder: 'Mill Lane Pottery', iban: 'GB33BUKB20201555555555', bic: 'BUKBGB22' };
let shop: Shop;
let order: { readonly id: string; readonly headers: Record<string, string> };
beforeAll(async () => {
  shop = await openShop();
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order' },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'grace@example.com', shippingAddress: address },
  });
  order = { id: String(body.id), headers: { 'x-order-token': String(body.token) } };
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const start = (key: string) =>
  shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
    headers: { ...order.headers, 'idempotency-key': key },
    body: { method: 'transfer' },
  });
const methods = async () => (await shop.call('GET', '/api/v1/shop')).body.payment.methods;

it('offers a transfer once the shop has bank details', async () => {
  expect(await methods()).toEqual(['card', 'checkout']);
  expect(await start('pay')).toMatchObject({ status: 422, body: { code: 'payment.transfer-not-offered' } });
  await shop.call('PATCH', '/api/v1/admin/shop', { headers: shop.as('admin'), body: { bankDetails } });
  expect(await methods()).toEqual(['card', 'checkout', 'transfer']);
  const first = await start('pay');
  expect(first).toMatchObject({
    status: 201,
    body: { bankDetails, reference: 'TEST-000001', dueAt: '2026-11-28T09:30:00.000Z', amount: usd(2500) },
  });
  const again = await start('pay');
  expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
});

it('lets support record the payment under a key, and settle its refunds, but not those of a provider', async () => {
  const path = `/api/v1/admin/orders/${order.id}`;
  const body = { amount: usd(3000), reference: 'bank-1' };
  const keyless = await shop.call('POST', `${path}/payments`, { headers: shop.as('support'), body });
  expect(keyless).toMatchObject({ status: 400, body: { code: 'idempotency.key-missing' } });
  const headers = { ...shop.as('support'), 'idempotency-key': 'record' };
  const blank = await shop.call('POST', `${path}/payments`, { headers, body: { ...body, reference: ' ' } });
  expect(blank).toMatchObject({ status: 400, body: { errors: [{ field: 'reference' }] } });
  const paid = await shop.call('POST', `${path}/payments`, { headers, body });
  expect(paid).toMatchObject({
    status: 201,
    body: { status: 'paid', dueBack: usd(500), payments: [{ provider: 'manual', method: 'transfer' }] },
  });
  const refunded = await shop.call('POST', `${path}/refunds`, {
    headers: { ...headers, 'idempotency-key': 'back' },
    body: { amount: usd(500), reason: 'over' },
  });
  const settled = await shop.call('POST', `${path}/refunds/${refunded.body.refunds[0].id}/settle`, {
    headers: shop.as('support'),
    body: { status: 'confirmed' },
  });
  expect(settled).toMatchObject({ status: 200, body: { refunds: [{ status: 'confirmed' }], dueBack: usd(0) } });

  const byCard = await paidOrder(shop, { key: 'card' });
  const cardPath = `/api/v1/admin/orders/${byCard.id}/refunds`;
  const { body: pending } = await shop.call('POST', cardPath, {
    headers: { ...headers, 'idempotency-key': 'card' },
    body: { amount: usd(1), reason: 'late' },
  });
  const refused = await shop.call('POST', `${cardPath}/${pending.refunds[0].id}/settle`, {
    headers: shop.as('support'),
    body: { status: 'failed', reason: 'lost' },
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'refund.not-manual' } });
});
