import { expect } from 'vitest';
import {
  importProducts,
  placeAsGuest,
  signIn,
  variantsBySku,
  type ShopResponse,
  type ShopClient,
} from './shop-client.js';
import { admin } from './start-shop.js';

/** Sells vases for 20.00 USD. @returns the id of their variant */
export async function stockVases(call: ShopClient, stock = 100_000): Promise<string> {
  const csv = `Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\nvase,Vase,VASE,20.00,${stock}`;
  expect((await importProducts(call, await signIn(call, admin), csv)).body.status).toBe('completed');
  return (await variantsBySku(call)).get('VASE')?.id ?? '';
}

/** Buys one vase as a guest, whose address is `buyer-<number>@example.com`. */
export const buyVase = (call: ShopClient, variantId: string, number: number): Promise<ShopResponse> =>
  placeAsGuest(call, [{ variantId, quantity: 1 }], { email: `buyer-${number}@example.com` });
