import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importProducts, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

/** As they stand in a URL. */
const inputs: Readonly<Record<string, string>> = {
  'ten kilobytes': 'a'.repeat(10_000),
  'ten kilobytes of words': 'ab+'.repeat(3_333),
  'sixty words': 'word+'.repeat(39),
  'patterns of LIKE': '%25_%5C',
  quotes: encodeURIComponent(`'"\`');--`),
  'an SQL statement': encodeURIComponent("' OR 1=1; DROP TABLE products; --"),
  'operators of a text search': encodeURIComponent("a & | ! <-> :* (b) 'c':AB"),
  'a hundred parentheses': '('.repeat(100),
  NUL: 'a%00b',
  'a lone surrogate': '%ED%A0%80',
  'bytes that are no UTF-8': '%FF%FE',
  'half an escape': '%E0%A4%A',
  'a number with an exponent': '1e9',
  'a negative number': '-1',
  'more than a double holds': '9'.repeat(400),
  'the prototype': '__proto__',
  'line breaks and controls': '%0D%0A%09%1B%7F',
  'reversed and combined letters': encodeURIComponent('\u202Eabc\u0301\u0301\u0301'),
  emoji: encodeURIComponent('🫖👩‍👩‍👧‍👦'),
  nothing: '',
};

/** Nothing reads these, whatever the parameter. */
const undecodable: ReadonlySet<string> = new Set(['a lone surrogate', 'bytes that are no UTF-8', 'half an escape']);

const targets: readonly ((input: string) => string)[] = [
  ...['search', 'ids', 'category', 'brand', 'tag', 'option.Color', 'minPrice', 'maxPrice', 'inStock', 'minRating'].map(
    (name) => (input: string) => `/products?${name}=${input}&facets=category,brand,tag,option,price`,
  ),
  ...['page', 'limit', 'cursor', 'sort', 'facets', 'currency', 'locale'].map(
    (name) => (input: string) => `/products?${name}=${input}`,
  ),
  (input) => `/products?option.${input}=red`,
  (input) => `/products?${input}=1`,
  (input) => `/products/${input}`,
  (input) => `/products/${input}/related`,
  (input) => `/products/vase/related?limit=${input}`,
  (input) => `/products/${input}/reviews`,
  (input) => `/products/suggest?q=${input}`,
  (input) => `/products/featured?limit=${input}`,
  (input) => `/variants?ids=${input}`,
  (input) => `/categories/${input}`,
  (input) => `/categories?locale=${input}`,
];

describe('a hostile read of the catalogue', () => {
  let shop: RunningShop;
  let call: ShopClient;
  beforeAll(async () => {
    shop = await startTemporaryShop({ RATE_LIMIT_MAX: '1000000' });
    call = shopClient(shop.url);
    const rows = ['Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty', 'vase,Vase,VASE,20.00,10'];
    await importProducts(call, await signIn(call, admin), rows.join('\n'));
  });
  afterAll(async () => {
    await shop.stop();
  });

  it.each(Object.entries(inputs))('with %s is answered or refused, and small', async (name, input) => {
    const expected = undecodable.has(name) ? [400] : [200, 400, 404];
    for (const target of targets) {
      const path = target(input);
      const { status, headers, text } = await call('GET', `/api/v1${path}`);
      expect([path, expected.includes(status), text.length < 100_000]).toEqual([path, true, true]);
      expect(String(headers['content-type'])).toMatch(
        status === 200 ? /^application\/json/u : /^application\/problem/u,
      );
    }
  });

  it.each(['accept-language', 'if-none-match', 'authorization', 'cookie', 'x-cart-token'])(
    'with ten kilobytes in %s is answered or refused',
    async (name) => {
      for (const value of ['a'.repeat(10_000), 'de;q=0.5,'.repeat(1_000), `"${'x'.repeat(9_000)}"`, '*']) {
        const { status } = await call('GET', '/api/v1/products', { headers: { [name]: value } });
        expect([200, 304, 400, 401, 431]).toContain(status);
      }
    },
  );

  it('leaves the shop as it was', async () => {
    const { body } = await call('GET', '/api/v1/products?search=vase');
    expect(body.data.map(({ slug }: { readonly slug: string }) => slug)).toEqual(['vase']);
  });
});
