import type { Cart, VariantId } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { PricingFacts } from '../cart/pricing-facts.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { PlaceOrderCommand } from './place-order-command.js';

/** Each variant of the order that the shop does not sell any more. */
export type LinesUnavailable = {
  readonly type: 'cart.lines-unavailable';
  readonly lines: readonly { readonly variantId: VariantId }[];
};

/**
 * Refuses an order with variants that are not on sale, and names them all. A listed item that never existed is not
 * found; a line of a stored cart was sold once.
 */
export function requireAvailableLines(
  { items }: Pick<PricingFacts, 'items'>,
  { lines }: Pick<Cart, 'lines'>,
  source: PlaceOrderCommand['source']['type'],
): Result<void, VariantNotFound | LinesUnavailable> {
  const unavailable = lines.filter(({ variantId }) => items.get(variantId)?.onSale !== true);
  const unknown = unavailable.find(({ variantId }) => !items.has(variantId));
  if (unknown !== undefined && source === 'items') {
    return err({ type: 'catalogue.variant-not-found', variantId: unknown.variantId });
  }
  if (unavailable.length === 0) return ok(undefined);
  return err({ type: 'cart.lines-unavailable', lines: unavailable.map(({ variantId }) => ({ variantId })) });
}
