import { accept, refuse, type Decision } from '../../decision.js';
import type { VariantId } from '../../flavoured.js';
import type { PricedLine, UnitShare } from '../../pricing/priced-cart.js';
import { defined } from '../../shape.js';
import type { OrderFacts, OrderUnits, RefundedUnits, StockChange, UnitCancellation } from '../order.js';

/**
 * Why a command is about no units of the order.
 *
 * @example const error: UnitsError = { type: 'units.not-available', variantId: 'mug', requested: 3, available: 2 };
 */
export type UnitsError =
  | { readonly type: 'units.none' }
  | { readonly type: 'units.not-ordered'; readonly variantId: VariantId }
  /** `requested` is no integer from 1 to `available`, the units that the command can be about. */
  | {
      readonly type: 'units.not-available';
      readonly variantId: VariantId;
      readonly requested: number;
      readonly available: number;
    };

/** How many units of a line are neither shipped nor cancelled. Digital ones are delivered, never shipped. */
export const openUnitsOf = (facts: OrderFacts, line: PricedLine): number =>
  line.digital ? 0 : line.quantity - countUnits(facts.shipments, line) - countUnits(facts.unitCancellations, line);

/** How many units of a line were shipped and have not come back. */
export const returnableUnitsOf = (facts: OrderFacts, line: PricedLine): number =>
  countUnits(facts.shipments, line) - countUnits(facts.returns, line);

/** How many units of a line are no longer paid for: cancelled, come back, or waived before either. */
export const unpaidUnits = ({ returns, unitCancellations, unitWaivers }: OrderFacts, line: PricedLine): number =>
  countUnits([...returns, ...unitCancellations, ...unitWaivers], line) -
  countUnits([...returns, ...unitCancellations], line, ({ waived = 0 }) => waived);

/** Every open unit of an order. */
export const allOpenUnits = (facts: OrderFacts): readonly OrderUnits[] => unitsBy(facts, openUnitsOf);

/** Every unit that was shipped and has not come back. */
export const allReturnableUnits = (facts: OrderFacts): readonly OrderUnits[] => unitsBy(facts, returnableUnitsOf);

const unitsBy = (
  facts: OrderFacts,
  quantityOf: (facts: OrderFacts, line: PricedLine) => number,
): readonly OrderUnits[] =>
  facts.pricing.lines
    .map((line) => ({ variantId: line.variantId, quantity: quantityOf(facts, line) }))
    .filter(({ quantity }) => quantity > 0);

/**
 * Whether a request is about as many units of the same variants as a record, in whatever order and however they are
 * split. A line of no whole unit is other content: no record has one.
 */
export function isSameUnits(recorded: readonly OrderUnits[], requested: readonly OrderUnits[]): boolean {
  if (!requested.every(({ quantity }) => Number.isInteger(quantity) && quantity >= 1)) return false;
  const sums = new Map<VariantId, number>();
  for (const { variantId, quantity } of recorded) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  for (const { variantId, quantity } of requested) sums.set(variantId, (sums.get(variantId) ?? 0) - quantity);
  return [...sums.values()].every((difference) => difference === 0);
}

/**
 * The units that a command is about: summed by variant, in the order of the order's lines, no more than `available`.
 */
export function readUnits(
  { pricing }: OrderFacts,
  requestedUnits: readonly OrderUnits[],
  available: (line: PricedLine) => number,
): Decision<readonly OrderUnits[], UnitsError> {
  const sums = new Map<VariantId, number>();
  for (const { variantId, quantity } of requestedUnits) {
    const line = pricing.lines.find((known) => known.variantId === variantId);
    if (line === undefined) return refuse({ type: 'units.not-ordered', variantId });
    const requested = (sums.get(variantId) ?? 0) + quantity;
    const limit = available(line);
    // Not `requested > limit`, which no limit of NaN would refuse.
    if (!Number.isInteger(quantity) || quantity < 1 || !(requested <= limit)) {
      return refuse({ type: 'units.not-available', variantId, requested, available: limit });
    }
    sums.set(variantId, requested);
  }
  if (sums.size === 0) return refuse({ type: 'units.none' });
  return accept(
    pricing.lines.flatMap(({ variantId }) => {
      const quantity = sums.get(variantId);
      return quantity === undefined ? [] : [{ variantId, quantity }];
    }),
  );
}

/**
 * What was paid for units that are cancelled, come back or are `kept` for nothing: exactly their unit shares, and the
 * tax where it is not included. The units of a line are alike, so whichever go first take the lowest numbers that are
 * left. Those that go, and of which the money went before, are waived ones: nothing more is paid for them.
 */
export function refundUnits(
  facts: OrderFacts,
  units: readonly OrderUnits[],
  { kept }: { readonly kept: boolean },
): { readonly lines: readonly RefundedUnits[]; readonly amount: UnitCancellation['amount'] } {
  const { currency, taxIncluded, lines: ordered } = facts.pricing;
  const lines: RefundedUnits[] = [];
  let together = 0;
  for (const line of ordered) {
    const quantity = units.find(({ variantId }) => variantId === line.variantId)?.quantity;
    if (quantity === undefined) continue;
    const from = unpaidUnits(facts, line);
    const gone = countUnits([...facts.returns, ...facts.unitCancellations], line);
    const waived = kept ? 0 : Math.max(0, Math.min(quantity, from - gone));
    const sum = (each: (run: UnitShare) => number): number => sumShares(line.unitShares, from, quantity - waived, each);
    const tax = sum((run) => run.tax.amount);
    const amount = sum((run) => run.total.amount) + (taxIncluded ? 0 : tax);
    together += amount;
    lines.push(
      defined({
        variantId: line.variantId,
        quantity,
        amount: { amount, currency },
        tax: { amount: tax, currency },
        waived: waived === 0 ? undefined : waived,
      }),
    );
  }
  return { lines, amount: { amount: together, currency } };
}

/** `each` summed over `quantity` units that follow the first `from`. */
function sumShares(
  runs: readonly UnitShare[],
  from: number,
  quantity: number,
  each: (run: UnitShare) => number,
): number {
  let sum = 0;
  let start = 0;
  for (const run of runs) {
    const end = start + run.units;
    sum += each(run) * Math.max(0, Math.min(end, from + quantity) - Math.max(start, from));
    start = end;
  }
  return sum;
}

/** One stock change a line. */
export const stockOf = (type: StockChange['type'], units: readonly OrderUnits[]): readonly StockChange[] =>
  units.map(({ variantId, quantity }) => ({ type, variantId, quantity }));

/** How many units of a line are in these records together, each record counted by `count`. */
export function countUnits<Units extends OrderUnits>(
  records: readonly { readonly lines: readonly Units[] }[],
  { variantId }: { readonly variantId: VariantId },
  count: (line: Units) => number = ({ quantity }) => quantity,
): number {
  let all = 0;
  for (const { lines } of records) for (const line of lines) if (line.variantId === variantId) all += count(line);
  return all;
}
