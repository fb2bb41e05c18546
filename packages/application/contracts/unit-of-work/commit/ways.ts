import type { Change, PaymentAttempt, StockDemand, StoredCart, StoredOrder, UnitOfWork } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { sampleOrder } from '../../sample-order.js';
import { afterNoon, availableOf, freshId, noon, sampleCart, saveVariant, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

/** What a commit returns when something that its change rests on no longer holds. */
export const conflict = { type: 'concurrency.conflict' };
export const tomorrow = afterNoon(24 * 3_600);

/** Commits a change by itself, or within a transaction. Both make the same promises. */
export type CommitWay = (unitOfWork: UnitOfWork) => UnitOfWork['commit'];
export const commitWays: readonly (readonly [name: string, way: CommitWay])[] = [
  ['optimistically', ({ commit }) => commit],
  [
    'within a transaction',
    ({ run }) =>
      (change) =>
        run(({ commit }) => commit(change)),
  ],
];

/** A subject for each test, with what tests of its commits need. */
export function commitSubject(makeSubject: MakeUnitOfWorkSubject, way: CommitWay) {
  const subject = subjectForEachTest(makeSubject);
  const unitOfWork = (): UnitOfWork => subject().unitOfWork;
  const commit = (change: Change) => way(unitOfWork())(change);
  return {
    unitOfWork,
    commit,
    commitAll: (changes: readonly Change[]) => Promise.all(changes.map((change) => commit(change))),
    /** `committed`, or the error. */
    outcomeOf: async (change: Change): Promise<unknown> =>
      (await commit(change)).match(
        () => 'committed',
        (error) => error,
      ),
    /** How often the commit of events has been reported. */
    reportedCommits: () => subject().reportedCommits(),
    eventsLeft: async () => valueOf(await subject().feed.claim(100, 1)).map(({ event }) => event),

    findCart: async (id: string): Promise<StoredCart | undefined> =>
      valueOf(await unitOfWork().read(({ pricing }) => pricing.facts({ cart: { id } }))).cart,
    addCart: async (facts: Parameters<typeof sampleCart>[0] = {}): Promise<StoredCart> => {
      const stored = sampleCart(facts);
      valueOf(await unitOfWork().run(({ carts }) => carts.add(stored)));
      return stored;
    },

    /** Places an order of one unit of a variant whose stock is not counted. */
    addOrder: async (): Promise<StoredOrder> => {
      const lines = [{ variantId: await saveVariant(unitOfWork()), quantity: 1 }];
      const order = await sampleOrder(unitOfWork(), { lines });
      valueOf(await unitOfWork().commit({ order: { type: 'place', order } }));
      return { order, version: 1 };
    },
    findOrder: async (id: string) => valueOf(await unitOfWork().read(({ orders }) => orders.find(id))),

    addPayment: async (order: Order, facts: Partial<PaymentAttempt> = {}): Promise<PaymentAttempt> => {
      const attempt = attemptFor(order, facts);
      valueOf(await unitOfWork().commit({ payment: { type: 'add', attempt } }));
      return attempt;
    },
    findPayment: async (id: string) => valueOf(await unitOfWork().read(({ payments }) => payments.find(id))),

    available: (variantId: string) => availableOf(unitOfWork(), variantId),
    usage: async (buyer?: string) =>
      valueOf(await unitOfWork().read(({ pricing }) => pricing.facts(buyer === undefined ? {} : { buyer })))
        .promotionUsage,
    isSeen: async ({ messageId, handler } = sampleMessage()): Promise<boolean> =>
      valueOf(await unitOfWork().read(({ inbox }) => inbox.seen(messageId, handler))),
    claim: (request = sampleRequest(), at = noon) =>
      unitOfWork().run(({ idempotency }) => idempotency.claim(request, at)),
  };
}

export const sampleRequest = () => ({ caller: 'ada', key: freshId(), fingerprint: 'a request' });
export const sampleMessage = () => ({ messageId: freshId(), handler: 'payments' });

export const attemptFor = ({ id: orderId }: Order, facts: Partial<PaymentAttempt> = {}): PaymentAttempt => ({
  id: freshId(),
  orderId,
  provider: 'sandbox',
  method: 'card',
  amount: usd(2_498),
  createdAt: noon,
  ...facts,
});

export const complete = (request = sampleRequest(), outcome = '{"a": 1}') =>
  ({ type: 'complete', request, outcome, expiresAt: tomorrow }) as const;

export const reserve = (...lines: readonly StockDemand[]) =>
  ({ type: 'reserve', lines, reason: 'order placed', orderId: freshId(), at: noon }) as const;
