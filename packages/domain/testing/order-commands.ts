/** Long because it draws every command that there is. */
import * as fc from 'fast-check';
import {
  amendOrder,
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
  recordPaymentProcessing,
  recordWithdrawal,
  refundOrder,
  returnUnits,
  shipOrder,
  waiveUnits,
  type Decision,
  type Order,
  type OrderChange,
  type OrderCommand,
  type OrderStatus,
  type OrderUnits,
} from '../src/index.js';
import { unitsOf, type Amended, type OrderModel } from './order-model.js';
import { at, usd } from './shop.js';

export type CommandName = OrderCommand;

/** A command: for the order, and for the model of it. */
export type Command = {
  readonly name: CommandName;
  readonly onOrder: (order: Order) => Decision<OrderChange, { readonly type: string; readonly status?: OrderStatus }>;
  readonly onModel: (model: OrderModel) => boolean;
};
/** Chooses a command for an order as it was seen, perhaps a stale copy of it. */
export type Decide = (seen: Order) => Command;

const sumOf = (records: readonly { readonly amount: { readonly amount: number } }[]): number =>
  records.reduce((all, { amount }) => all + amount.amount, 0);
const captured = ({ payments }: Order): number => sumOf(payments);
const held = (order: Order): number =>
  captured(order) -
  sumOf(order.refunds.filter(({ status }) => status !== 'failed')) -
  sumOf(order.disputes.flatMap(({ withdrawn }) => (withdrawn === undefined ? [] : [{ amount: withdrawn }])));
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
/** What of the shipping is given back with a return. */
const shippingRefund = fc.constantFrom(
  () => 0,
  () => 1,
  (seen: Order) => seen.pricing.shippingTotal.amount,
  () => 1_000_000,
  () => -1,
);
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
/** Two providers may use one reference. */
const key = fc.record({ provider: fc.constantFrom('stripe', 'sandbox'), reference: fc.constantFrom('a', 'b') });
const instants = ['2026-11-21T09:30:00.000Z', '2026-11-21T09:31:00Z', '2026-11-21T09:32:00Z'] as const;
const minute = fc.nat({ max: 2 });
const deadline = '2026-11-21T10:00:00Z';

/** What staff change of an order. Each is other than what the order was placed with. */
const amendments: Readonly<Record<string, Amended>> = {
  email: { email: 'ann.lee@example.com' },
  address: { shippingAddress: { fullName: 'Ann Lee', line1: '2 Mill Lane', country: 'GB' } },
  note: { note: 'gift' },
  'no note': { note: null },
  metadata: { metadata: { source: 'fair' } },
};

type Key = { readonly provider: string; readonly reference: string };
export const first: Key = { provider: 'stripe', reference: 'a' };

