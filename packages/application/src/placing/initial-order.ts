import { placementOf, placeOrder, type Order } from '@cartwright/domain';
import { fromDomain } from '../from-domain.js';

/** What is stored of a request that placed an order. */
export const placedOutcome = ({ id }: Order): string => JSON.stringify({ id });
export const orderOfOutcome = (outcome: string): Order['id'] => (JSON.parse(outcome) as Pick<Order, 'id'>).id;

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
