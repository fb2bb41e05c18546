import * as fc from 'fast-check';
import {
  bounceRefund,
  cancelOrder,
  cancelUnits,
  confirmRefund,
  deliverParcel,
  expireOrder,
  failRefund,
  recordDispute,
  recordPayment,
  recordPaymentFailure,
  refundOrder,
  returnUnits,
  shipOrder,
  waiveUnits,
  type Decision,
  type Order,
  type OrderChange,
  type OrderStatus,
  type OrderUnits,
} from '../src/index.js';
import { unitsOf, type OrderModel } from './order-model.js';
import { at, usd } from './shop.js';

export type CommandName =
  | 'recordPayment'
  | 'recordPaymentFailure'
  | 'expireOrder'
  | 'cancelOrder'
  | 'cancelUnits'
  | 'shipOrder'
  | 'deliverParcel'
  | 'returnUnits'
  | 'waiveUnits'
  | 'refundOrder'
  | 'confirmRefund'
  | 'failRefund'
  | 'bounceRefund'
  | 'recordDispute';

/** A command that somebody decided on: for the order, and for the model of it. */
export type Told = {
  readonly name: CommandName;
  readonly onOrder: (order: Order) => Decision<OrderChange, { readonly type: string; readonly status: OrderStatus }>;
  readonly onModel: (model: OrderModel) => boolean;
};
/** Somebody who looks at an order, perhaps a stale copy of it, and decides on a command. */
export type Decide = (seen: Order) => Told;

const sumOf = (records: readonly { readonly amount: { readonly amount: number } }[]): number =>
  records.reduce((all, { amount }) => all + amount.amount, 0);
const captured = ({ payments }: Order): number => sumOf(payments);
const held = (order: Order): number =>
  captured(order) - sumOf(order.refunds.filter(({ status }) => status !== 'failed'));
const moved = (records: readonly { readonly lines: readonly OrderUnits[] }[], variantId: string): number =>
  records
    .flatMap(({ lines }) => lines)
    .reduce((all, line) => all + (line.variantId === variantId ? line.quantity : 0), 0);

