import type { Decision } from '../../decision.js';
import { compareIds, type Instant } from '../../flavoured.js';
import { defined, fields, instant, isRecord, optional, pick, type Shape } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { amendableShapes } from '../order-shape.js';
import type { Address, AmendableFacts, Order, OrderChange, OrderRefusal } from '../order.js';

/**
 * Why an order is not changed, with the status that it has.
 *
 * @example const error: AmendOrderError = { type: 'order.not-amendable', status: 'shipped' };
 */
export type AmendOrderError = MalformedCommand | OrderRefusal<{ readonly type: 'order.not-amendable' }>;

/** `null` clears a fact; one that is absent stays. */
type Amendment = {
  readonly email?: string | undefined;
  readonly shippingAddress?: Address | undefined;
  readonly note?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly at: Instant;
};

const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value) =>
    value === null ? undefined : shape(value);

const { email, shippingAddress, note, metadata } = amendableShapes;
const requestShape: Shape<Amendment> = fields<Amendment>({
  email: optional(email),
  shippingAddress,
  note: nullable(note),
  metadata: nullable(metadata),
  at: instant,
});

/**
 * Changes what staff may change: the e-mail and the shipping address before anything is shipped or the order is
 * cancelled, the note and the metadata always. `null` clears the note or the metadata. The price stays, and so does, as
 * `original`, what the order was placed with. What changes nothing is a repeat.
 * Errors: `order.not-amendable`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const amended = amendOrder(order, { email: 'ann.lee@example.com', at });
 * amended.ok && amended.value.order.email; // => 'ann.lee@example.com'
 */
export function amendOrder(order: Order, amendment: Amendment): Decision<OrderChange, AmendOrderError> {
  const malformed = refuseMalformed(order, requestShape, amendment);
  if (malformed !== undefined) return malformed;
  const given = pick<Partial<Amendment>>(amendableShapes as never, amendment);
  const before = pick<AmendableFacts>(amendableShapes, order);
  const isChanged = (fact: keyof AmendableFacts): boolean =>
    given[fact] !== undefined && canonical(given[fact]) !== canonical(before[fact] ?? null);
  const changed = (Object.keys(amendableShapes) as (keyof AmendableFacts)[]).filter(isChanged);
  if (changed.length === 0) return repeat(order);
  const isSent = order.shipments.length > 0 || order.status === 'cancelled';
  if (isSent && changed.some((fact) => fact === 'email' || fact === 'shippingAddress')) {
    return refuseOrder(order, { type: 'order.not-amendable' });
  }
  const facts = Object.fromEntries(changed.map((fact) => [fact, given[fact] ?? undefined]));
  const amended = changeOrder(order, { ...facts, original: order.original ?? before }, amendment.at, [
    { type: 'order.amended' },
  ]);
  return { ...amended, value: { ...amended.value, order: defined(amended.value.order) } };
}

/** The texts of an object in one order. */
const canonical = (value: AmendableFacts[keyof AmendableFacts] | null): string =>
  JSON.stringify(
    isRecord(value)
      ? Object.entries(value)
          .filter(([, each]) => typeof each === 'string')
          .sort(([left], [right]) => compareIds(left, right))
      : value,
  );
