import type { BookedOrder, BooksReader, DocumentKind, DocumentSequence, PlacedPricing } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { documentsOf } from '../repositories/invoicing/issued-document-records.js';
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
  documentSequences: () =>
    store.read((tables) => okAsync([sequenceOf(tables, 'invoice'), sequenceOf(tables, 'credit-note')])),
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
    documents: documentsOf(tables, id).map((document) => {
      const content = tables.issuedDocuments.get(document.number)?.content;
      return { document, ...(content === undefined ? {} : { content }), changed: [] };
    }),
  };
}

function sequenceOf({ issuedDocuments, documentCounters, orders }: Tables, kind: DocumentKind): DocumentSequence {
  const documents = [...issuedDocuments.values()].map(({ document }) => document).filter((each) => each.kind === kind);
  const counters = documents.map(({ counter }) => counter).sort((left, right) => left - right);
  const last = documentCounters.get(kind)?.counter ?? 0;
  const highest = counters.at(-1) ?? 0;
  const taken = Array.from({ length: Math.max(last, highest) }, (_, index) => index + 1);
  return {
    kind,
    last,
    highest,
    missing: taken.filter((counter) => !counters.includes(counter)).slice(0, 20),
    repeated: [...new Set(counters.filter((counter, index) => counters[index - 1] === counter))].slice(0, 20),
    withoutOrder: documents.flatMap(({ orderId, counter }) => (orders.has(orderId) ? [] : [counter])).slice(0, 20),
  };
}

const inputOf = ({ pricingInputs }: Tables, id: string) => {
  const input = pricingInputs.get(id);
  return input === undefined ? {} : { input };
};

const placedIn = ({ orders }: Tables, { from, to }: { readonly from: string; readonly to: string }) =>
  [...orders.values()].map(({ order }) => order).filter(({ placedAt }) => placedAt >= from && placedAt < to);
