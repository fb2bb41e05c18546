import { beforeEach, expect, it } from 'vitest';
import { translatedMug } from '@cartwright/adapters/testing/api-clients/translated-mug';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await translatedMug(shop);
});

const place = async (headers: Record<string, string>, { query = '', ...facts }: { query?: string; locale?: string }) =>
  shop.call('POST', `/api/v1/orders${query}`, {
    headers: { 'idempotency-key': 'key', ...headers },
    body: {
      items: [{ variantId: shop.mug, quantity: 1 }],
      email: 'ada@example.com',
      shippingAddress: address,
      ...facts,
    },
  });

it('an order stores the names that its buyer saw, and everybody reads it in their language', async () => {
  const german = { 'accept-language': 'de-AT, en;q=0.5' };
  const placed = await place(german, {});
  const { id, token } = placed.body;
  expect([placed.body.lines[0].name, placed.body.locale, placed.headers['content-language']]).toEqual([
    'Becher',
    'de-AT',
    'de',
  ]);
  const again = await place({ 'accept-language': 'en' }, {});
  expect([again.text, again.headers['content-language']]).toEqual([placed.text, 'de']);
  const read = async (headers: Record<string, string>) => {
    const { body, headers: got } = await shop.call('GET', `/api/v1/orders/${id}`, { headers });
    return [body.lines[0].name, body.lines[0].sku, got['content-language']];
  };
  const buyer = { 'x-order-token': String(token), 'accept-language': 'en' };
  expect(await read(buyer)).toEqual(['Becher', 'MUG', 'de']);
  expect(await read(shop.as('support'))).toEqual(['Becher', 'MUG', 'de']);
});

it.each([
  ['its own locale', { locale: 'de' }, 'de', ['Becher', 'de', 'de']],
  ['the query', { query: '?locale=de' }, 'de', ['Becher', 'de', 'de']],
  ['a language without translations', { locale: 'fr' }, 'fr', ['Mug', 'fr', 'en']],
])('an order is in the language of %s', async (_what, asked, _locale, expected) => {
  const { body, headers } = await place({ 'accept-language': 'en' }, asked);
  expect([body.lines[0].name, body.locale, headers['content-language']]).toEqual(expected);
});

it('an order without a language has the original names', async () => {
  const { body, headers } = await place({}, {});
  expect([body.lines[0].name, body.locale, headers['content-language']]).toEqual(['Mug', undefined, 'en']);
});
