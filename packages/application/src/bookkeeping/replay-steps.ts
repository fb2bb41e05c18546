import {
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
  refundOrder,
  returnUnits,
  shipOrder,
  waiveUnits,
  type Decision,
  type Instant,
  type Order,
  type OrderChange,
  type OrderHistory,
  type Withdrawal,
} from '@cartwright/domain';
import { unitsOf } from '../fulfilment/units-of.js';
import { withdrawUnits } from '../withdrawal/withdraw-units.js';
import { isEqual } from './value-differences.js';

/** One command that an order has accepted, read from the fact that it left. */
export type Step = {
  readonly field: string;
  readonly at: Instant;
  /** Whether the clock of the shop set the instant, not that of a provider. */
  readonly isTimedByShop: boolean;
  readonly apply: (order: Order) => Decision<Pick<OrderChange, 'order'>, { readonly type: string }>;
  /** Whether the command has recorded what is stored. Absent where later commands may change it. */
  readonly isAsStored?: (order: Order) => boolean;
};
/** Commands in the order in which they were accepted. */
export type Sequence = readonly Step[];
type TimedStep = Omit<Step, 'isTimedByShop'>;

const timedByShop: ReadonlySet<string> = new Set<keyof OrderHistory>([
  'unitCancellations',
  'unitWaivers',
  'shipments',
  'returns',
  'cancellation',
  'withdrawals',
]);

/** Each fact of an order's history in its command. A new member does not compile until it is replayed. */
export function sequencesOf(stored: Order): readonly Sequence[] {
  const { refunds, disputes, shipments, cancellation } = stored;
  const sequences: { readonly [Member in keyof OrderHistory]-?: readonly (readonly TimedStep[])[] } = {
    processingPayments: [
      listed('processingPayments', stored, (fact) => [fact.at, (order) => recordPaymentProcessing(order, fact)]),
    ],
    failedPayments: [
      listed('failedPayments', stored, (fact) => [fact.at, (order) => recordPaymentFailure(order, fact)]),
    ],
    payments: [
      listed('payments', stored, ({ excess: _excess, ...payment }) => [
        payment.at,
        (order) => recordPayment(order, payment),
      ]),
    ],
    unitCancellations: [
      listed('unitCancellations', stored, ({ id, lines, reason, at }) => [
        at,
        withdrawing(stored, id) ?? ((order) => cancelUnits(order, { id, lines: unitsIn(lines), reason, at })),
      ]),
    ],
    unitWaivers: [
      listed('unitWaivers', stored, ({ id, lines, reason, at }) => [
        at,
        withdrawing(stored, id) ?? ((order) => waiveUnits(order, { id, lines: unitsIn(lines), reason, at })),
      ]),
    ],
    shipments: [
      shipments.map(({ id, lines, carrier, trackingNumber, shippedAt: at }, index) => ({
        field: `shipments[${index}]`,
        at,
        apply: (order) => shipOrder(order, { id, lines, carrier, trackingNumber, at }),
      })),
      ...shipments.map(({ id, deliveredAt }, index) =>
        once(`shipments[${index}].deliveredAt`, deliveredAt, (at) => (order) => deliverParcel(order, { id, at })),
      ),
    ],
    returns: [
      listed('returns', stored, ({ id, lines, restock, shippingRefund, reason, at }) => [
        at,
        (order) => returnUnits(order, { id, lines: unitsIn(lines), restock, shippingRefund, reason, at }),
      ]),
    ],
    refunds: [
      refunds.map(({ id, amount, reason, provider, paymentReference, requestedAt: at }, index) => ({
        field: `refunds[${index}]`,
        at,
        // Whether the provider reported the refund is not stored. A reported one is allowed in more states.
        apply: (order) => refundOrder(order, { id, amount, reason, provider, paymentReference, reported: true, at }),
      })),
      // Of a refund that was confirmed and then sent back by the bank, only the failure is stored.
      ...refunds.map(({ id, status, failure, settledAt }, index) =>
        once(
          `refunds[${index}].settledAt`,
          settledAt,
          (at) => (order) =>
            status === 'confirmed' ? confirmRefund(order, { id, at }) : failRefund(order, { id, failure, at }),
        ),
      ),
    ],
    disputes: [
      disputes.map(({ id, provider, paymentReference, amount, openedAt: at }, index) => ({
        field: `disputes[${index}]`,
        at,
        apply: (order) => recordDispute(order, { id, provider, paymentReference, amount, status: 'open', at }),
      })),
      ...disputes.map(({ id, provider, paymentReference, amount, status, settledAt }, index) =>
        once(
          `disputes[${index}].settledAt`,
          settledAt,
          (at) => (order) => recordDispute(order, { id, provider, paymentReference, amount, status, at }),
        ),
      ),
    ],
    cancellation: [once('cancellation', cancellation?.at, (at) => (order) => cancel(order, stored, at))],
    withdrawals: [
      (stored.withdrawals ?? []).map((withdrawal, index) => ({
        field: `withdrawals[${index}]`,
        at: withdrawal.at,
        apply: withdraw(stored, withdrawal),
        isAsStored: (order) => isEqual(withdrawal, order.withdrawals?.[index]),
      })),
    ],
    original: [],
    // They follow from payments.
    paidAt: [],
    digitalDeliveredAt: [],
  };
  return Object.entries(sequences).flatMap(([member, lists]) => {
    const isTimedByShop = timedByShop.has(member);
    return lists.map((steps) => steps.map((step) => ({ ...step, isTimedByShop })));
  });
}

