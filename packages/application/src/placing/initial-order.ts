import { placeOrder, type Order } from '@cartwright/domain';
import { fromDomain } from '../from-domain.js';

/** What is remembered of a request that placed an order. */
export const placedOutcome = ({ id }: Order): string => JSON.stringify({ id });
export const orderOfOutcome = (outcome: string): Order['id'] => (JSON.parse(outcome) as Pick<Order, 'id'>).id;

/**
 * An order as its placement answered it, whatever has become of it: all that it was placed from stands in it and never
 * changes, so placing it again gives the same.
 *
 * @example initialOrder(cancelled).status // 'pending'
 */
export function initialOrder(order: Order): Order {
  const { id, number, customerId, email, placedAt, pricing, descriptions, shippingAddress, billingAddress, delivery } =
    order;
  const placed = fromDomain(
    placeOrder(pricing, {
      id,
      number,
      ...(customerId === undefined ? {} : { customerId }),
      email,
      descriptions,
      ...(shippingAddress === undefined ? {} : { shippingAddress }),
      ...(billingAddress === undefined ? {} : { billingAddress }),
      ...(delivery === undefined ? {} : { delivery }),
      at: placedAt,
    }),
  );
  if (placed.isErr()) throw new Error(`the order ${id} cannot have been placed: ${placed.error.type}`);
  return placed.value.order;
}
