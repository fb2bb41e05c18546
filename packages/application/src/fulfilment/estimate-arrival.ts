import type { Delivery, Instant, Order, OrderUnits, PricedLine, VariantId } from '@cartwright/domain';
import { msAfter } from '../ms-after.js';
import { unitsOf } from './units-of.js';

/** When something is expected: from `earliest` on, by `latest`. */
export type Arrival = { readonly earliest: Instant; readonly latest: Instant };

/** When a parcel arrives that is sent at `start`. */
export const arrivalOf = (start: Instant, { min, max }: NonNullable<Delivery['days']>): Arrival => ({
  earliest: msAfter(start, min * dayMs),
  latest: msAfter(start, max * dayMs),
});

type ExpectedLine = Pick<PricedLine, 'variantId' | 'quantity' | 'digital'>;

/** What of an order its arrival is estimated by. */
export type ExpectedOrder = Pick<
  Order,
  'placedAt' | 'delivery' | 'cancellation' | 'shipments' | 'unitCancellations'
> & {
  readonly pricing: { readonly lines: readonly ExpectedLine[] };
};

/**
 * When the last of an order arrives, or the last units of one of its variants: a parcel counts from when it was
 * shipped, what is not shipped yet from when the order was placed. `undefined` when nothing is, or will be, under way
 * (cancelled, digital, delivered), and when nobody knows how long its parcels take.
 *
 * @example estimateArrival(order) // { earliest: '2026-11-24T09:30:00.000Z', latest: '2026-11-26T09:30:00.000Z' }
 */
export function estimateArrival(order: ExpectedOrder, variantId?: VariantId): Arrival | undefined {
  const days = order.delivery?.days;
  if (days === undefined || order.cancellation !== undefined) return undefined;
  const lines = order.pricing.lines.filter((line) => !line.digital && (variantId ?? line.variantId) === line.variantId);
  const wanted = new Set(lines.map((line) => line.variantId));
  const starts = [
    ...(lines.some((line) => isOpen(order, line)) ? [order.placedAt] : []),
    ...order.shipments
      .filter((parcel) => parcel.deliveredAt === undefined && parcel.lines.some((units) => wanted.has(units.variantId)))
      .map(({ shippedAt }) => shippedAt),
  ];
  const last = starts.sort().at(-1);
  return last === undefined ? undefined : arrivalOf(last, days);
}

const dayMs = 86_400_000;

/** Whether units of the line are still to be shipped. */
const isOpen = ({ shipments, unitCancellations }: ExpectedOrder, { variantId, quantity }: ExpectedLine): boolean =>
  unitsOf(
    variantId,
    [...shipments, ...unitCancellations].flatMap(({ lines }): readonly OrderUnits[] => lines),
  ) < quantity;
