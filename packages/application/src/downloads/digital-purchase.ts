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
export const downloadIdOf = ({ orderId, variantId }: Pick<DigitalPurchase, 'orderId' | 'variantId'>): string => `${orderId}.${variantId}`;

/** An order's digital lines that were delivered and are still its buyer's, in the order of its lines. */
export function digitalPurchasesOf(order: Order): readonly DigitalPurchase[] {
  const { digitalDeliveredAt, pricing } = order;
  if (digitalDeliveredAt === undefined || isWithdrawn(order)) return [];
  return digitalLinesOf(pricing).map(({ variantId }) => ({
    orderId: order.id,
    orderNumber: order.number,
    variantId,
    name: order.descriptions[variantId]?.name ?? '',
    purchasedAt: new Date(digitalDeliveredAt).toISOString(),
  }));
}

/** Whoever has all their money back, or cancelled, has given the goods back. */
export const isWithdrawn = ({ status, paymentStatus }: Order): boolean => status === 'cancelled' || paymentStatus === 'refunded';

const digitalLinesOf = ({ lines }: Order['pricing']): readonly PricedLine[] => lines.filter(({ digital }) => digital);
