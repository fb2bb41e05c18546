import { placementOf, placeOrder, type Order } from '@cartwright/domain';
import { fromDomain } from '../from-domain.js';
import type { Secrets } from '../ports/secrets.js';

/** What is stored of a request that placed an order: the order, and the key that its token was derived with. */
export type PlacedOutcome = { readonly id: Order['id']; readonly keyId?: string };
export const placedOutcome = ({ id, customerId }: Order, { keyId }: Pick<Secrets, 'keyId'>): string =>
  JSON.stringify({ id, ...(customerId === undefined ? { keyId } : {}) } satisfies PlacedOutcome);
export const readPlacedOutcome = (outcome: string): PlacedOutcome => JSON.parse(outcome) as PlacedOutcome;

/**
 * An order as it was placed, whatever has happened to it since.
 *
 * @example initialOrder(cancelled).status // 'pending'
 */
export function initialOrder(order: Order): Order {
  const placed = fromDomain(placeOrder(...placementOf(order)));
  if (placed.isErr()) throw new Error(`the order ${order.id} cannot be placed again: ${placed.error.type}`);
  return placed.value.order;
}
