import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { availableOf, errorsOf, freshId, noon, sampleCart, saveVariant, valueOf } from '../sample-shop.js';
import { describeCommitsOfCarts } from './commit/carts.js';
import { describeCommitsOfMessages } from './commit/messages.js';
import { describeCommitsOfOrders } from './commit/orders.js';
import { describeCommitsOfPayments } from './commit/payments.js';
import { describeCommitsOfPromotions } from './commit/promotions.js';
import { describeCommitsOfRequests } from './commit/requests.js';
import { describeCommitsOfStock } from './commit/stock.js';
import { attemptFor, commitSubject, commitWays, complete, conflict, reserve } from './commit/ways.js';
import { describeWholeCommits } from './commit/wholes.js';
import type { MakeUnitOfWorkSubject } from './subject.js';

/** What commits of a `Change` promise, by themselves and within a transaction. */
export const describeCommits = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe.each(commitWays)('changes that are committed %s', (_name, way) => {
    describeCommitsOfRequests(makeSubject, way);
    describeCommitsOfCarts(makeSubject, way);
    describeCommitsOfOrders(makeSubject, way);
    describeCommitsOfStock(makeSubject, way);
    describeCommitsOfPromotions(makeSubject, way);
    describeCommitsOfPayments(makeSubject, way);
    describeCommitsOfMessages(makeSubject, way);
    describeWholeCommits(makeSubject, way);
  });

  describe('a conflict within a transaction', () => {
    const subject = commitSubject(makeSubject, ({ commit }) => commit);

    it('undoes what the transaction has written before', async () => {
      const { cart, version } = await subject.addCart();
      const [first, second] = [complete(), sampleCart()];
      const result = await subject.unitOfWork().run(({ carts, commit }) =>
        carts
          .add(second)
          .andThen(() => commit({ request: first }))
          .andThen(() => commit({ cart: { type: 'order', id: cart.id, version: version + 1, at: noon } })),
      );
      expect(result._unsafeUnwrapErr()).toEqual(conflict);
      expect(await subject.findCart(second.cart.id)).toBeUndefined();
      expect(valueOf(await subject.claim(first.request))).toStrictEqual({ type: 'fresh' });
    });
  });

  describe('commits beside transactions', () => {
    const subject = commitSubject(makeSubject, ({ commit }) => commit);

    it('do not deadlock when both want the same stock in opposite orders', async () => {
      const unitOfWork = subject.unitOfWork();
      const variants = await Promise.all(Array.from({ length: 4 }, () => saveVariant(unitOfWork, { stock: 1_000 })));
      const reserving = (index: number) => ({
        stock: reserve(
          ...(index % 2 === 0 ? variants : variants.toReversed()).map((variantId) => ({ variantId, quantity: 1 })),
        ),
      });
      let attempts = 0;
      const results = await Promise.all([
        ...Array.from({ length: 40 }, (_, index) => unitOfWork.commit(reserving(index))),
        ...Array.from({ length: 40 }, (_, index) =>
          unitOfWork.run(({ commit }) => {
            attempts += 1;
            return commit(reserving(index));
          }),
        ),
      ]);
      expect(errorsOf(results)).toEqual([]);
      // A deadlock would be resolved by another attempt.
      expect(attempts).toBe(40);
      expect(await Promise.all(variants.map((id) => availableOf(unitOfWork, id)))).toEqual([920, 920, 920, 920]);
    });

    it('do not deadlock when orders count and release limited promotions, and take and return stock', async () => {
      const unitOfWork = subject.unitOfWork();
      const variantId = await saveVariant(unitOfWork, { stock: 1_000 });
      const uses = ['a', 'b'].map((promotionId) => ({ promotionId, maxUses: 1_000 }));
      const placing = (index: number, orderId = freshId()) => ({
        stock: { ...reserve({ variantId, quantity: 1 }), orderId },
        promotions: { type: 'count', orderId, uses: index % 2 === 0 ? uses : uses.toReversed() } as const,
      });
      const cancelling = ({ stock }: ReturnType<typeof placing>) => ({
        stock: { ...stock, type: 'release' } as const,
        promotions: { type: 'release', orderId: stock.orderId } as const,
      });
      const earlier = Array.from({ length: 20 }, (_, index) => placing(index));
      for (const change of earlier) valueOf(await unitOfWork.commit(change));
      let attempts = 0;
      const results = await Promise.all([
        ...Array.from({ length: 20 }, (_, index) => unitOfWork.commit(placing(index))),
        ...earlier.slice(0, 10).map((change) => unitOfWork.commit(cancelling(change))),
        ...earlier.slice(10).map((change) =>
          unitOfWork.run(({ commit }) => {
            attempts += 1;
            return commit(cancelling(change));
          }),
        ),
        ...Array.from({ length: 20 }, (_, index) =>
          unitOfWork.run(({ locking, commit }) => {
            attempts += 1;
            return (locking.promotionUsage?.lock(uses) ?? okAsync({})).andThen(() => commit(placing(index)));
          }),
        ),
      ]);
      expect(errorsOf(results)).toEqual([]);
      expect(attempts).toBe(30);
      expect(await availableOf(unitOfWork, variantId)).toBe(1_000 - 40);
      expect(await subject.usage()).toStrictEqual({
        a: { uses: 40, customerUses: 0 },
        b: { uses: 40, customerUses: 0 },
      });
    });

    it('conflict instead of waiting for an order that a transaction has locked', async () => {
      const unitOfWork = subject.unitOfWork();
      const orders = await Promise.all(Array.from({ length: 6 }, () => subject.addOrder()));
      const results = await Promise.all([
        ...orders.map(({ order, version }) =>
          unitOfWork.commit({
            order: { type: 'unchanged', id: order.id, version },
            payment: { type: 'add', attempt: attemptFor(order) },
            request: complete(),
          }),
        ),
        ...orders
          .toReversed()
          .map(({ order: { id } }) =>
            unitOfWork.run(({ locking, commit }) =>
              locking.orders
                .find(id)
                .andThen((locked) =>
                  locked === undefined ? okAsync(undefined) : commit({ order: { type: 'change', ...locked } }),
                ),
            ),
          ),
      ]);
      expect(errorsOf(results.slice(6))).toEqual([]);
      expect(errorsOf(results.slice(0, 6)).filter(({ type }) => type !== conflict.type)).toEqual([]);
    });
  });
};