/** The steps of a list, one for each of its facts, which no later command changes. */
const listed = <Name extends 'payments' | 'processingPayments' | 'failedPayments' | 'returns' | UnitList>(
  name: Name,
  stored: Order,
  command: (fact: Order[Name][number]) => readonly [at: Instant, apply: Step['apply']],
): readonly TimedStep[] =>
  (stored[name] as readonly Order[Name][number][]).map((fact, index) => {
    const [at, apply] = command(fact);
    return { field: `${name}[${index}]`, at, apply, isAsStored: (order) => isEqual(fact, order[name][index]) };
  });
type UnitList = 'unitCancellations' | 'unitWaivers';

const once = (
  field: string,
  at: Instant | undefined,
  command: (at: Instant) => (order: Order) => ReturnType<Step['apply']>,
): readonly TimedStep[] => (at === undefined ? [] : [{ field, at, apply: command(at) }]);

const unitsIn = (lines: readonly { readonly variantId: string; readonly quantity: number }[]) =>
  lines.map(({ variantId, quantity }) => ({ variantId, quantity }));

/** A withdrawal, what it cancelled and what it waived have one id, and are one command. */
function withdrawing(stored: Order, id: string): Step['apply'] | undefined {
  const withdrawal = stored.withdrawals?.find((each) => each.id === id);
  return withdrawal === undefined ? undefined : withdraw(stored, withdrawal);
}

const withdraw =
  ({ unitCancellations, unitWaivers, cancellation }: Order, withdrawal: Withdrawal): Step['apply'] =>
  (order) => {
    const id: string = withdrawal.id;
    if (order.withdrawals?.some((each) => each.id === id) === true) return { ok: true, value: { order } };
    const isUnpaid = order.status === 'pending';
    const cancelled = unitCancellations.find((each) => each.id === id);
    const waived = unitWaivers.find((each) => each.id === id);
    const others = [...(cancelled?.lines ?? []), ...(waived?.lines ?? [])];
    const returned = withdrawal.lines
      .map(({ variantId, quantity }) => ({ variantId, quantity: quantity - unitsOf(variantId, others) }))
      .filter(({ quantity }) => quantity > 0);
    const decision = withdrawUnits(order, {
      ...withdrawal,
      cancelled: unitsIn(cancelled?.lines ?? []),
      waived: unitsIn(waived?.lines ?? []),
      returned: isUnpaid ? [] : returned,
      reason: (isUnpaid ? cancellation : (cancelled ?? waived))?.reason,
    });
    return decision.ok ? { ok: true, value: decision.value.change } : decision;
  };

/** An order is also cancelled by cancelling the last of its units. */
function cancel(order: Order, { cancellation }: Order, at: Instant): ReturnType<Step['apply']> {
  if (order.cancellation !== undefined) return { ok: true, value: { order } };
  const { deadline, reason } = cancellation ?? {};
  return deadline === undefined ? cancelOrder(order, { reason, at }) : expireOrder(order, { deadline, at });
}
