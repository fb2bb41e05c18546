import { fail, openBuyers, someItems } from './driver/buyers.js';
import { bodyOf, openConnection, requestBytes } from '../measuring/keep-alive-connection.js';
import { runAwake, runLoad } from '../measuring/run-load.js';
import { startBareRoute } from '../measuring/bare-route.js';
import type { Measurements } from './measurements.js';
import type { ShopUnderTest } from './under-test/shop-under-test.js';

/** Few simultaneous readers measure latency rather than a queue. */
export const readers = 8;
const linesOfCart = 3;
/** Customers above the buyers', so that no purchase uses the readers' carts. */
const firstReader = 64;

type Options = { readonly seconds: number; readonly note: Measurements['note'] };

/** Each reader reads its own cart. */
export async function measureCartReads(shop: ShopUnderTest, { seconds, note }: Options): Promise<void> {
  const client = openBuyers(shop, readers, firstReader);
  const carts = await Promise.all(
    Array.from({ length: readers }, (_, reader) => client.openCart(reader, someItems(shop.variantIds, linesOfCart))),
  );
  const { p50, perSecond } = await runLoad({ connections: readers, seconds }, (reader) =>
    client.get(reader, carts[reader] ?? fail()),
  );
  client.close();
  note('cart read', perSecond);
  note('cart read, p50', p50);
}

/** Every field of a product page. */
const productDocument = `query ($slug: String!) { product(idOrSlug: $slug) {
  id slug name description brand tags options { name values }
  variants { id sku name options price { amount currency } compareAtPrice { amount currency } taxIncluded availability
    quantity digital weightGrams image }
  categories { id slug name path } images { url alt width height } seo { title description }
  rating { average count } metadata createdAt updatedAt
} }`;

/**
 * A product over REST and GraphQL, beside a bare Fastify route with the same response. They alternate in short turns,
 * so that what else the machine does is spread over all sides.
 */
export async function measureProductReads(shop: ShopUnderTest, { seconds, note }: Options): Promise<void> {
  const path = `/products/${shop.slugs[0] ?? ''}`;
  const client = openBuyers(shop, 1, firstReader);
  const request = client.requestOf(0, path);
  const route = await startBareRoute(`/api/v1${path}`, await client.get(0, path));
  client.close();
  const document = { query: productDocument, variables: { slug: shop.slugs[0] ?? '' } };
  const byGraphql = requestBytes('POST', '/graphql', { authorization: shop.authorizationOf(firstReader) }, document);
  const sides = [
    { name: 'product read', port: shop.port, request, done: 0 },
    { name: 'product over GraphQL', port: shop.port, request: byGraphql, done: 0 },
    { name: 'bare route', port: route.port, request, done: 0 },
  ].map((side) => ({ ...side, open: Array.from({ length: readers }, () => openConnection(side.port)) }));
  const turn = { connections: readers, seconds: 0.5 };
  const counted = Math.max(1, Math.round(seconds / turn.seconds));
  // The first turns warm up the bare route's process and are not counted.
  for (let turns = -2; turns < counted; turns += 1) {
    for (const side of sides) {
      const { done } = await runAwake(turn, async (reader) =>
        bodyOf(await (side.open[reader] ?? fail()).send(side.request)),
      );
      if (turns >= 0) side.done += done;
    }
  }
  for (const { name, done, open } of sides) {
    note(name, done / (counted * turn.seconds));
    for (const connection of open) connection.close();
  }
  route.stop();
}
