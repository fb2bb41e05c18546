import { address, type Shop } from './shop-over-http.js';

/**
 * A guest's order of mugs that was paid, and the headers that reach it. `key` tells several of one test apart.
 *
 * @example const order = await paidOrder(shop, { quantity: 3 });
 */
export async function paidOrder(
  shop: Shop,
  {
    quantity = 1,
    key = 'order',
    coupons = [],
  }: { readonly quantity?: number; readonly key?: string; readonly coupons?: readonly string[] } = {},
) {
  const placed = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': key },
    body: { items: [{ variantId: shop.mug, quantity }], coupons, email: 'grace@example.com', shippingAddress: address },
  });
  const headers = { 'x-order-token': String(placed.body.token) };
  const path = `/api/v1/orders/${placed.body.id}`;
  const started = await shop.call('POST', `${path}/payments`, {
    headers: { ...headers, 'idempotency-key': key },
    body: { method: 'card' },
  });
  const paid = await shop.call('POST', `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
  if (paid.status !== 200) throw new Error(`the order was not paid: ${paid.text}`);
  // As the job does.
  (await shop.useCases.issueDocuments({ orderId: String(placed.body.id) }))._unsafeUnwrap();
  return { id: String(placed.body.id), number: String(placed.body.number), path, headers };
}
