import {
  cancelOrder,
  cancelUnits,
  confirmRefund,
  deliverParcel,
  expireOrder,
  failRefund,
  placementOf,
  placeOrder,
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
  type Instant,
  type Order,
  type OrderChange,
  type OrderHistory,
} from '@cartwright/domain';
import { isEqual, valueDifferences, type ValueDifference } from './value-differences.js';

/** One command that an order has accepted, read from the fact that it left. */
type Step = {
  readonly field: string;
  readonly at: Instant;
  readonly apply: (order: Order) => Decision<Pick<OrderChange, 'order'>, { readonly type: string }>;
  /** Whether what the command has just recorded is what is stored. Absent: later commands may change it. */
  readonly isAsStored?: (order: Order) => boolean;
};
/** Commands in the order in which they were accepted. */
type Sequence = readonly Step[];

/**
 * Places an order again, repeats every command that left a fact in it, and returns how the result differs from the
 * stored order: in its status, in what is due back, in the amounts of payments, refunds and returns. The facts of one
 * list are in sequence. Facts of different lists are sorted by their instants. Some instants are a provider's, so if
 * the result differs, other sequences are tried before a difference is reported.
 *
 * @example replayOrder(order) // []
 */
export function replayOrder(stored: Order): readonly ValueDifference[] {
  const placed = placeOrder(...placementOf(stored));
  if (!placed.ok) return [{ field: 'pricing', computed: `refused: ${placed.error.type}` }];
  const sequences = sequencesOf(stored).filter((steps) => steps.length > 0);
  const steps = sequences.reduce((sum, { length }) => sum + length, 0);
  const budget = { commands: 20 * steps + 300 };
  const first = { ...placed.value.order, ...amended(stored) };
  return search(stored, first, sequences, budget) ? [] : differencesInTime(stored, first, sequences);
}

/** What staff have changed. No amount and no state depends on it, and its instants are not stored. */
const amended = ({ original, email, shippingAddress, note, metadata }: Order): Partial<Order> =>
  original === undefined ? {} : { original, email, shippingAddress, note, metadata };

/** Each fact of an order's history in its command. A new member does not compile until it is replayed. */
function sequencesOf(stored: Order): readonly Sequence[] {
  const { refunds, disputes, shipments, cancellation } = stored;
  const sequences: { readonly [Member in keyof OrderHistory]-?: readonly Sequence[] } = {
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
        (order) => cancelUnits(order, { id, lines: unitsIn(lines), reason, at }),
      ]),
    ],
    unitWaivers: [
      listed('unitWaivers', stored, ({ id, lines, reason, at }) => [
        at,
        (order) => waiveUnits(order, { id, lines: unitsIn(lines), reason, at }),
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
      refunds.map(({ id, amount, reason, provider, paymentReference, requestedAt: at, goodwill }, index) => ({
        field: `refunds[${index}]`,
        at,
        // One that its provider reported was allowed where others are not; which one it was is not stored.
        apply: (order) => refundOrder(order, { id, amount, reason, provider, paymentReference, reported: true, at }),
        isAsStored: (order) => isEqual(goodwill, order.refunds[index]?.goodwill),
      })),
      // One that the bank sent back was confirmed before; that it failed is what is left of it.
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
        apply: (order) => recordWithdrawal(order, withdrawal),
        isAsStored: (order) => isEqual(withdrawal, order.withdrawals?.[index]),
      })),
    ],
    original: [],
    // They follow from payments.
    paidAt: [],
    digitalDeliveredAt: [],
  };
  return Object.values(sequences).flat();
}

/** The steps of a list, one for each of its facts, which no later command changes. */
const listed = <Name extends 'payments' | 'processingPayments' | 'failedPayments' | 'returns' | UnitList>(
  name: Name,
  stored: Order,
  command: (fact: Order[Name][number]) => readonly [at: Instant, apply: Step['apply']],
): Sequence =>
  (stored[name] as readonly Order[Name][number][]).map((fact, index) => {
    const [at, apply] = command(fact);
    return { field: `${name}[${index}]`, at, apply, isAsStored: (order) => isEqual(fact, order[name][index]) };
  });
type UnitList = 'unitCancellations' | 'unitWaivers';

const once = (
  field: string,
  at: Instant | undefined,
  command: (at: Instant) => (order: Order) => ReturnType<Step['apply']>,
): Sequence => (at === undefined ? [] : [{ field, at, apply: command(at) }]);

const unitsIn = (lines: readonly { readonly variantId: string; readonly quantity: number }[]) =>
  lines.map(({ variantId, quantity }) => ({ variantId, quantity }));

/** An order is also cancelled by cancelling the last of its units. */
function cancel(order: Order, { cancellation }: Order, at: Instant): ReturnType<Step['apply']> {
  if (order.cancellation !== undefined) return { ok: true, value: { order } };
  const { deadline, reason } = cancellation ?? {};
  return deadline === undefined ? cancelOrder(order, { reason, at }) : expireOrder(order, { deadline, at });
}

/** Whether some sequence of events leads to the stored order. The sequence of their instants is tried first. */
function search(stored: Order, order: Order, left: readonly Sequence[], budget: { commands: number }): boolean {
  if (left.length === 0) return isEqual(stored, order);
  for (const sequence of inTime(left)) {
    const [step] = sequence;
    if (step === undefined || budget.commands <= 0) return false;
    budget.commands -= 1;
    const decision = step.apply(order);
    if (!decision.ok || step.isAsStored?.(decision.value.order) === false) continue;
    if (search(stored, decision.value.order, afterFirstOf(sequence, left), budget)) return true;
  }
  return false;
}

/** What is left of all sequences after the first step of one. */
const afterFirstOf = (sequence: Sequence, left: readonly Sequence[]): readonly Sequence[] =>
  left.flatMap((each) => (each !== sequence ? [each] : each.length > 1 ? [each.slice(1)] : []));

/** Sequences by the instant of their first step; of equals the one that is listed first. */
const inTime = (left: readonly Sequence[]): readonly Sequence[] =>
  left.length < 2 ? left : [...left].sort((one, other) => timeOf(one) - timeOf(other));
const timeOf = ([step]: Sequence): number => (step === undefined ? 0 : Date.parse(step.at));

/** How the result of the sequence of instants differs from the stored order. */
function differencesInTime(stored: Order, placed: Order, sequences: readonly Sequence[]): readonly ValueDifference[] {
  let order = placed;
  let left = sequences;
  const next = (): boolean => {
    for (const sequence of inTime(left)) {
      const decision = sequence[0]?.apply(order);
      if (decision?.ok !== true) continue;
      ({ order } = decision.value);
      left = afterFirstOf(sequence, left);
      return true;
    }
    return false;
  };
  while (next());
  const refused = left.flatMap(([step]): readonly ValueDifference[] => {
    const decision = step?.apply(order);
    if (step === undefined || decision?.ok !== false) return [];
    return [{ field: step.field, stored: 'recorded', computed: `refused: ${decision.error.type}` }];
  });
  const found = [...refused, ...valueDifferences(stored, order)];
  return found.length > 0 ? found : [{ field: 'history', stored: 'recorded', computed: 'in no order of events' }];
}
