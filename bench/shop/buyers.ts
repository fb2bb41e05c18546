import { randomUUID } from 'node:crypto';
import { shippingAddress } from './fill-shop.js';
import { bodyOf, openConnection, requestBytes, type KeepAliveConnection } from './keep-alive-connection.js';
import type { ShopUnderTest } from './shop-under-test.js';

type Item = { readonly variantId: string; readonly quantity: number };

/** Customers who are signed in, each on a connection of their own; `place` and `purchase` are what one of them does once. */
export type Buyers = {
  readonly place: (buyer: number, items: readonly Item[]) => Promise<void>;
  /** A cart, its lines one by one, the order, the payment, the provider's event. */
  readonly purchase: (buyer: number, items: readonly Item[]) => Promise<void>;
  /** The path of the buyer's open cart; one that is new is filled with the items. */
  readonly openCart: (buyer: number, items: readonly Item[]) => Promise<string>;
  readonly get: (buyer: number, path: string) => Promise<Buffer>;
  /** What `get` sends, for those who send it again and again. */
  readonly requestOf: (buyer: number, path: string) => Buffer;
  readonly close: () => void;
};

/** `first` is the number of the first buyer's customer: buyers who share one share a cart. */
export function openBuyers(shop: ShopUnderTest, count: number, first = 0): Buyers {
  const buyers: readonly { readonly connection: KeepAliveConnection; readonly authorization: string }[] = Array.from(
    { length: count },
    (_, number) => ({ connection: openConnection(shop.port), authorization: shop.authorizationOf(first + number) }),
  );
  /** The answer is read by who needs it: to read one takes the driver as long as to send a request. */
  const post = async (buyer: number, path: string, body: unknown): Promise<Buffer> => {
    const { connection, authorization } = buyers[buyer] ?? fail();
    const headers = { authorization, 'idempotency-key': randomUUID() };
    return bodyOf(await connection.send(requestBytes('POST', `/api/v1${path}`, headers, body)), [200, 201]);
  };
  const openCart = async (buyer: number, items: readonly Item[]): Promise<string> => {
    const { id, lines } = jsonOf(await post(buyer, '/carts', {}));
    const path = `/carts/${String(id)}`;
    if (Array.isArray(lines) && lines.length > 0) return path;
    for (const item of items) await post(buyer, `${path}/lines`, item);
    return path;
  };
  const requestOf = (buyer: number, path: string): Buffer =>
    requestBytes('GET', path, { authorization: (buyers[buyer] ?? fail()).authorization });
  return {
    place: async (buyer, items) => {
      await post(buyer, '/orders', { items, shippingAddress });
    },
    purchase: async (buyer, items) => {
      const cartId = (await openCart(buyer, items)).slice('/carts/'.length);
      const { id } = jsonOf(await post(buyer, '/orders', { cartId, shippingAddress }));
      const { paymentId } = jsonOf(await post(buyer, `/orders/${String(id)}/payments`, { method: 'card' }));
      await post(buyer, `/sandbox/payments/${String(paymentId)}/confirm`, { paymentMethod: 'pm_card_visa' });
    },
    openCart,
    get: async (buyer, path) => bodyOf(await (buyers[buyer] ?? fail()).connection.send(requestOf(buyer, path))),
    requestOf,
    close: () => {
      for (const { connection } of buyers) connection.close();
    },
  };
}

const jsonOf = (body: Buffer): Readonly<Record<string, unknown>> =>
  JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;

/** For an index that is counted from what it indexes. */
export function fail(): never {
  throw new Error('there is no such buyer');
}

/** So many different variants, one unit of each. */
export function someItems(variantIds: readonly string[], count: number): readonly Item[] {
  const first = Math.floor(Math.random() * (variantIds.length - count));
  return variantIds.slice(first, first + count).map((variantId) => ({ variantId, quantity: 1 }));
}

/** The same items in an order of their own each time. */
export const shuffled = (items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
