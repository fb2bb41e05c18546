import { sample } from 'fast-check';
import { expect } from 'vitest';
import { openShop } from '../shop-over-http.js';
import { graphqlBuyer, restBuyer } from './buyers.js';
import { buy, purchases } from './random-purchase.js';

/** Buys the same in two equal shops, over REST and over GraphQL, and compares every step. @returns orders placed */
export async function buyTheSame(count: number): Promise<number> {
  const [rest, graphql] = [await openShop(), await openShop()];
  const { sdl } = await graphql.server.openGraphql();
  for (const shop of [rest, graphql])
    for (const variant of [shop.mug, shop.pen])
      await shop.call('PATCH', `/api/v1/admin/variants/${variant}/stock`, {
        headers: shop.as('editor'),
        body: { delta: 5 * count, reason: 'for the test' },
      });
  let placed = 0;
  for (const [index, purchase] of sample(purchases, { numRuns: count, seed: 20 }).entries()) {
    const key = String(index);
    const customer = `00000000-0000-7000-8000-${key.padStart(12, '0')}`;
    const headersIn = (shop: typeof rest) => (purchase.isCustomer ? shop.as('customer', customer) : {});
    const overRest = await buy(rest, restBuyer(rest, headersIn(rest)), purchase, key);
    const overGraphql = await buy(graphql, graphqlBuyer(graphql, sdl, headersIn(graphql)), purchase, key);
    expect(withOrdinals(overGraphql)).toEqual(withOrdinals(overRest));
    placed += Number(typeof overRest.at(-1) === 'object');
  }
  await rest.server.close();
  await graphql.server.close();
  return placed;
}

/** Ids differ between shops: each becomes the number of its first appearance. */
function withOrdinals(steps: readonly unknown[]): unknown {
  const known = new Map<string, string>();
  const text = JSON.stringify(steps).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gu, (id) => {
    const ordinal = known.get(id) ?? `id ${known.size}`;
    known.set(id, ordinal);
    return ordinal;
  });
  return JSON.parse(text);
}
