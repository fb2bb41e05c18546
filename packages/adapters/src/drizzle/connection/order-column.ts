import { readOrder, type Order } from '@cartwright/domain';
import { customType } from 'drizzle-orm/pg-core';

/**
 * An order as a JSON document, which is read back as the current version of the domain has it. `json`, not `jsonb`,
 * keeps the order of the members, so that a replayed response is the same to the byte.
 */
export const orderDocument = customType<{ data: Order; driverData: unknown }>({
  dataType: () => 'json',
  toDriver: (order) => JSON.stringify(order),
  // PGlite and some statements return the text, postgres.js the value.
  fromDriver: (value) => orderFrom(typeof value === 'string' ? JSON.parse(value) : value),
});

/** What the domain stores today. A new version does not compile until this one changes too. */
const current = { order: 1, pricing: 1 } as const satisfies {
  readonly order: Order['schemaVersion'];
  readonly pricing: Order['pricing']['schemaVersion'];
};

/**
 * The order of a stored document. An earlier version is checked and becomes the current one. A current one is taken as
 * it is: the domain made it and checks it again with each command, and a further check takes as long as parsing it.
 *
 * @throws if the document is malformed or of a later version: a defect, since nobody else writes the table
 */
export function orderFrom(document: unknown): Order {
  const { schemaVersion, pricing } = document as Partial<Order>;
  if (schemaVersion === current.order && pricing?.schemaVersion === current.pricing) return document as Order;
  const order = readOrder(document);
  if (!order.ok) throw new Error(`stored order cannot be read: ${JSON.stringify(order.error)}`);
  return order.value;
}
