import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { translatedMug } from '@cartwright/adapters/testing/api-clients/translated-mug';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';

const slugs = ({ body }: { readonly body: { readonly data: readonly { readonly slug: string }[] } }) =>
  body.data.map(({ slug }) => slug);

describe('related products', () => {
  it('are those that were bought together, then those of its category, at prices in the currency', async () => {
    const shop = await openShop();
    const related = async (query = '') => shop.call('GET', `/api/v1/products/mug/related${query}`);
    expect(slugs(await related())).toEqual(['pen', 'book']);
    const ids = new Map<string, string>();
    await shop.store.transact((tables) => {
      for (const { id, slug } of tables.products.values()) ids.set(slug, id);
      tables.boughtWith.set(ids.get('mug') ?? '', [ids.get('book') ?? '']);
      return okAsync(undefined);
    });
    const found = await related();
    expect([found.status, slugs(found)]).toEqual([200, ['book', 'pen']]);
    expect(found.body.data[0].variants[0].price).toEqual({ amount: 1500, currency: 'USD' });
    expect(slugs(await related('?limit=1'))).toEqual(['book']);
    expect(slugs(await related('?currency=EUR'))).toEqual([]);
    const headers = { 'if-none-match': String(found.headers['etag']) };
    expect((await shop.call('GET', '/api/v1/products/mug/related', { headers })).status).toBe(304);
  });

  it('are in the language of the request, which the response names', async () => {
    const shop = await openShop();
    await translatedMug(shop);
    const { body, headers } = await shop.call('GET', '/api/v1/products/pen/related?locale=de');
    expect([body.data[0].name, headers['content-language']]).toEqual(['Becher', 'de']);
  });

  it('are refused for a product that is not for sale, and for a limit above twenty', async () => {
    const shop = await openShop();
    const missing = await shop.call('GET', '/api/v1/products/nothing/related');
    expect([missing.status, missing.body.code]).toEqual([404, 'catalogue.product-not-found']);
    expect((await shop.call('GET', '/api/v1/products/mug/related?limit=21')).status).toBe(400);
  });
});
