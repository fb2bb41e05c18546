import type { BookedOrder, BooksReader, PlacedPricing } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { compareAge } from '../repositories/order-records.js';
import type { InMemoryStore, Tables } from '../store.js';

/** The orders of an in-memory store, with what they were priced with. */
export const makeInMemoryBooksReader = ({ store }: { readonly store: InMemoryStore }): BooksReader => ({
  orders: (limit, after) =>
    store.read((tables) =>
      okAsync(
        [...tables.orders.values()]
          .filter(({ order: { id } }) => after === undefined || compareIds(id, after) > 0)
          .sort((left, right) => compareIds(left.order.id, right.order.id))
          .slice(0, limit)
          .map(({ order }) => bookedOrder(tables, order)),
      ),
    ),
  placedIn: (period, limit, after) =>
    store.read((tables) =>
      okAsync(
        placedIn(tables, period)
          .filter((order) => after === undefined || compareAge(order, after) > 0)
          .sort(compareAge)
          .slice(0, limit)
          .map(({ id, placedAt }): PlacedPricing => ({ id, placedAt, ...inputOf(tables, id) })),
      ),
    ),
  countPlacedIn: (period) => store.read((tables) => okAsync(placedIn(tables, period).length)),
});

function bookedOrder(tables: Tables, order: NonNullable<BookedOrder['order']>): BookedOrder {
  const { id, number, status, paymentStatus, pricing } = order;
  const attempts = [...tables.payments.values()].filter(({ orderId }) => orderId === id);
  return {
    id,
    columns: { number, status, paymentStatus, total: pricing.total },
    order,
    ...inputOf(tables, id),
    attempts: attempts.map(({ provider, reference, captureReference, amount }) => ({
      provider,
      references: [reference, captureReference].filter((each) => each !== undefined),
      amount,
    })),
  };
}

const inputOf = ({ pricingInputs }: Tables, id: string) => {
  const input = pricingInputs.get(id);
  return input === undefined ? {} : { input };
};

const placedIn = ({ orders }: Tables, { from, to }: { readonly from: string; readonly to: string }) =>
  [...orders.values()].map(({ order }) => order).filter(({ placedAt }) => placedAt >= from && placedAt < to);
