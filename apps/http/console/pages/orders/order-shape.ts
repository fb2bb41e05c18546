import type { Money } from '../../api/money.js';

/** The parts of an order that the console shows. */
export type Order = {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly currency: string;
  readonly email: string;
  readonly total: Money;
  readonly createdAt: string;
  readonly note?: string;
  readonly dueBack: Money;
  readonly lines: readonly OrderLine[];
  readonly pricing: Pricing;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly delivery?: { readonly name: string };
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
  readonly shipments: readonly Shipment[];
  readonly returns: readonly Return[];
  readonly waivedUnits: readonly { readonly lines: readonly Units[] }[];
  readonly invoice?: { readonly number: string };
  readonly creditNotes: readonly { readonly number: string }[];
  readonly timeline: readonly TimelineEntry[];
};

export type Units = { readonly variantId: string; readonly quantity: number };
type OrderLine = Units & {
  readonly name: string;
  readonly sku: string;
  readonly unitPrice: Money;
  readonly total: Money;
};
export type Pricing = {
  readonly subtotal: Money;
  readonly discountTotal: Money;
  readonly shippingTotal: Money;
  readonly taxTotal: Money;
  readonly taxIncluded: boolean;
  readonly total: Money;
  readonly applied: readonly { readonly promotionId: string; readonly name: string; readonly amount: Money }[];
  readonly skipped: readonly {
    readonly promotionId: string;
    readonly name: string;
    readonly reason: { readonly type: string };
  }[];
};
export type Address = {
  readonly fullName: string;
  readonly company?: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country: string;
  readonly phone?: string;
};
type Payment = { readonly provider: string; readonly reference: string; readonly amount: Money; readonly at: string };
type Refund = {
  readonly id: string;
  readonly amount: Money;
  readonly reason: string;
  readonly status: string;
  readonly requestedAt: string;
};
type Shipment = {
  readonly id: string;
  readonly lines: readonly Units[];
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly shippedAt: string;
  readonly deliveredAt?: string;
};
export type Return = {
  readonly id: string;
  readonly status: string;
  readonly lines: readonly Units[];
  readonly reason?: string;
  readonly requestedAt?: string;
  readonly receivedAt?: string;
  readonly amount?: Money;
};
type TimelineEntry = {
  readonly type: string;
  readonly at: string;
  readonly amount?: Money;
  readonly reason?: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
};

/** The units of each line that can still be shipped. */
export function unitsToShip({ lines, shipments, waivedUnits }: Order): readonly OrderLine[] {
  const gone = [...shipments, ...waivedUnits].flatMap((part) => part.lines);
  return lines
    .map((line) => ({
      ...line,
      quantity: gone.reduce(
        (left, { variantId, quantity }) => (variantId === line.variantId ? left - quantity : left),
        line.quantity,
      ),
    }))
    .filter(({ quantity }) => quantity > 0);
}
