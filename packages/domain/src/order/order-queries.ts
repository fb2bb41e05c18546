import type { Money } from '../money/money.js';
import { heldOf, isPaymentUnderWay } from './derive-order.js';
import { allOpenUnits, allReturnableUnits, unpaidUnits } from './fulfilment/order-units.js';
import { isAllGoneBack, isShippable } from './fulfilment/ship-order.js';
import { shippingLeftOf } from './fulfilment/shipping-paid.js';
import { findMalformedOrder } from './order-shape.js';
import type { Order, OrderUnits } from './order.js';

/**
 * A command on an order, by the name of its function.
 *
 * @example const command: OrderCommand = 'shipOrder';
 */
export type OrderCommand =
  | 'recordPaymentProcessing'
  | 'recordPayment'
  | 'recordPaymentFailure'
  | 'expireOrder'
  | 'cancelOrder'
  | 'cancelUnits'
  | 'waiveUnits'
  | 'shipOrder'
  | 'deliverParcel'
  | 'returnUnits'
  | 'refundOrder'
  | 'confirmRefund'
  | 'failRefund'
  | 'bounceRefund'
  | 'recordDispute'
  | 'amendOrder'
  | 'recordWithdrawal';

const rules: Readonly<Record<OrderCommand, (order: Order) => boolean>> = {
  recordPaymentProcessing: ({ status }) => status === 'pending',
  recordPayment: () => true,
  recordPaymentFailure: () => true,
  expireOrder: (order) => order.status === 'pending' && !isPaymentUnderWay(order),
  cancelOrder: ({ status }) => status === 'pending' || status === 'paid',
  cancelUnits: isShippable,
  waiveUnits: (order) =>
    order.status !== 'pending' &&
    order.status !== 'cancelled' &&
    order.pricing.lines.some((line) => line.quantity > unpaidUnits(order, line)),
  shipOrder: (order) => isShippable(order) && !isAllGoneBack(order),
  deliverParcel: ({ shipments }) => shipments.some(({ deliveredAt }) => deliveredAt === undefined),
  returnUnits: (order) => allReturnableUnits(order).length > 0,
  refundOrder: (order) => refundable(order).amount > 0,
  confirmRefund: ({ refunds }) => refunds.some(({ status }) => status === 'pending'),
  failRefund: ({ refunds }) => refunds.some(({ status }) => status === 'pending'),
  bounceRefund: ({ refunds }) => refunds.some(({ status }) => status === 'confirmed'),
  recordDispute: ({ payments }) => payments.length > 0,
  amendOrder: () => true,
  recordWithdrawal: () => true,
};

/**
 * The commands that can change the order as it is, for a screen to offer; what each is about is checked by the command.
 * A refund that a provider reports on a pending order is recorded though it is not among them. Of what is no order:
 * none.
 *
 * @example allowedCommands(order).includes('shipOrder') // => true
 */
export const allowedCommands = (order: Order): readonly OrderCommand[] =>
  ofOrder(order, () => (Object.keys(rules) as OrderCommand[]).filter((command) => rules[command](order)), []);

/**
 * How much a refund may come to: the money that is held, of a pending order none. Of what is no order: zero, in the
 * currency `XXX`.
 *
 * @example refundable(order) // => { amount: 3998, currency: 'USD' }
 */
export const refundable = (order: Order): Money =>
  moneyOf(order, () => (order.status === 'pending' ? 0 : heldOf(order)));

/**
 * What of the shipping a withdrawal from all of the order gives back: what is left of what was paid for it, tax
 * included, up to what the cheapest method cost (Directive 2011/83/EU, Article 13 (2)). Of what is no order: zero, in
 * the currency `XXX`.
 *
 * @example withdrawalShipping(order) // => { amount: 0, currency: 'USD' }
 */
export const withdrawalShipping = (order: Order): Money =>
  moneyOf(order, () => shippingLeftOf(order, order.cheapestShipping?.amount));

/**
 * The units that are neither shipped nor cancelled, by variant, in the order of the order's lines. Digital units are
 * delivered, never shipped. Of what is no order: none.
 *
 * @example openUnits(order) // => [{ variantId: 'mug', quantity: 2 }]
 */
export const openUnits = (order: Order): readonly OrderUnits[] => ofOrder(order, allOpenUnits, []);

/**
 * The units that were shipped and have not come back, by variant, in the order of the order's lines. Of what is no
 * order: none.
 *
 * @example returnableUnits(shipped) // => [{ variantId: 'mug', quantity: 2 }]
 */
export const returnableUnits = (order: Order): readonly OrderUnits[] => ofOrder(order, allReturnableUnits, []);

/** What is read of an order, or `none` of what is no order. */
const ofOrder = <T>(order: Order, read: (order: Order) => T, none: T): T =>
  findMalformedOrder(order) === undefined ? read(order) : none;

const moneyOf = (order: Order, amount: () => number): Money =>
  ofOrder(order, ({ pricing }) => ({ amount: amount(), currency: pricing.currency }), { amount: 0, currency: 'XXX' });
