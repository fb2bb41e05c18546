import { placementOf, placeOrder, type Order } from '@cartwright/domain';
import { sequencesOf, type Sequence } from './replay-steps.js';
import { afterFirstOf, inTime, repeatAllButOne, repeatEvents } from './search-sequence.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

/**
 * Places an order again, repeats every command that left a fact in it, and returns how the result differs from the
 * stored order: in its status, in what is due back, in the amounts of payments, refunds and returns. The facts of one
 * list are in sequence. Facts of different lists are sorted by their instants. Several can have one instant, and some
 * instants are a provider's, so if the result differs, other sequences are tried before a difference is reported.
 *
 * @example replayOrder(order) // []
 */
export function replayOrder(stored: Order): readonly ValueDifference[] {
  const placed = placeOrder(...placementOf(stored));
  if (!placed.ok) return [{ field: 'pricing', computed: `refused: ${placed.error.type}` }];
  const sequences = sequencesOf(stored).filter((steps) => steps.length > 0);
  const first = { ...placed.value.order, ...amended(stored) };
  const repeated = repeatEvents(stored, first, sequences) ?? repeatAllButOne(stored, first, sequences);
  return repeated === undefined ? differencesInTime(stored, first, sequences) : valueDifferences(stored, repeated);
}

/** What staff have changed. No amount and no state depends on it, and its instants are not stored. */
const amended = ({ original, email, shippingAddress, note, metadata }: Order): Partial<Order> =>
  original === undefined ? {} : { original, email, shippingAddress, note, metadata };

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
