import type { StoredCart } from '@cartwright/application';
import { recordPaymentFailure, type Order } from '@cartwright/domain';
import { errAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { accepted } from '../sample-order.js';
import { addUser, errorsOf, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { commitSubject, reserve } from './commit/ways.js';
import type { MakeUnitOfWorkSubject } from './subject.js';

const missing = { type: 'missing' } as const;

/** Each test would lose a change, or meet a conflict, if what is read were not locked. */
export const describeLockingReads = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('reads that lock', () => {
    const subject = commitSubject(makeSubject, ({ commit }) => commit);
    const { addCart, addOrder, addPayment, available, findCart, findOrder, unitOfWork, usage } = subject;

    const withOneMore = (stored: StoredCart, variantId: string): StoredCart => ({
      ...stored,
      cart: { ...stored.cart, lines: [{ variantId, quantity: (stored.cart.lines[0]?.quantity ?? 0) + 1 }] },
      version: stored.version + 1,
    });

    it('are marked as locking, and plain reads are not', async () => {
      const { run, read } = unitOfWork();
      valueOf(
        await run(({ locking }) => {
          expect([locking.isLocking, locking.promotionUsage === undefined]).toEqual([true, false]);
          return locking.inbox.seen('a', 'b');
        }),
      );
      valueOf(
        await read((reads) => {
          expect([reads.isLocking, reads.promotionUsage]).toEqual([false, undefined]);
          return reads.inbox.seen('a', 'b');
        }),
      );
    });

    it.each(['id', 'openOf'] as const)(
      'let each of many concurrent changes of a cart see the one before, by its %s',
      async (by) => {
        const variantId = await saveVariant(unitOfWork());
        const { id: customerId } = await addUser(unitOfWork());
        const { cart } = await addCart({ customerId });
        const addOne = () =>
          unitOfWork().run(({ locking, commit }) =>
            locking.pricing
              .facts({ cart: by === 'id' ? { id: cart.id } : { openOf: customerId } })
              .andThen(({ cart: stored }) =>
                stored === undefined
                  ? errAsync(missing)
                  : commit({ cart: { type: 'change', stored: withOneMore(stored, variantId) } }),
              ),
          );
        expect(errorsOf(await Promise.all(Array.from({ length: 8 }, addOne)))).toEqual([]);
        expect(await findCart(cart.id)).toMatchObject({ version: 9, cart: { lines: [{ quantity: 8 }] } });
      },
    );

    const failed = (order: Order, reference: string): Order =>
      accepted(recordPaymentFailure(order, { provider: 'sandbox', reference, reason: 'card_declined', at: noon }))
        .order;

    it('let each of many concurrent changes of an order see the one before', async () => {
      const { order } = await addOrder();
      const fail = (_: unknown, attempt: number) =>
        unitOfWork().run(({ locking, commit }) =>
          locking.orders
            .find(order.id)
            .andThen((stored) =>
              stored === undefined
                ? errAsync(missing)
                : commit({ order: { type: 'change', ...stored, order: failed(stored.order, `try ${attempt}`) } }),
            ),
        );
      expect(errorsOf(await Promise.all(Array.from({ length: 8 }, fail)))).toEqual([]);
      const stored = await findOrder(order.id);
      expect(stored?.version).toBe(9);
      expect(new Set(stored?.order.failedPayments.map(({ reference }) => reference)).size).toBe(8);
    });

    it('let each of many concurrent events see what the one before has made of the order and its payment', async () => {
      const { order } = await addOrder();
      const attempt = await addPayment(order);
      const seen: (string | undefined)[] = [];
      const handle = (_: unknown, index: number) =>
        unitOfWork().run(({ locking, commit }) =>
          locking.payments.lookUp({ paymentId: attempt.id, provider: 'sandbox', reference: 'r' }).andThen((found) => {
            if (found.stored === undefined) return errAsync(missing);
            seen.push(found.byId?.captureReference);
            return commit({
              order: { type: 'change', ...found.stored, order: failed(found.stored.order, `try ${index}`) },
              payment: { type: 'note', id: attempt.id, captureReference: `capture ${seen.length}` },
            });
          }),
        );
      expect(errorsOf(await Promise.all(Array.from({ length: 6 }, handle)))).toEqual([]);
      expect((await findOrder(order.id))?.version).toBe(7);
      expect(seen).toEqual([undefined, ...Array.from({ length: 5 }, (_, index) => `capture ${index + 1}`)]);
    });

    it('sell no unit twice to concurrent transactions', async () => {
      const [mug, pot] = [await saveVariant(unitOfWork(), { stock: 5 }), await saveVariant(unitOfWork(), { stock: 9 })];
      const cart = await addCart({ customerId: (await addUser(unitOfWork())).id });
      const stored = withOneMore(cart, mug);
      valueOf(await unitOfWork().commit({ cart: { type: 'change', stored } }));
      const buy = (_: unknown, index: number) =>
        unitOfWork().run(({ locking, commit }) =>
          locking.pricing
            .facts(index % 2 === 0 ? { cart: { id: cart.cart.id }, variantIds: [pot] } : { variantIds: [pot, mug] })
            .andThen(({ items }) => {
              const units = items.get(mug)?.available ?? 0;
              if (units === 0) return errAsync({ type: 'sold out' } as const);
              return commit({ stock: reserve({ variantId: pot, quantity: 1 }, { variantId: mug, quantity: 1 }) });
            }),
        );
      const results = await Promise.all(Array.from({ length: 12 }, buy));
      const refused = errorsOf(results).map(({ type }) => type);
      expect(refused).toHaveLength(7);
      expect(refused.every((type) => type === 'sold out' || type === 'concurrency.conflict')).toBe(true);
      expect(await Promise.all([mug, pot].map(available))).toEqual([0, 4]);
    });

    it('let of many concurrent orders those find a promotion used up that come too late', async () => {
      const order = () =>
        unitOfWork().run(({ locking, commit }) => {
          if (locking.promotionUsage === undefined) throw new Error('counters can be locked in a transaction');
          return locking.promotionUsage.lock([{ promotionId: 'five' }]).andThen(({ five }) => {
            if ((five?.uses ?? 0) >= 5) return errAsync({ type: 'used up' } as const);
            // Without a limit in the change: only the lock keeps it.
            return commit({ promotions: { type: 'count', orderId: freshId(), uses: [{ promotionId: 'five' }] } });
          });
        });
      const results = await Promise.all(Array.from({ length: 12 }, order));
      expect(errorsOf(results)).toEqual(Array.from({ length: 7 }, () => ({ type: 'used up' })));
      expect(await usage()).toStrictEqual({ five: { uses: 5, customerUses: 0 } });
    });
  });
};
