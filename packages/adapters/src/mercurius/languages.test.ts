import { graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { translatedMug } from '@cartwright/adapters/testing/api-clients/translated-mug';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { afterAll, beforeAll, expect, it } from 'vitest';

let shop: Shop;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  shop = await openShop();
  await translatedMug(shop);
  send = graphqlClient(shop);
});
afterAll(() => shop.server.close());

it('carts and orders are in the language of the header or the argument, which the response names', async () => {
  const { id, headers } = await shop.guestCart();
  const cart = 'query ($id: ID!, $locale: String) { cart(id: $id, locale: $locale) { lines { name } } }';
  const byHeader = await send(cart, { id }, { ...headers, 'accept-language': 'de-AT' });
  const byArgument = await send(cart, { id, locale: 'de' }, headers);
  for (const { data, answer } of [byHeader, byArgument]) {
    expect([data.cart.lines, answer.headers['content-language']]).toEqual([[{ name: 'Becher' }], 'de']);
  }
  const placed = await send(
    `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input, idempotencyKey: "once") { id token lines { name } } }`,
    { input: { cartId: id, email: 'ada@example.com', shippingAddress: address } },
    { ...headers, 'accept-language': 'de' },
  );
  const order = placed.data.placeOrder;
  expect([order.lines, placed.answer.headers['content-language']]).toEqual([[{ name: 'Becher' }], 'de']);
  const both = await send(
    'query ($id: ID!, $slug: String!) { order(id: $id) { lines { name } } product(idOrSlug: $slug) { name } }',
    { id: order.id, slug: 'mug' },
    { 'x-order-token': order.token, 'accept-language': 'en' },
  );
  expect([both.data.order.lines[0].name, both.data.product.name]).toEqual(['Becher', 'Mug']);
  expect(new Set(String(both.answer.headers['content-language']).split(', '))).toEqual(new Set(['de', 'en']));
});
