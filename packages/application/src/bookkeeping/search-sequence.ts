import type { Money, Order } from '@cartwright/domain';
import type { Sequence } from './replay-steps.js';
import { isEqual } from './value-differences.js';

/** How far the clocks of the shop's processes are apart at most. */
const clockSkewMs = 60_000;
/** How much later than the earliest event left another may be to come before it: at first little, then any time. */
const windowsMs = [clockSkewMs, Infinity] as const;

/** Commands that a search repeats at most. A damaged order, which no sequence leads to, may take all of them. */
const maximumCommands = 5_000;

type Search = {
  readonly stored: Order;
  readonly windowMs: number;
  /** Whether one event may leave something else than what is stored. */
  readonly mayDiffer: boolean;
  /** States that no sequence led on from. */
  readonly deadEnds: Set<string>;
  /** How many commands it may still repeat. */
  commands: number;
};

/**
 * Searches for a sequence of the events after which the order has all stored facts. Returns that order, whose derived
 * members may differ from the stored ones. The sequence by time is tried first.
 */
export function repeatEvents(stored: Order, placed: Order, sequences: readonly Sequence[]): Order | undefined {
  for (const windowMs of windowsMs) {
    const order = search(begun(stored, windowMs), placed, sequences);
    if (order !== undefined) return order;
  }
  return undefined;
}

/** The same for a sequence after which the order has all stored facts except one. */
export const repeatAllButOne = (stored: Order, placed: Order, sequences: readonly Sequence[]): Order | undefined =>
  search({ ...begun(stored, windowsMs[0]), mayDiffer: true }, placed, sequences);

const begun = (stored: Order, windowMs: number): Search => ({
  stored,
  windowMs,
  mayDiffer: false,
  deadEnds: new Set(),
  commands: maximumCommands,
});

function search(inSearch: Search, order: Order, left: readonly Sequence[], differs = false): Order | undefined {
  const { stored, windowMs, mayDiffer, deadEnds } = inSearch;
  if (left.length === 0) return mayDiffer || hasFactsOf(stored, order) ? order : undefined;
  if (deadEnds.size > 0 && deadEnds.has(stateOf(order, left, differs))) return undefined;
  const sorted = inTime(left);
  const latest = timeOf(sorted[0] ?? []) + windowMs;
  const latestByShop = timeOf(sorted.find(isTimedByShop) ?? []) + clockSkewMs;
  for (const sequence of sorted) {
    const [step] = sequence;
    if (step === undefined || timeOf(sequence) > latest) break;
    if (isTimedByShop(sequence) && timeOf(sequence) > latestByShop) continue;
    if (inSearch.commands <= 0) return undefined;
    inSearch.commands -= 1;
    const decision = step.apply(order);
    if (!decision.ok) continue;
    const { order: next } = decision.value;
    const isAsStored = step.isAsStored?.(next) !== false && (differs || canBecome(stored, next));
    if (!isAsStored && (differs || !mayDiffer)) continue;
    const end = search(inSearch, next, afterFirstOf(sequence, left), differs || !isAsStored);
    if (end !== undefined) return end;
  }
  deadEnds.add(stateOf(order, left, differs));
  return undefined;
}

const hasFactsOf = (stored: Order, { status, paymentStatus, dueBack, ...facts }: Order): boolean =>
  isEqual({ ...stored, status, paymentStatus, dueBack }, { ...facts, status, paymentStatus, dueBack });

/**
 * What the rest of a search depends on: the remaining steps, and those members of the order that depend on the sequence
 * of the events so far. The others equal the stored ones, because each step was compared.
 */
const stateOf = (
  { refunds, disputes, paidAt, cancellation }: Order,
  left: readonly Sequence[],
  differs: boolean,
): string => {
  const given = refunds.map(({ goodwill }) => goodwill);
  return JSON.stringify([left.map(([step]) => step?.field), given, disputes, paidAt, cancellation, differs]);
};

/**
 * Whether later events can still make of the order what is stored. An instant never changes. The goodwill of a refund
 * shrinks when a payment is recorded that was there before it. What a lost dispute has withdrawn grows with such a
 * payment, and when a refund fails; its goodwill grows by at most as much.
 */
function canBecome(stored: Order, { paidAt, cancellation, refunds, disputes }: Order): boolean {
  if (paidAt !== undefined && paidAt !== stored.paidAt) return false;
  if (cancellation !== undefined && !isEqual(cancellation, stored.cancellation)) return false;
  return (
    refunds.every(({ goodwill }, index) => amountOf(goodwill) >= amountOf(stored.refunds[index]?.goodwill)) &&
    disputes.every(({ withdrawn, goodwill }, index) => {
      if (withdrawn === undefined) return true;
      const last = stored.disputes[index];
      const more = amountOf(last?.withdrawn) - withdrawn.amount;
      return more >= 0 && amountOf(last?.goodwill) <= amountOf(goodwill) + more;
    })
  );
}

const amountOf = (money: Money | undefined): number => money?.amount ?? 0;

/** The remaining steps of all sequences after the first step of one. */
export const afterFirstOf = (sequence: Sequence, left: readonly Sequence[]): readonly Sequence[] =>
  left.flatMap((each) => (each !== sequence ? [each] : each.length > 1 ? [each.slice(1)] : []));

/** Sequences by the instant of their first step; of equals the one that is listed first. */
export const inTime = (left: readonly Sequence[]): readonly Sequence[] =>
  left.length < 2 ? left : [...left].sort((one, other) => timeOf(one) - timeOf(other));
const isTimedByShop = ([step]: Sequence): boolean => step?.isTimedByShop === true;
const timeOf = ([step]: Sequence): number => (step === undefined ? 0 : Date.parse(step.at));