const amounts: Readonly<Record<string, (seen: Order) => number>> = {
  unpaid: (seen) => seen.pricing.total.amount - captured(seen),
  due: ({ dueBack }) => dueBack.amount,
  held,
  'a cent more than held': (seen) => held(seen) + 1,
  'a cent': () => 1,
  nothing: () => 0,
  'less than nothing': () => -1,
};
const choices: Readonly<Record<string, (seen: Order) => readonly OrderUnits[]>> = {
  open: (seen) =>
    unitsOf(seen, ({ variantId, quantity, digital }) =>
      digital ? 0 : quantity - moved(seen.shipments, variantId) - moved(seen.unitCancellations, variantId),
    ),
  shipped: (seen) =>
    unitsOf(seen, ({ variantId }) => moved(seen.shipments, variantId) - moved(seen.returns, variantId)),
};
const amount = fc.constantFrom(...Object.keys(amounts)).map((name) => amounts[name] ?? (() => 0));
const units = fc.oneof(
  fc.constantFrom(...Object.keys(choices)).map((name) => choices[name] ?? (() => [])),
  fc
    .array(
      fc.record({
        variantId: fc.constantFrom('mug', 'cup', 'book', '__proto__'),
        quantity: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 2 },
    )
    .map((list) => () => list),
);
const id = fc.constantFrom('a', 'b', 'c', '__proto__');
const deadline = '2026-11-21T10:00:00Z';

export const pay =
  (reference: string, of: (seen: Order) => number): Decide =>
  (seen) => ({
    name: 'recordPayment',
    onOrder: (order) => recordPayment(order, { provider: 'stripe', reference, amount: usd(of(seen)), at }),
    onModel: (model) => model.pay(reference, of(seen)),
  });
export const cancel: Decide = () => ({
  name: 'cancelOrder',
  onOrder: (order) => cancelOrder(order, { at }),
  onModel: (model) => model.cancel(),
});
export const ship =
  (parcel: string, of: (seen: Order) => readonly OrderUnits[]): Decide =>
  (seen) => ({
    name: 'shipOrder',
    onOrder: (order) => shipOrder(order, { id: parcel, lines: of(seen), at }),
    onModel: (model) => model.ship(parcel, of(seen)),
  });
export const deliver =
  (parcel: string): Decide =>
  () => ({
    name: 'deliverParcel',
    onOrder: (order) => deliverParcel(order, { id: parcel, at }),
    onModel: (model) => model.deliver(parcel),
  });

/** Every command there is, each with what it takes. */
export const decisions: Readonly<Record<CommandName, fc.Arbitrary<Decide>>> = {
  recordPayment: fc.tuple(id, amount).map(([reference, of]) => pay(reference, of)),
  recordPaymentFailure: id.map((reference) => () => ({
    name: 'recordPaymentFailure',
    onOrder: (order) => recordPaymentFailure(order, { provider: 'stripe', reference, reason: 'declined', at }),
    onModel: () => true,
  })),
  expireOrder: fc.boolean().map((isOver) => () => ({
    name: 'expireOrder',
    onOrder: (order) => expireOrder(order, { deadline, at: isOver ? deadline : at }),
    onModel: (model) => model.expire(isOver),
  })),
  cancelOrder: fc.constant(cancel),
  cancelUnits: units.map((of) => (seen) => ({
    name: 'cancelUnits',
    onOrder: (order) => cancelUnits(order, { lines: of(seen), at }),
    onModel: (model) => model.cancelUnits(of(seen)),
  })),
  shipOrder: fc.tuple(id, units).map(([parcel, of]) => ship(parcel, of)),
  deliverParcel: id.map(deliver),
  returnUnits: fc.tuple(id, units, fc.boolean()).map(([returnId, of, restock]) => (seen) => ({
    name: 'returnUnits',
    onOrder: (order) => returnUnits(order, { id: returnId, lines: of(seen), restock, at }),
    onModel: (model) => model.returnUnits(returnId, of(seen)),
  })),
  waiveUnits: units.map((of) => (seen) => ({
    name: 'waiveUnits',
    onOrder: (order) => waiveUnits(order, { lines: of(seen), at }),
    onModel: (model) => model.waiveUnits(of(seen)),
  })),
  refundOrder: fc.tuple(id, amount).map(([refundId, of]) => (seen) => ({
    name: 'refundOrder',
    onOrder: (order) => refundOrder(order, { id: refundId, amount: usd(of(seen)), reason: 'asked', at }),
    onModel: (model) => model.refund(refundId, of(seen)),
  })),
  confirmRefund: id.map((refundId) => () => ({
    name: 'confirmRefund',
    onOrder: (order) => confirmRefund(order, { id: refundId, at }),
    onModel: (model) => model.settle(refundId, 'confirmed'),
  })),
  failRefund: id.map((refundId) => () => ({
    name: 'failRefund',
    onOrder: (order) => failRefund(order, { id: refundId, at }),
    onModel: (model) => model.settle(refundId, 'failed'),
  })),
  bounceRefund: id.map((refundId) => () => ({
    name: 'bounceRefund',
    onOrder: (order) => bounceRefund(order, { id: refundId, at }),
    onModel: (model) => model.bounce(refundId),
  })),
  recordDispute: fc
    .tuple(id, id, amount, fc.constantFrom('open' as const, 'won' as const, 'lost' as const))
    .map(([disputeId, paymentReference, of, status]) => (seen) => ({
      name: 'recordDispute',
      onOrder: (order) =>
        recordDispute(order, {
          id: disputeId,
          provider: 'stripe',
          paymentReference,
          amount: usd(of(seen)),
          status,
          at,
        }),
      onModel: (model) => model.dispute(disputeId, paymentReference, of(seen), status),
    })),
};

const toBePaid = amounts['unpaid'] ?? (() => 0);
const open = choices['open'] ?? (() => []);

/** Ways into each status, so that every command meets each of them often. */
export const beginnings: readonly (readonly Decide[])[] = [
  [],
  [pay('a', toBePaid)],
  [pay('a', toBePaid), ship('a', (seen) => open(seen).slice(0, 1))],
  [pay('a', toBePaid), ship('a', open)],
  [pay('a', toBePaid), ship('a', open), deliver('a')],
  [pay('a', toBePaid), cancel],
];
