import type { VariantId } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';
import type { NoPrice } from './choose-prices.js';
import type { CartPricing } from './price-for-caller.js';

/** Refuses the first of the variants that the shop does not sell (any more): to a shopper they do not exist. */
export function requireOnSale(
  items: ReadonlyMap<VariantId, CatalogueItem>,
  variantIds: readonly VariantId[],
): Result<void, VariantNotFound> {
  const missing = variantIds.find((variantId) => items.get(variantId)?.onSale !== true);
  return missing === undefined ? ok(undefined) : err({ type: 'catalogue.variant-not-found', variantId: missing });
}

/** Refuses a variant that a cart cannot be filled with: one that is not on sale, or has no price for its quantity. */
export const requireSellable = (
  { items, input: { cart } }: Pick<CartPricing, 'items' | 'input'>,
  variantId: VariantId,
): Result<void, VariantNotFound | NoPrice> =>
  requireOnSale(items, [variantId]).andThen(() =>
    cart.lines.some((line) => line.variantId === variantId)
      ? ok(undefined)
      : err({ type: 'pricing.no-price', variantId, currency: cart.currency } as const),
  );
