import type { OpenLine } from './price-lines.js';
import type { LineSelector } from '../promotions/promotion.js';

/** Whether a line matches any member of the selector; one without members selects every line. */
export function selects({ variantIds, productIds, categoryIds }: LineSelector): (line: OpenLine) => boolean {
  if (variantIds === undefined && productIds === undefined && categoryIds === undefined) return () => true;
  const variants = new Set(variantIds);
  const products = new Set(productIds);
  const categories = new Set(categoryIds);
  return ({ variantId, entry }) =>
    variants.has(variantId) || products.has(entry.productId) || entry.categoryIds.some((id) => categories.has(id));
}
