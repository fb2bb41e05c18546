import { graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { hostile } from '@cartwright/adapters/testing/api-clients/hostile-documents';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import type { GraphQLFormattedError } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  // Opens the API.
  await graphqlClient(shop)('{ shop { name } }');
});
afterAll(() => shop.server.close());

/** Processor time in milliseconds, client included: the test calls the server in its own process. */
async function processorTimeOf(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const inDepth = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
const listOf = 'query ($first: Int) { products(first: $first) { totalCount } }';
const variantsOf = 'query ($ids: [String!]!) { variants(ids: $ids) { id } }';
const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input, idempotencyKey: "k") { id } }';
const order = { email: 'ada@example.com', items: [{ variantId: 'v', quantity: 1 }] };

const bodyLimit = 256 * 1024;
const bytesOf = (body: object): number => Buffer.byteLength(JSON.stringify(body));

/** Variables just below the limit of the body: by what they are. */
const hugeVariables: Readonly<Record<string, readonly [query: string, variables: object]>> = {
  'objects where a number is expected': [listOf, { first: many(12_000, (index) => ({ [`key${index}`]: 'x' })) }],
  'a text where a number is expected': [listOf, { first: 'x'.repeat(240_000) }],
  'variables that the document does not have': [
    'query ($first: Int!) { products(first: $first) { totalCount } }',
    Object.fromEntries(many(13_000, (index) => [`variable${index}`, 1])),
  ],
  'ids of too many rows': [variantsOf, { ids: many(30_000, (index) => `${index}`) }],
  'numbers where texts are expected': [variantsOf, { ids: many(40_000, (index) => index) }],
  'lines of an order': [place, { input: { ...order, items: many(5_500, () => order.items[0]) } }],
  'lines of an order with members that do not exist': [
    place,
    { input: { ...order, items: many(8_000, (index) => ({ [`member${index}`]: index })) } },
  ],
  metadata: [
    place,
    { input: { ...order, metadata: Object.fromEntries(many(13_000, (index) => [`key${index}`, 'x'])) } },
  ],
  'metadata of great depth': [place, { input: { ...order, metadata: inDepth(4_000) } }],
  coupons: [place, { input: { ...order, coupons: many(20_000, (index) => `code${index}`) } }],
  'a note': [place, { input: { ...order, note: 'x'.repeat(240_000) } }],
  'a search of one word': ['query ($q: String) { products(search: $q) { totalCount } }', { q: 'x'.repeat(240_000) }],
  'a search of many words': ['query ($q: String) { products(search: $q) { totalCount } }', { q: 'x '.repeat(120_000) }],
};

describe('a hostile document', () => {
  const documents: readonly (readonly [string, string, object])[] = [
    ...Object.entries(hostile).map(([name, [query]]) => [name, query, {}] as const),
    ...Object.entries(hugeVariables).map(
      ([name, [query, given]]) => [`huge variables: ${name}`, query, given] as const,
    ),
  ];

  it('has variables that are large and still below the limit of the body', () => {
    const bytes = Object.entries(hugeVariables).map(
      ([name, [query, variables]]) => [name, bytesOf({ query, variables })] as const,
    );
    expect(bytes.filter(([, length]) => length > bodyLimit - 10)).toEqual([]);
    expect(bytes.filter(([, length]) => length < 150_000).map(([name]) => name)).toEqual(['metadata of great depth']);
  });

  it.each(documents)('is refused within 100 ms of processor time: %s', async (_name, query, given) => {
    const times: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      // A comment makes it another document, which no cache has.
      const body = { query: `${query} #${time}`, variables: given };
      times.push(
        await processorTimeOf(async () => {
          const { status, body: answer, text } = await shop.call('POST', '/graphql', { body });
          const errors = (answer.errors ?? []) as readonly GraphQLFormattedError[];
          expect([status < 500, errors.length > 0]).toEqual([true, true]);
          const isTooLarge = errors.some(({ extensions }) => extensions?.['code'] === 'request.body-too-large');
          expect(isTooLarge).toBe(bytesOf(body) > bodyLimit);
          expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
          // An answer names some faults, not all of them.
          expect(text.length).toBeLessThan(50_000);
        }),
      );
    }
    // The least of them: other tests of the process and its compiler take time too.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
