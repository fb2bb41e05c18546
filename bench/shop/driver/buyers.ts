import { randomUUID } from 'node:crypto';
import { shippingAddress } from '../../measuring/fill-shop.js';
import type { ShopUnderTest } from '../under-test/shop-under-test.js';
import {
  bodyOf,
  openConnection,
  requestBytes,
  type KeepAliveConnection,
} from '../../measuring/keep-alive-connection.js';

export type Item = { readonly variantId: string; readonly quantity: number };

/** Signed-in customers, each on a connection of its own. */
export type Buyers = {
  /** One `POST /orders` of items. */
  readonly place: (buyer: number, items: readonly Item[]) => Promise<void>;
  /**
   * A whole purchase; three items make it nine requests: open a cart, add each item, read the shipping options, order,
   * start the payment, confirm it, read the order.
   */
  readonly purchase: (buyer: number, items: readonly Item[]) => Promise<void>;
  /** Fills the buyer's open cart if it is empty. Returns its path. */
  readonly openCart: (buyer: number, items: readonly Item[]) => Promise<string>;
  readonly get: (buyer: number, path: string) => Promise<Buffer>;
  /** The bytes that `get` sends. */
  readonly requestOf: (buyer: number, path: string) => Buffer;
  readonly close: () => void;
};

/** @param first - number of the first buyer's customer; buyers with the same customer share a cart */
export function openBuyers(shop: ShopUnderTest, count: number, first = 0): Buyers {
  const buyers: readonly { readonly connection: KeepAliveConnection; readonly authorization: string }[] = Array.from(
    { length: count },
    (_, number) => ({ connection: openConnection(shop.port), authorization: shop.authorizationOf(first + number) }),
  );
  // Bodies are parsed only where they are needed: parsing costs the driver as much as sending a request.
  const post = async (buyer: number, path: string, body: unknown): Promise<Buffer> => {
    const { connection, authorization } = buyers[buyer] ?? fail();
    const headers = { authorization, 'idempotency-key': randomUUID() };
    return bodyOf(await connection.send(requestBytes('POST', `/api/v1${path}`, headers, body)), [200, 201]);
  };
  const requestOf = (buyer: number, path: string): Buffer =>
    requestBytes('GET', `/api/v1${path}`, { authorization: (buyers[buyer] ?? fail()).authorization });
  const get = async (buyer: number, path: string): Promise<Buffer> =>
    bodyOf(await (buyers[buyer] ?? fail()).connection.send(requestOf(buyer, path)));
  const openCart = async (buyer: number, items: readonly Item[]): Promise<string> => {
    const { id, lines } = jsonOf(await post(buyer, '/carts', {}));
    const path = `/carts/${String(id)}`;
    if (Array.isArray(lines) && lines.length > 0) return path;
    for (const item of items) await post(buyer, `${path}/lines`, item);
    return path;
  };
  return {
    place: async (buyer, items) => {
      await post(buyer, '/orders', { items, shippingAddress });
    },
    purchase: async (buyer, items) => {
      const cart = await openCart(buyer, items);
      await get(buyer, `${cart}/shipping-options`);
      const cartId = cart.slice('/carts/'.length);
      const order = `/orders/${String(jsonOf(await post(buyer, '/orders', { cartId, shippingAddress }))['id'])}`;
      const { paymentId } = jsonOf(await post(buyer, `${order}/payments`, { method: 'card' }));
      await post(buyer, `/sandbox/payments/${String(paymentId)}/confirm`, { paymentMethod: 'pm_card_visa' });
      await get(buyer, order);
    },
    openCart,
    get,
    requestOf,
    close: () => {
      for (const { connection } of buyers) connection.close();
    },
  };
}

export const jsonOf = (body: Buffer): Readonly<Record<string, unknown>> =>
  JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;

/** For an index below the length of what it indexes. */
export function fail(): never {
  throw new Error('index out of range');
}

/** One unit each of `count` different variants. */
export function someItems(variantIds: readonly string[], count: number): readonly Item[] {
  const first = Math.floor(Math.random() * (variantIds.length - count));
  return variantIds.slice(first, first + count).map((variantId) => ({ variantId, quantity: 1 }));
}

/** The same items in random order. */
export const shuffled = (items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
