import type { OrderChange } from '@cartwright/domain';

/** Two commands on an order, the second given what the first made, as one change. */
export const joinChanges = (first: OrderChange, second: OrderChange): OrderChange => ({
  order: second.order,
  events: [...first.events, ...second.events],
  stock: [...first.stock, ...second.stock],
  usage: [...first.usage, ...second.usage],
});
