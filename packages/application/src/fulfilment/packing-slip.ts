import { openUnits, type Address, type Instant, type Order } from '@cartwright/domain';
import type { Seller } from '../invoicing/invoice.js';

/** What goes into a parcel. It names no prices: the recipient may not be the buyer. */
export type PackingSlip = {
  readonly type: 'packing-slip';
  readonly orderNumber: string;
  readonly orderedAt: Instant;
  /** Of the days on it: an IANA name. */
  readonly timeZone: string;
  readonly seller: Pick<Seller, 'name' | 'address'>;
  readonly shipTo: Address;
  readonly method?: string;
  readonly lines: readonly { readonly name: string; readonly sku: string; readonly quantity: number }[];
};

/** The packing slip of the units that are to be sent; `undefined` where there are none. */
export function packingSlipOf(
  order: Order,
  { name, address, timeZone }: Seller & { readonly timeZone: string },
): PackingSlip | undefined {
  const units = openUnits(order);
  if (units.length === 0 || order.shippingAddress === undefined) return undefined;
  return {
    type: 'packing-slip',
    orderNumber: order.number,
    orderedAt: order.placedAt,
    timeZone,
    seller: { name, address },
    shipTo: order.shippingAddress,
    ...(order.delivery === undefined ? {} : { method: order.delivery.name }),
    lines: units.map(({ variantId, quantity }) => ({
      name: order.descriptions[variantId]?.name ?? variantId,
      sku: order.descriptions[variantId]?.sku ?? '',
      quantity,
    })),
  };
}
