import type {
  FoundPayment,
  HandledMessage,
  OrderWithDocuments,
  PaymentAttempt,
  PaymentLookup,
  PricingFactsQuery,
  ReadRepositories,
  StoredOrder,
  StoredPricingFacts,
  StoredUser,
} from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import { makeBatcher } from '../../system/batcher.js';

/** Reads of many keys in one statement each. What does not exist is missing from a map. */
export type BatchedReads = {
  readonly pricingFacts: (queries: readonly PricingFactsQuery[]) => Promise<readonly StoredPricingFacts[]>;
  readonly users: (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredUser>>;
  readonly orders: (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredOrder>>;
  readonly ordersWithDocuments: (ids: readonly string[]) => Promise<ReadonlyMap<string, OrderWithDocuments>>;
  readonly payments: (ids: readonly string[]) => Promise<ReadonlyMap<string, PaymentAttempt>>;
  readonly paymentsOfOrders: (orderIds: readonly string[]) => Promise<ReadonlyMap<string, readonly PaymentAttempt[]>>;
  readonly paymentLookups: (lookups: readonly PaymentLookup[]) => Promise<readonly FoundPayment[]>;
  /** Whether each was dealt with. */
  readonly seenMessages: (messages: readonly HandledMessage[]) => Promise<readonly boolean[]>;
};

/** With two in progress the database is busy while this process reads the rows of the other one. */
const limits = { concurrency: 2, maxSize: 64 };

/**
 * Batch loader: concurrent reads of a kind share one statement. A statement starts after all the reads that share it
 * were requested, so no read returns what was true before it was requested.
 */
export function batchReads(reading: ReadRepositories, batched: BatchedReads): ReadRepositories {
  const byId = <Value>(load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>) => {
    const find = makeBatcher<string, Value | undefined>(limits, async (ids) => {
      const found = await load([...new Set(ids)]);
      return ids.map((id) => found.get(id));
    });
    // A value that is no text, from a malformed event, throws here and not in a statement that others share.
    return (id: string) => ResultAsync.fromSafePromise<Value | undefined>(find(id.toLowerCase()));
  };
  const factsOf = makeBatcher(limits, batched.pricingFacts);
  const paymentOf = makeBatcher(limits, batched.paymentLookups);
  const paymentsOf = byId(batched.paymentsOfOrders);
  const isSeen = makeBatcher(limits, batched.seenMessages);
  return {
    ...reading,
    users: { ...reading.users, byId: byId(batched.users) },
    pricing: { ...reading.pricing, facts: (query) => ResultAsync.fromSafePromise(factsOf(query)) },
    payments: {
      ...reading.payments,
      find: byId(batched.payments),
      ofOrder: (orderId) => paymentsOf(orderId).map((attempts) => attempts ?? []),
      lookUp: (lookup) => ResultAsync.fromSafePromise(paymentOf(lookup)),
    },
    inbox: { seen: (messageId, handler) => ResultAsync.fromSafePromise(isSeen({ messageId, handler })) },
    orders: {
      ...reading.orders,
      find: byId(batched.orders),
      findWithDocuments: byId(batched.ordersWithDocuments),
    },
  };
}
