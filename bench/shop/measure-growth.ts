import { jsonOf, openBuyers, someItems, type Buyers } from './driver/buyers.js';
import { runLoad } from '../measuring/run-load.js';
import type { Measurements } from './measurements.js';
import { ordersPerCustomer } from '../measuring/fill-shop.js';
import type { ShopUnderTest } from './under-test/shop-under-test.js';

/** A customer who is neither a buyer nor a reader of the other parts. */
const reader = 100;
const linesOfOrder = 3;

type PathOf = (shop: ShopUnderTest, cart: string) => string;
const reads = {
  'product read': ({ slugs }) => `/products/${slugs[Math.floor(Math.random() * slugs.length)] ?? ''}`,
  'product list': () => '/products?limit=20',
  'product search': ({ size }) =>
    `/products?limit=20&search=${encodeURIComponent(`Product ${Math.floor(Math.random() * size.products)}`)}`,
  'order history': () => '/me/orders',
  'cart read': (_shop, cart) => cart,
} as const satisfies Readonly<Record<string, PathOf>>;

export const growingReads = Object.keys(reads);

/** The same requests to a small and to a large shop, one at a time. */
export async function measureGrowth(
  shops: { readonly small: ShopUnderTest; readonly large: ShopUnderTest },
  { seconds, note }: { readonly seconds: number; readonly note: Measurements['note'] },
): Promise<void> {
  const sides = await Promise.all(
    Object.entries(shops).map(async ([size, shop]) => {
      const client = openBuyers(shop, 1, reader);
      await placeMissingOrders(client, shop);
      return { size, shop, client, cart: await client.openCart(0, someItems(shop.variantIds, linesOfOrder)) };
    }),
  );
  for (const [name, pathOf] of Object.entries<PathOf>(reads)) {
    for (const { size, shop, client, cart } of sides) {
      const read = (): Promise<Buffer> => client.get(0, pathOf(shop, cart));
      const half = { connections: 1, seconds: seconds / 2 };
      // The first half warms up.
      await runLoad(half, read);
      note(`${name}, ${size} shop`, (await runLoad(half, read)).p50);
    }
  }
  for (const { client } of sides) client.close();
}

/** The history has the same length in both shops. */
async function placeMissingOrders(client: Buyers, shop: ShopUnderTest): Promise<void> {
  const { data } = jsonOf(await client.get(0, `/me/orders?limit=${ordersPerCustomer}`));
  const placed = Array.isArray(data) ? data.length : 0;
  for (let count = placed; count < ordersPerCustomer; count += 1) {
    await client.place(0, someItems(shop.variantIds, linesOfOrder));
  }
}
