import { amountShape as amount } from '../money/money.js';
import { pricedCartShape } from '../pricing/priced-cart-shape.js';
import {
  count,
  fields,
  flag,
  instant,
  list,
  number,
  optional,
  positive,
  record,
  text,
  word,
  type Shape,
  type Shapes,
} from '../shape.js';
import {
  orderVersion,
  type Address,
  type AmendableFacts,
  type Cancellation,
  type Delivery,
  type Dispute,
  type FailedPayment,
  type ItemDescription,
  type Order,
  type OrderFacts,
  type OrderHistory,
  type OrderPlacement,
  type OrderUnits,
  type Payment,
  type ProcessingPayment,
  type Refund,
  type RefundedUnits,
  type Shipment,
  type UnitCancellation,
  type UnitReturn,
  type Withdrawal,
} from './order.js';

type Days = NonNullable<Delivery['days']>;

const description = fields<ItemDescription>({
  name: text,
  sku: text,
  image: optional(text),
  productId: optional(text),
  slug: optional(text),
  options: optional(record(text)),
});

/** What `placeOrder` takes beside the price; also the list of its members for `placementOf`. */
export const placementShapes = /* @__PURE__ */ (() => {
  const address = optional(
    fields<Address>({
      fullName: text,
      company: optional(text),
      line1: text,
      line2: optional(text),
      city: optional(text),
      region: optional(text),
      postalCode: optional(text),
      country: text,
      phone: optional(text),
    }),
  );
  const days = fields<Days>({ min: count, max: count });
  return {
    id: text,
    number: text,
    customerId: optional(text),
    email: text,
    descriptions: optional(record(description)),
    shippingAddress: address,
    billingAddress: address,
    vatNumber: optional(text),
    delivery: optional(fields<Delivery>({ name: text, days: optional(days) })),
    note: optional(text),
    locale: optional(text),
    namesLocale: optional(text),
    metadata: optional(record(text)),
    digitalConsentAt: optional(instant),
    cheapestShipping: optional(amount),
    at: instant,
  } satisfies { readonly [Key in keyof OrderPlacement]-?: Shape<OrderPlacement[Key]> };
})();

export const placementShape: Shape<OrderPlacement> = fields<OrderPlacement>(placementShapes);

/** What `amendOrder` changes. */
export const amendableShapes = /* @__PURE__ */ (({ email, shippingAddress, note, metadata }) =>
  ({ email, shippingAddress, note, metadata }) satisfies Shapes<AmendableFacts>)(placementShapes);

export const unitsShape: Shape<OrderUnits> = fields<OrderUnits>({ variantId: text, quantity: number });

export const processingPaymentShape: Shape<ProcessingPayment> = fields<ProcessingPayment>({
  provider: text,
  reference: text,
  method: optional(text),
  at: instant,
});

export const failedPaymentShape: Shape<FailedPayment> = fields<FailedPayment>({
  provider: text,
  reference: text,
  reason: text,
  at: instant,
});

const orderShape: Shape<Order> = /* @__PURE__ */ (() => {
  const refunded = fields<RefundedUnits>({
    variantId: text,
    quantity: positive,
    amount,
    tax: amount,
    waived: optional(count),
  });
  const units = fields<OrderUnits>({ variantId: text, quantity: positive });
  const refundedUnits = {
    id: text,
    lines: list(refunded),
    amount,
    shippingRefund: optional(amount),
    reason: optional(text),
    at: instant,
  };
  const history = {
    payments: list(
      fields<Payment>({
        provider: text,
        reference: text,
        amount,
        method: optional(text),
        excess: optional(amount),
        at: instant,
      }),
    ),
    processingPayments: list(processingPaymentShape),
    failedPayments: list(failedPaymentShape),
    refunds: list(
      fields<Refund>({
        id: text,
        amount,
        goodwill: optional(amount),
        reason: text,
        provider: text,
        paymentReference: text,
        status: word('pending', 'confirmed', 'failed'),
        requestedAt: instant,
        settledAt: optional(instant),
        failure: optional(text),
      }),
    ),
    disputes: list(
      fields<Dispute>({
        id: text,
        provider: text,
        paymentReference: text,
        amount,
        withdrawn: optional(amount),
        goodwill: optional(amount),
        status: word('open', 'won', 'lost'),
        openedAt: instant,
        settledAt: optional(instant),
      }),
    ),
    shipments: list(
      fields<Shipment>({
        id: text,
        lines: list(units),
        carrier: optional(text),
        trackingNumber: optional(text),
        shippedAt: instant,
        deliveredAt: optional(instant),
      }),
    ),
    returns: list(fields<UnitReturn>({ ...refundedUnits, restock: flag })),
    unitCancellations: list(fields<UnitCancellation>(refundedUnits)),
    unitWaivers: list(fields<UnitCancellation>(refundedUnits)),
    withdrawals: optional(
      list(
        fields<Withdrawal>({
          id: text,
          lines: list(units),
          refund: amount,
          shippingRefund: optional(amount),
          isWhole: flag,
          at: instant,
        }),
      ),
    ),
    original: optional(fields<AmendableFacts>(amendableShapes)),
    paidAt: optional(instant),
    digitalDeliveredAt: optional(instant),
    cancellation: optional(fields<Cancellation>({ at: instant, reason: optional(text), deadline: optional(instant) })),
  } satisfies { readonly [Key in keyof OrderHistory]-?: Shape<OrderHistory[Key]> };
  const { at: _placedAt, descriptions: _descriptions, ...placement } = placementShapes;
  return fields<Order>({
    ...placement,
    ...history,
    schemaVersion: word(orderVersion),
    placedAt: instant,
    pricing: pricedCartShape,
    descriptions: record(description),
    status: word('pending', 'paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'),
    paymentStatus: word('unpaid', 'processing', 'paid', 'partially_refunded', 'refunded'),
    dueBack: amount,
  });
})();

/**
 * The order is none of this version: `path` is the place of the first fault, such as `order.payments[0].amount`.
 * Nothing is known of its status.
 *
 * @example const error: MalformedOrder = { type: 'order.malformed', path: 'order.status' };
 */
export type MalformedOrder = { readonly type: 'order.malformed'; readonly path: string };

/** Where an order is not what its type says. What is derived of it is checked by its shape only. */
export function findMalformedOrder(order: Order | OrderFacts): MalformedOrder | undefined {
  const path = orderShape(order);
  return path === undefined ? undefined : { type: 'order.malformed', path: `order${path}` };
}
