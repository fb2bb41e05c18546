import type { VariantId } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';

/** Refuses the first of the variants that the shop does not sell (any more): to a shopper they do not exist. */
export function requireOnSale(
  items: ReadonlyMap<VariantId, CatalogueItem>,
  variantIds: readonly VariantId[],
): Result<void, VariantNotFound> {
  const missing = variantIds.find((variantId) => items.get(variantId)?.onSale !== true);
  return missing === undefined ? ok(undefined) : err({ type: 'catalogue.variant-not-found', variantId: missing });
}
