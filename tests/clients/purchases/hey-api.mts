/** A purchase by the client of @hey-api/openapi-ts: prints the status of the paid order. */
import { client } from '../.tmp/hey-api/client.gen';
import {
  confirmSandboxPayment,
  createCart,
  listProducts,
  placeOrder,
  setLine,
  startPayment,
  viewOrder,
} from '../.tmp/hey-api/sdk.gen';

client.setConfig({ baseUrl: process.argv[2] ?? '' });

const { data: products } = await listProducts({ query: { inStock: true, limit: 1 }, throwOnError: true });
const variantId = products.data[0]?.variants[0]?.id;
if (variantId === undefined) throw new Error('nothing is for sale');

const { data: cart } = await createCart({ body: {}, throwOnError: true });
// A new cart of a guest has a token; 200 is the open cart of a customer.
if (!('token' in cart) || cart.token === undefined) throw new Error('no cart');
const cartHeaders = { 'X-Cart-Token': cart.token };
const { data: filled } = await setLine({
  path: { id: cart.id, variantId },
  body: { quantity: 2 },
  headers: cartHeaders,
  throwOnError: true,
});
if (filled.lines[0]?.quantity !== 2) throw new Error('the cart has not two units');

const { data: order } = await placeOrder({
  headers: { 'Idempotency-Key': crypto.randomUUID(), ...cartHeaders },
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
  throwOnError: true,
});
if (order.token === undefined) throw new Error('no token');
const orderHeaders = { 'X-Order-Token': order.token };

const { data: payment } = await startPayment({
  path: { id: order.id },
  headers: { 'Idempotency-Key': crypto.randomUUID(), ...orderHeaders },
  body: { method: 'card' },
  throwOnError: true,
});
await confirmSandboxPayment({
  path: { paymentId: payment.paymentId },
  body: { paymentMethod: 'pm_card_visa' },
  throwOnError: true,
});

const { data: paid } = await viewOrder({ path: { id: order.id }, headers: orderHeaders, throwOnError: true });
console.log(paid.status);
