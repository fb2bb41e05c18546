import {
  emptyProfile,
  type CatalogueItem,
  type FoundPayment,
  type HandledMessage,
  type OrderWithDocuments,
  type PaymentAttempt,
  type PaymentLookup,
  type PricingFactsQuery,
  type Profile,
  type ReadRepositories,
  type ShopDetails,
  type StoredOrder,
  type StoredPricingFacts,
  type StoredUser,
} from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { okAsync, ResultAsync } from 'neverthrow';
import { makeBatcher } from '../../system/batcher.js';

/** Reads of many keys in one statement each. What does not exist is missing from a map. */
export type BatchedReads = {
  readonly pricingFacts: (queries: readonly PricingFactsQuery[]) => Promise<readonly StoredPricingFacts[]>;
  readonly items: (ids: readonly VariantId[]) => Promise<ReadonlyMap<VariantId, CatalogueItem>>;
  readonly users: (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredUser>>;
  readonly profiles: (userIds: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
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
  const itemsOf = makeBatcher(limits, async (wanted: readonly (readonly VariantId[])[]) => {
    const found = await batched.items([...new Set(wanted.flat())]);
    return wanted.map((ids) => new Map(ids.flatMap((id) => entryOf(found.get(id)))));
  });
  const factsOf = makeBatcher(limits, batched.pricingFacts);
  const paymentOf = makeBatcher(limits, batched.paymentLookups);
  const paymentsOf = byId(batched.paymentsOfOrders);
  const profileOf = byId(batched.profiles);
  const isSeen = makeBatcher(limits, batched.seenMessages);
  const findShop = makeBatcher<'shop', ShopDetails | undefined>(limits, async (calls) => {
    const found = await reading.shop.find();
    return calls.map(() => found.unwrapOr(undefined));
  });
  return {
    ...reading,
    catalogue: {
      ...reading.catalogue,
      items: (ids) =>
        ids.length === 0 ? okAsync(new Map()) : ResultAsync.fromSafePromise(itemsOf(ids.map((id) => id.toLowerCase()))),
    },
    users: { ...reading.users, byId: byId(batched.users) },
    profiles: { ofUser: (userId) => profileOf(userId).map((profile) => profile ?? emptyProfile) },
    pricing: { ...reading.pricing, facts: (query) => ResultAsync.fromSafePromise(factsOf(query)) },
    payments: {
      ...reading.payments,
      find: byId(batched.payments),
      ofOrder: (orderId) => paymentsOf(orderId).map((attempts) => attempts ?? []),
      lookUp: (lookup) => ResultAsync.fromSafePromise(paymentOf(lookup)),
    },
    shop: { find: () => ResultAsync.fromSafePromise(findShop('shop')) },
    inbox: { seen: (messageId, handler) => ResultAsync.fromSafePromise(isSeen({ messageId, handler })) },
    orders: {
      ...reading.orders,
      find: byId(batched.orders),
      findWithDocuments: byId(batched.ordersWithDocuments),
    },
  };
}

const entryOf = (item: CatalogueItem | undefined): readonly (readonly [VariantId, CatalogueItem])[] =>
  item === undefined ? [] : [[item.variantId, item]];
