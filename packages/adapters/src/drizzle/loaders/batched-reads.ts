import type {
  Buyer,
  CatalogueItem,
  CurrentPricing,
  PaymentAttempt,
  ReadRepositories,
  StoredCart,
  StoredOrder,
  StoredUser,
} from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { okAsync, ResultAsync } from 'neverthrow';
import { inBatches } from '../../system/in-batches.js';

/** What reads of many ids at once answer; what is not there is left out. */
export type ManyReads = {
  readonly items: (ids: readonly VariantId[]) => Promise<ReadonlyMap<VariantId, CatalogueItem>>;
  readonly users: (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredUser>>;
  readonly orderCounts: (customerIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly orders: (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredOrder>>;
  /** For each buyer, in the order in which they are given. */
  readonly pricing: (buyers: readonly (Buyer | undefined)[]) => Promise<readonly CurrentPricing[]>;
  /** Open ones, by customer. */
  readonly openCarts: (customerIds: readonly string[]) => Promise<ReadonlyMap<string, StoredCart>>;
  readonly payments: (ids: readonly string[]) => Promise<ReadonlyMap<string, PaymentAttempt>>;
  readonly paymentsOfOrders: (orderIds: readonly string[]) => Promise<ReadonlyMap<string, readonly PaymentAttempt[]>>;
  readonly paymentsByReference: (
    asked: readonly PaymentReference[],
  ) => Promise<readonly (PaymentAttempt | undefined)[]>;
  /** Whether each was accepted. */
  readonly seenMessages: (messages: readonly HandledMessage[]) => Promise<readonly boolean[]>;
};

export type PaymentReference = { readonly provider: string; readonly reference: string };
export type HandledMessage = { readonly messageId: string; readonly handler: string };

/** Two under way keep the database busy while this process makes rows of what the other one brought. */
const limits = { atOnce: 2, most: 64 };

/**
 * The reads that every request makes, shared by the requests of one moment: each kind goes to the database in one
 * statement for all who ask together, so that a busy shop asks it less for each of them. Every statement begins after
 * all who share it have asked, so nobody reads what was so before they came.
 */
export function batchReads(reading: ReadRepositories, many: ManyReads): ReadRepositories {
  const byId = <Value>(read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>) => {
    const ask = inBatches<string, Value | undefined>(limits, async (ids) => {
      const found = await read([...new Set(ids)]);
      return ids.map((id) => found.get(id.toLowerCase()));
    });
    return (id: string) => ResultAsync.fromSafePromise<Value | undefined>(ask(id));
  };
  const items = inBatches<readonly VariantId[], ReadonlyMap<VariantId, CatalogueItem>>(limits, async (wishes) => {
    const found = await many.items([...new Set(wishes.flat())]);
    return wishes.map(
      (ids) =>
        new Map(
          ids.flatMap((id) => {
            const item = found.get(id);
            return item === undefined ? [] : [[id, item] as const];
          }),
        ),
    );
  });
  const pricingFor = inBatches(limits, many.pricing);
  const countOf = byId(many.orderCounts);
  const paymentOf = inBatches(limits, many.paymentsByReference);
  const paymentsOf = byId(many.paymentsOfOrders);
  const isSeen = inBatches(limits, many.seenMessages);
  return {
    ...reading,
    catalogue: {
      ...reading.catalogue,
      items: (ids) => (ids.length === 0 ? okAsync(new Map()) : ResultAsync.fromSafePromise(items(ids))),
    },
    users: { ...reading.users, byId: byId(many.users) },
    pricing: { ...reading.pricing, current: (buyer) => ResultAsync.fromSafePromise(pricingFor(buyer)) },
    carts: { ...reading.carts, findOpenOf: byId(many.openCarts) },
    payments: {
      ...reading.payments,
      find: byId(many.payments),
      ofOrder: (orderId) => paymentsOf(orderId).map((attempts) => attempts ?? []),
      findByReference: (provider, reference) => ResultAsync.fromSafePromise(paymentOf({ provider, reference })),
    },
    inbox: { seen: (messageId, handler) => ResultAsync.fromSafePromise(isSeen({ messageId, handler })) },
    orders: { ...reading.orders, find: byId(many.orders), countOf: (id) => countOf(id).map((count) => count ?? 0) },
  };
}
