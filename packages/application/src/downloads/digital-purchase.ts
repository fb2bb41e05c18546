import type { Instant, Order, OrderId, PricedLine, VariantId } from '@cartwright/domain';

/** A digital line of an order that is its buyer's to download. */
export type DigitalPurchase = {
  readonly orderId: OrderId;
  readonly orderNumber: string;
  readonly variantId: VariantId;
  /** What it was called when it was bought. */
  readonly name: string;
  /** When it was paid. */
  readonly purchasedAt: Instant;
};

/** The one id of a purchase, the same for good: its order's and its variant's. */
export const downloadIdOf = ({ orderId, variantId }: Pick<DigitalPurchase, 'orderId' | 'variantId'>): string =>
  `${orderId}.${variantId}`;

/** An order's digital lines that were delivered and are still its buyer's, in the order of its lines. */
export function digitalPurchasesOf(order: Order): readonly DigitalPurchase[] {
  const { digitalDeliveredAt, pricing } = order;
  if (digitalDeliveredAt === undefined) return [];
  const kept = pricing.lines.filter((line) => line.digital && !isWithdrawn(order, line));
  return kept.map(({ variantId }) => ({
    orderId: order.id,
    orderNumber: order.number,
    variantId,
    name: order.descriptions[variantId]?.name ?? '',
    purchasedAt: new Date(digitalDeliveredAt).toISOString(),
  }));
}

/**
 * Whether a digital line was given back: with the whole order, by its cancellation or with all of its money, or by
 * itself once nobody pays for any unit of it. Money that is given back by amount takes nothing away before all of it is
 * back.
 */
export function isWithdrawn(
  { status, paymentStatus, unitWaivers }: Order,
  { variantId, quantity }: PricedLine,
): boolean {
  if (status === 'cancelled' || paymentStatus === 'refunded') return true;
  let waived = 0;
  for (const { lines } of unitWaivers)
    for (const line of lines) if (line.variantId === variantId) waived += line.quantity;
  return waived >= quantity;
}