export const pay =
  (payment: Key, of: (seen: Order) => number): Decide =>
  (seen) => ({
    name: 'recordPayment',
    onOrder: (order) => recordPayment(order, { ...payment, amount: usd(of(seen)), at }),
    onModel: (model) => model.pay(payment, of(seen)),
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

const giveBack =
  (returnId: string, of: (seen: Order) => readonly OrderUnits[]): Decide =>
  (seen) => ({
    name: 'returnUnits',
    onOrder: (order) => returnUnits(order, { id: returnId, lines: of(seen), restock: true, at }),
    onModel: (model) => model.returnUnits(returnId, of(seen), true, 0),
  });

const giveRefund =
  (refundId: string, { provider, reference: paymentReference }: Key): Decide =>
  () => ({
    name: 'refundOrder',
    onOrder: (order) =>
      refundOrder(order, { id: refundId, amount: usd(1), reason: 'requested', provider, paymentReference, at }),
    onModel: (model) => model.refund(refundId, { provider, reference: paymentReference }, 1, false),
  });
const dispute =
  (disputeId: string, { provider, reference: paymentReference }: Key, status: 'open' | 'won' | 'lost'): Decide =>
  () => ({
    name: 'recordDispute',
    onOrder: (order) => recordDispute(order, { id: disputeId, provider, paymentReference, amount: usd(2), status, at }),
    onModel: (model) => model.dispute(disputeId, { provider, reference: paymentReference }, 2, status),
  });

/** Every command there is, each with what it takes. */
export const decisions: Readonly<Record<CommandName, fc.Arbitrary<Decide>>> = {
  recordPayment: fc.tuple(key, amount).map(([payment, of]) => pay(payment, of)),
  recordPaymentProcessing: fc.tuple(key, minute).map(([payment, time]) => () => ({
    name: 'recordPaymentProcessing',
    onOrder: (order) => recordPaymentProcessing(order, { ...payment, at: instants[time] ?? at }),
    onModel: (model) => model.process(payment, time),
  })),
  recordPaymentFailure: fc.tuple(key, minute).map(([payment, time]) => () => ({
    name: 'recordPaymentFailure',
    onOrder: (order) => recordPaymentFailure(order, { ...payment, reason: 'declined', at: instants[time] ?? at }),
    onModel: (model) => model.fail(payment, time),
  })),
  expireOrder: fc.boolean().map((isOver) => () => ({
    name: 'expireOrder',
    onOrder: (order) => expireOrder(order, { deadline, at: isOver ? deadline : at }),
    onModel: (model) => model.expire(isOver),
  })),
  cancelOrder: fc.constant(cancel),
  cancelUnits: fc.tuple(id, units).map(([cancellation, of]) => (seen) => ({
    name: 'cancelUnits',
    onOrder: (order) => cancelUnits(order, { id: cancellation, lines: of(seen), at }),
    onModel: (model) => model.cancelUnits(cancellation, of(seen)),
  })),
  shipOrder: fc.tuple(id, units).map(([parcel, of]) => ship(parcel, of)),
  deliverParcel: id.map(deliver),
  returnUnits: fc.tuple(id, units, fc.boolean(), shippingRefund).map(([returnId, of, restock, shipping]) => (seen) => ({
    name: 'returnUnits',
    onOrder: (order) =>
      returnUnits(order, { id: returnId, lines: of(seen), restock, shippingRefund: usd(shipping(seen)), at }),
    onModel: (model) => model.returnUnits(returnId, of(seen), restock, shipping(seen)),
  })),
  waiveUnits: fc.tuple(id, units).map(([waiver, of]) => (seen) => ({
    name: 'waiveUnits',
    onOrder: (order) => waiveUnits(order, { id: waiver, lines: of(seen), at }),
    onModel: (model) => model.waiveUnits(waiver, of(seen)),
  })),
  refundOrder: fc.tuple(id, key, amount, fc.boolean()).map(([refundId, payment, of, reported]) => (seen) => ({
    name: 'refundOrder',
    onOrder: (order) =>
      refundOrder(order, {
        id: refundId,
        amount: usd(of(seen)),
        reason: 'requested',
        provider: payment.provider,
        paymentReference: payment.reference,
        reported,
        at,
      }),
    onModel: (model) => model.refund(refundId, payment, of(seen), reported),
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
    .tuple(id, key, amount, fc.constantFrom('open' as const, 'won' as const, 'lost' as const))
    .map(([disputeId, payment, of, status]) => (seen) => ({
      name: 'recordDispute',
      onOrder: (order) =>
        recordDispute(order, {
          id: disputeId,
          provider: payment.provider,
          paymentReference: payment.reference,
          amount: usd(of(seen)),
          status,
          at,
        }),
      onModel: (model) => model.dispute(disputeId, payment, of(seen), status),
    })),
  amendOrder: fc.constantFrom(...Object.keys(amendments)).map((name) => () => ({
    name: 'amendOrder',
    onOrder: (order) => amendOrder(order, { ...amendments[name], at }),
    onModel: (model) => model.amend(amendments[name] ?? {}),
  })),
  recordWithdrawal: fc.tuple(id, units, fc.boolean()).map(([withdrawal, of, isWhole]) => (seen) => ({
    name: 'recordWithdrawal',
    onOrder: (order) => recordWithdrawal(order, { id: withdrawal, lines: of(seen), refund: usd(1), isWhole, at }),
    onModel: (model) => model.withdraw(withdrawal, of(seen), isWhole),
  })),
};

const shipped = choices['shipped'] ?? (() => []);
const toBePaid = amounts['unpaid'] ?? (() => 0);
const open = choices['open'] ?? (() => []);

/** Ways into each status, so that every command meets each of them often. */
export const beginnings: readonly (readonly Decide[])[] = [
  [],
  [pay(first, () => 1)],
  [pay(first, toBePaid)],
  [pay(first, toBePaid), ship('a', (seen) => open(seen).slice(0, 1))],
  [pay(first, toBePaid), ship('a', open)],
  [pay(first, toBePaid), ship('a', open), deliver('a')],
  [pay(first, toBePaid), cancel],
  [cancel],
  [cancel, pay(first, toBePaid)],
  [pay(first, toBePaid), giveRefund('a', first), dispute('a', first, 'open')],
  [pay(first, toBePaid), ship('a', open), deliver('a'), giveBack('a', shipped)],
];
