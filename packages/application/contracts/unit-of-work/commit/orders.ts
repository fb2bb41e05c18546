import type { Change, OrderWithRefund, StoredOrder } from '@cartwright/application';
import { refundOrder } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, cancelled, eventful, paid, paymentOf, sampleOrder } from '../../sample-order.js';
import { addUser, afterNoon, errorsOf, freshId, noon, saveVariant, usd, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import {
  attemptFor,
  commitSubject,
  complete,
  conflict,
  reserve,
  sampleMessage,
  sampleRequest,
  type CommitWay,
} from './ways.js';

export const describeCommitsOfOrders = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of an order', () => {
    const subject = commitSubject(makeSubject, way);
    const { addCart, addOrder, commit, commitAll, eventsLeft, findCart, findOrder, outcomeOf, unitOfWork } = subject;

    /** The placement of an order of these units, each of a variant. */
    const placementOf = async (
      units: readonly (readonly [variantId: string, quantity: number])[],
      facts: Pick<Change, 'cart'> & { readonly request?: ReturnType<typeof complete> } = {},
    ) => {
      const lines = units.map(([variantId, quantity]) => ({ variantId, quantity }));
      const order = await sampleOrder(unitOfWork(), { lines });
      return {
        order: { type: 'place', order },
        stock: { ...reserve(...lines), orderId: order.id },
        request: complete(sampleRequest(), JSON.stringify({ id: order.id })),
        events: [{ type: 'order.placed', orderId: order.id, at: noon, total: order.pricing.total }],
        ...facts,
      } as const;
    };
    const withStock = (stock: number) => saveVariant(unitOfWork(), { stock });
    const ordering = ({ cart: { id }, version }: Awaited<ReturnType<typeof addCart>>) =>
      ({ type: 'order', id, version, at: noon }) as const;
    const placed = async ({ order: { order } }: Awaited<ReturnType<typeof placementOf>>) => findOrder(order.id);

    it('place it with its stock, its cart, its events and its key', async () => {
      const mug = await withStock(10);
      const eBook = await saveVariant(unitOfWork(), { digital: true });
      const cart = await addCart();
      const lines = [{ variantId: mug, quantity: 3 }];
      const whole = await placementOf(
        [
          [mug, 3],
          [eBook, 1],
        ],
        { cart: ordering(cart) },
      );
      const change = { ...whole, stock: { ...whole.stock, lines } };
      valueOf(await commit(change));
      expect(await placed(whole)).toStrictEqual({ order: whole.order.order, version: 1 });
      expect(await subject.available(mug)).toBe(7);
      expect(await findCart(cart.cart.id)).toMatchObject({ status: 'ordered', version: 2 });
      expect(await eventsLeft()).toEqual(whole.events);
      expect(valueOf(await subject.claim(whole.request.request))).toStrictEqual({
        type: 'finished',
        outcome: whole.request.outcome,
      });
    });

    it('place it exactly as it is, whatever has happened to it, for a guest and for a customer', async () => {
      const { id: customerId } = await addUser(unitOfWork());
      const lines = [
        { variantId: await saveVariant(unitOfWork(), { price: usd(337), taxClass: 'standard' }), quantity: 7 },
        { variantId: await saveVariant(unitOfWork(), { digital: true }), quantity: 1 },
      ];
      const tax = { prices: 'exclusive', rates: { standard: 190_000 } } as const;
      const delivery = { name: 'Post', days: { min: 1, max: 2 } };
      const guests = await sampleOrder(unitOfWork(), { lines, tax });
      const customers = eventful(await sampleOrder(unitOfWork(), { lines, customerId, delivery }), afterNoon(60));
      for (const order of [guests, customers]) {
        valueOf(await commit({ order: { type: 'place', order } }));
        expect(await findOrder(order.id)).toStrictEqual({ order, version: 1 });
        expect(JSON.stringify((await findOrder(order.id))?.order)).toBe(JSON.stringify(order));
      }
    });

    it('conflict with a sale of its stock, and then change nothing', async () => {
      const [mug, poster] = [await withStock(10), await withStock(1)];
      const cart = await addCart();
      const placement = await placementOf(
        [
          [mug, 1],
          [poster, 2],
        ],
        { cart: ordering(cart) },
      );
      expect(await outcomeOf(placement)).toEqual(conflict);
      expect(await placed(placement)).toBeUndefined();
      expect(await Promise.all([mug, poster].map(subject.available))).toEqual([10, 1]);
      expect(await findCart(cart.cart.id)).toStrictEqual(cart);
      expect(await eventsLeft()).toEqual([]);
      expect(valueOf(await subject.claim(placement.request.request))).toStrictEqual({ type: 'fresh' });
    });

    it('conflict with a change or an order of its cart, and then take no stock', async () => {
      const mug = await withStock(10);
      const cart = await addCart();
      const stale = await placementOf([[mug, 1]], { cart: { ...ordering(cart), version: 0 } });
      expect([await outcomeOf(stale), await placed(stale)]).toEqual([conflict, undefined]);
      valueOf(await commit(await placementOf([[mug, 1]], { cart: ordering(cart) })));
      const second = await placementOf([[mug, 1]], { cart: { ...ordering(cart), version: 2 } });
      expect([await outcomeOf(second), await placed(second)]).toEqual([conflict, undefined]);
      expect(await subject.available(mug)).toBe(9);
    });

    it('create one order for concurrent orders with one key, or of one cart', async () => {
      const mug = await withStock(100);
      const [cart, request] = [await addCart(), complete()];
      const sameKey = [await placementOf([[mug, 1]], { request }), await placementOf([[mug, 1]], { request })];
      const sameCart = [
        await placementOf([[mug, 1]], { cart: ordering(cart) }),
        await placementOf([[mug, 1]], { cart: ordering(cart) }),
      ];
      for (const pair of [sameKey, sameCart]) expect(errorsOf(await commitAll(pair))).toEqual([conflict]);
      expect(await subject.available(mug)).toBe(98);
      expect(await eventsLeft()).toHaveLength(2);
    });

    it('sell the last unit once to fifty concurrent buyers, and hinder no other', async () => {
      const [last, plenty] = [await withStock(1), await withStock(100)];
      const wanted = await Promise.all(Array.from({ length: 50 }, () => placementOf([[last, 1]])));
      const others = await Promise.all(Array.from({ length: 10 }, () => placementOf([[plenty, 1]])));
      const results = await commitAll([...wanted, ...others]);
      expect(results.slice(0, 50).filter((result) => result.isOk())).toHaveLength(1);
      expect(errorsOf(results.slice(0, 50))).toEqual(Array.from({ length: 49 }, () => conflict));
      expect(errorsOf(results.slice(50))).toEqual([]);
      expect(await Promise.all([last, plenty].map(subject.available))).toEqual([0, 90]);
    });

    it('succeed beside a concurrent repeated request, which takes nothing', async () => {
      const [mug, poster] = [await withStock(10), await withStock(10)];
      const first = await placementOf([[mug, 1]]);
      valueOf(await commit(first));
      const cart = await addCart();
      const again = await placementOf(
        [
          [mug, 2],
          [poster, 2],
        ],
        { cart: ordering(cart), request: first.request },
      );
      const others = [
        await placementOf([[mug, 1]]),
        await placementOf([
          [poster, 1],
          [mug, 1],
        ]),
      ];
      const [repeated, ...rest] = await commitAll([again, ...others]);
      expect(repeated?._unsafeUnwrapErr()).toEqual(conflict);
      expect(errorsOf(rest)).toEqual([]);
      expect(await Promise.all([mug, poster].map(subject.available))).toEqual([7, 9]);
      expect(await placed(again)).toBeUndefined();
      expect(await findCart(cart.cart.id)).toStrictEqual(cart);
      expect(new Set(await eventsLeft())).toEqual(new Set([first, ...others].flatMap(({ events }) => events)));
    });

    const paying = ({ order, version }: StoredOrder, message = sampleMessage()) =>
      ({
        order: { type: 'change', order: paid(order), version },
        message: { ...message, at: noon },
        events: [{ type: 'order.paid', orderId: order.id, at: noon, captured: order.pricing.total }],
      }) as const;

    it('write its change with its events, its payment and its message', async () => {
      const stored = await addOrder();
      const attempt = await subject.addPayment(stored.order, { reference: 'sbx_cs_1' });
      const change = {
        ...paying(stored),
        payment: { type: 'note', id: attempt.id, captureReference: 'sbx_1' },
      } as const;
      valueOf(await commit(change));
      expect(await findOrder(stored.order.id)).toStrictEqual({ order: change.order.order, version: 2 });
      expect(await subject.findPayment(attempt.id)).toStrictEqual({ ...attempt, captureReference: 'sbx_1' });
      expect(await eventsLeft()).toEqual(change.events);
      expect(await subject.isSeen(change.message)).toBe(true);
      const pending = await unitOfWork().read(({ orders }) => orders.pendingPlacedBy(afterNoon(1), 10));
      expect(valueOf(pending)).toEqual([]);
    });

    it('write what lists are made by: no longer pending, a refund that waits, and then not', async () => {
      const { order } = await addOrder();
      const waiting = async (): Promise<readonly OrderWithRefund[]> =>
        valueOf(await unitOfWork().run(({ orders }) => orders.withRefundWaitingSince(afterNoon(9), 9)));
      const pending = async () =>
        valueOf(await unitOfWork().read(({ orders }) => orders.pendingPlacedBy(afterNoon(9), 9)));
      expect([await pending(), await waiting()]).toEqual([[{ id: order.id, placedAt: noon }], []]);
      const owed = paid(cancelled(order));
      valueOf(await commit({ order: { type: 'change', order: owed, version: 1 } }));
      expect([await pending(), await waiting()]).toMatchObject([[], [{ id: order.id, isDue: true }]]);
      const refundId = freshId();
      const refunding = accepted(
        refundOrder(owed, { id: refundId, amount: owed.dueBack, reason: 'due', ...paymentOf(owed), at: afterNoon(5) }),
      ).order;
      valueOf(await commit({ order: { type: 'change', order: refunding, version: 2 } }));
      expect(await waiting()).toEqual([{ id: order.id, since: afterNoon(5), refundIds: [refundId], isDue: false }]);
    });

    it('conflict with another change of it, or for one that does not exist, and then note nothing', async () => {
      const stored = await addOrder();
      valueOf(await commit({ ...paying(stored), events: [] }));
      const late = paying(stored);
      expect(await outcomeOf(late)).toEqual(conflict);
      expect([await subject.isSeen(late.message), await eventsLeft()]).toEqual([false, []]);
      expect((await findOrder(stored.order.id))?.version).toBe(2);
      const unknown = paying({ order: { ...stored.order, id: freshId() }, version: 1 });
      expect(await outcomeOf(unknown)).toEqual(conflict);
      expect(await findOrder(unknown.order.order.id)).toBeUndefined();
    });

    it('are committed once of many concurrent ones, with their events, and hinder no other order', async () => {
      const [stored, other] = [await addOrder(), await addOrder()];
      const message = sampleMessage();
      const changes = [
        ...Array.from({ length: 3 }, () => paying(stored)),
        ...Array.from({ length: 3 }, () => paying(stored, message)),
      ];
      const results = await commitAll([...changes, paying(other)]);
      expect(errorsOf(results)).toEqual(Array.from({ length: 5 }, () => conflict));
      expect(results[6]?.isOk()).toBe(true);
      expect((await findOrder(stored.order.id))?.version).toBe(2);
      expect(await eventsLeft()).toHaveLength(2);
      const seen = await Promise.all(changes.slice(0, 4).map((change) => subject.isSeen(change.message)));
      expect(seen.filter((isSeen) => isSeen)).toHaveLength(1);
    });

    it('rest on it without changing it, any number of them concurrently', async () => {
      const stored = await addOrder();
      const { id } = stored.order;
      const resting = (version = 1) =>
        ({
          order: { type: 'unchanged', id, version },
          payment: { type: 'add', attempt: attemptFor(stored.order) },
        }) as const;
      expect(errorsOf(await commitAll([resting(), resting(), resting()]))).toEqual([]);
      expect(await findOrder(id)).toStrictEqual(stored);
      const stale = resting(2);
      expect(await outcomeOf(stale)).toEqual(conflict);
      expect(await subject.findPayment(stale.payment.attempt.id)).toBeUndefined();
      expect(await outcomeOf({ order: { type: 'unchanged', id: freshId(), version: 1 } })).toEqual(conflict);
    });
  });
};
