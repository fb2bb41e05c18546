/** A purchase by the client of openapi-typescript and openapi-fetch: prints the status of the paid order. */
import createClient from 'openapi-fetch';
import type { paths } from '../.tmp/schema.js';

const client = createClient<paths>({ baseUrl: process.argv[2] ?? '' });

const { data: products } = await client.GET('/api/v1/products', { params: { query: { inStock: true, limit: 1 } } });
const variantId = products?.data[0]?.variants[0]?.id;
if (variantId === undefined) throw new Error('nothing is for sale');

const { data: cart } = await client.POST('/api/v1/carts', { body: {} });
// A new cart of a guest has a token; 200 is the open cart of a customer.
if (cart === undefined || !('token' in cart) || cart.token === undefined) throw new Error('no cart');
const cartHeaders = { 'X-Cart-Token': cart.token };
const { data: filled } = await client.PUT('/api/v1/carts/{id}/lines/{variantId}', {
  params: { path: { id: cart.id, variantId } },
  body: { quantity: 2 },
  headers: cartHeaders,
});
if (filled?.lines[0]?.quantity !== 2) throw new Error('the cart has not two units');

const { data: order, error } = await client.POST('/api/v1/orders', {
  params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
  headers: cartHeaders,
  body: {
    cartId: cart.id,
    email: 'ada@example.com',
    shippingAddress: {
      fullName: 'Ada',
      line1: '1 Market Street',
      city: 'London',
      postalCode: 'EC1A 1AA',
      country: 'GB',
    },
  },
});
if (order?.token === undefined) throw new Error(error?.detail ?? 'no order');
const orderHeaders = { 'X-Order-Token': order.token };

const { data: payment } = await client.POST('/api/v1/orders/{id}/payments', {
  params: { path: { id: order.id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
  headers: orderHeaders,
  body: { method: 'card' },
});
if (payment === undefined) throw new Error('no payment');
await client.POST('/api/v1/sandbox/payments/{paymentId}/confirm', {
  params: { path: { paymentId: payment.paymentId } },
  body: { paymentMethod: 'pm_card_visa' },
});

const { data: paid } = await client.GET('/api/v1/orders/{id}', {
  params: { path: { id: order.id } },
  headers: orderHeaders,
});
console.log(paid?.status);
