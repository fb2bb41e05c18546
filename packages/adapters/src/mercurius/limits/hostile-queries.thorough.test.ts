import { graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { hostile } from '@cartwright/adapters/testing/api-clients/hostile-documents';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
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

describe('a hostile document', () => {
  const variables = { first: Array.from({ length: 20_000 }, (_, index) => ({ [`key${index}`]: 'x' })) };
  const documents: readonly (readonly [string, string, object])[] = [
    ...Object.entries(hostile).map(([name, [query]]) => [name, query, {}] as const),
    ['huge variables', 'query ($first: Int) { products(first: $first) { totalCount } }', variables],
  ];

  it.each(documents)('is refused within 100 ms of processor time: %s', async (_name, query, given) => {
    const times: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      // A comment makes it another document, which no cache has.
      const body = { query: `${query} #${time}`, variables: given };
      times.push(
        await processorTimeOf(async () =>
          expect((await shop.call('POST', '/graphql', { body })).status).toBeGreaterThan(399),
        ),
      );
    }
    // The least of them: other tests of the process and its compiler take time too.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
