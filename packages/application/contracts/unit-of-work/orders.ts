import type { OrderWithRefund, PaymentAttempt, PendingOrder } from '@cartwright/application';
import {
  confirmRefund,
  failRefund,
  type Instant,
  type Order,
  recordPaymentFailure,
  refundOrder,
} from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { accepted, cancelled, changeOrder, eventful, paid, sampleOrder, paymentOf } from '../sample-order.js';
import { addUser, afterNoon, freshId, noon, saveVariant, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeOrders = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('orders', () => {
    const subject = subjectForEachTest(makeSubject);

    const place = async (customerId?: string, placedAt: string = noon): Promise<Order> => {
      const { unitOfWork } = subject();
      const lines = [
        { variantId: await saveVariant(unitOfWork, { stock: 9, price: usd(333) }), quantity: 7 },
        { variantId: await saveVariant(unitOfWork, { digital: true, price: usd(1_001) }), quantity: 1 },
      ];
      const order = await sampleOrder(unitOfWork, {
        lines,
        placedAt,
        ...(customerId === undefined ? {} : { customerId }),
      });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order;
    };
    const find = async (id: string) => valueOf(await subject().unitOfWork.read(({ orders }) => orders.find(id)));
    const change = (id: string, next: (order: Order) => Order) => changeOrder(subject().unitOfWork, id, next);

    it('are found exactly as they were placed, breakdown, addresses and all', async () => {
      const { id } = await addUser(subject().unitOfWork);
      const [guests, customers] = [await place(), await place(id)];
      expect(await find(guests.id)).toStrictEqual({ order: guests, version: 1 });
      expect(await find(customers.id)).toStrictEqual({ order: customers, version: 1 });
      expect(await find(freshId())).toBeUndefined();
    });

    it('are found by their number', async () => {
      const order = await place();
      await place();
      const withNumber = async (number: string) =>
        valueOf(await subject().unitOfWork.read(({ orders }) => orders.withNumber(number)));
      expect(await withNumber(order.number)).toStrictEqual({ id: order.id, email: order.email });
      for (const other of ['', order.number.slice(1), `${order.number}%`, '\0']) {
        expect(await withNumber(other)).toBeUndefined();
      }
    });

    it.each(['exclusive', 'inclusive'] as const)('keep their tax by line, rate and unit, prices %s', async (prices) => {
      const { unitOfWork } = subject();
      const lines = [
        { variantId: await saveVariant(unitOfWork, { price: usd(337), taxClass: 'standard' }), quantity: 7 },
        {
          variantId: await saveVariant(unitOfWork, { digital: true, price: usd(1_001), taxClass: 'reduced' }),
          quantity: 1,
        },
        { variantId: await saveVariant(unitOfWork, { price: usd(250) }), quantity: 2 },
      ];
      const rates = { standard: 190_000, reduced: 70_000 };
      const order = await sampleOrder(unitOfWork, { lines, tax: { prices, rates, shippingClass: 'standard' } });
      const { taxIncluded, taxes, lines: priced } = order.pricing;
      expect([taxIncluded, taxes.map(({ rate }) => rate)]).toEqual([prices === 'inclusive', [70_000, 190_000]]);
      expect(priced.map(({ tax }) => tax.amount > 0)).toEqual([true, true, false]);
      expect(new Set(priced[0]?.unitShares.map(({ tax }) => tax.amount)).size, 'units of unlike tax').toBe(2);

      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      expect(await find(order.id)).toStrictEqual({ order, version: 1 });
    });

    it('are found exactly as they were saved, whatever has happened to them', async () => {
      const order = await place();
      const next = eventful(order, afterNoon(60));
      valueOf(await change(order.id, () => next));
      expect(await find(order.id)).toStrictEqual({ order: next, version: 2 });
    });

    it('are locked as they are', async () => {
      const order = await place();
      expect(valueOf(await subject().unitOfWork.run(({ orders }) => orders.lock(order.id)))).toStrictEqual({
        order,
        version: 1,
      });
      expect(valueOf(await subject().unitOfWork.run(({ orders }) => orders.lock(freshId())))).toBeUndefined();
    });

    it('lose no change of many concurrent ones', async () => {
      const { id } = await place();
      const fail = (attempt: number) =>
        change(id, (order) => {
          const decision = recordPaymentFailure(order, {
            provider: 'sandbox',
            reference: `try ${attempt}`,
            reason: 'card_declined',
            at: noon,
          });
          return decision.ok ? decision.value.order : order;
        });
      for (const answer of await Promise.all(Array.from({ length: 8 }, (_, attempt) => fail(attempt)))) valueOf(answer);
      const stored = await find(id);
      expect(stored?.version).toBe(9);
      expect(new Set(stored?.order.failedPayments.map(({ reference }) => reference)).size).toBe(8);
    });

    it('that owe money without a refund are found as well, by when they were placed, unless a refund of it failed', async () => {
      const { unitOfWork } = subject();
      const order = await place();
      valueOf(await change(order.id, (now) => paid(cancelled(now))));
      const waiting = async (until: number) =>
        valueOf(await unitOfWork.run(({ orders }) => orders.withRefundWaitingSince(afterNoon(until), 9)));
      expect(await waiting(0)).toEqual([{ id: order.id, since: order.placedAt, refundIds: [], isDue: true }]);
      expect(await waiting(-1)).toEqual([]);
      const refundId = freshId();
      valueOf(
        await change(
          order.id,
          (now) =>
            accepted(
              refundOrder(now, {
                id: refundId,
                amount: now.dueBack,
                reason: 'due',
                ...paymentOf(now),
                at: afterNoon(5),
              }),
            ).order,
        ),
      );
      expect(await waiting(5)).toEqual([{ id: order.id, since: afterNoon(5), refundIds: [refundId], isDue: false }]);
      valueOf(
        await change(
          order.id,
          (now) => accepted(failRefund(now, { id: refundId, failure: 'account closed', at: afterNoon(6) })).order,
        ),
      );
      expect((await find(order.id))?.order.dueBack).toEqual(order.pricing.total);
      expect(await waiting(9)).toEqual([]);
    });

    it('that wait for refunds are found by how long they wait, a few at a time', async () => {
      const { unitOfWork } = subject();
      const refunded = async (...seconds: readonly number[]) => {
        const order = await place();
        let next = paid(order);
        const refundIds: string[] = [];
        for (const second of seconds) {
          const id = freshId();
          const facts = { id, amount: usd(1), reason: 'a scratch', ...paymentOf(next), at: afterNoon(second) };
          const decision = refundOrder(next, facts);
          if (!decision.ok) throw new Error(decision.error.type);
          refundIds.push(id);
          next = decision.value.order;
        }
        valueOf(await change(order.id, () => next));
        return { order: next, found: { id: order.id, since: afterNoon(seconds[0] ?? 0), refundIds, isDue: false } };
      };
      const waiting = async (until: number, limit: number, after?: OrderWithRefund) =>
        valueOf(await unitOfWork.run(({ orders }) => orders.withRefundWaitingSince(afterNoon(until), limit, after)));
      await place();
      const [late, early, twice] = [await refunded(3), await refunded(1), await refunded(2, 9)];
      const withOne = { ...twice.found, refundIds: twice.found.refundIds.slice(0, 1) };
      expect(await waiting(3, 9)).toEqual([early.found, withOne, late.found]);
      expect(await waiting(9, 9)).toEqual([early.found, twice.found, late.found]);
      expect(await waiting(2, 1)).toEqual([early.found]);
      expect(await waiting(2, 9, early.found)).toEqual([withOne]);

      const settled = confirmRefund(early.order, { id: early.found.refundIds[0] ?? '', at: afterNoon(10) });
      valueOf(await change(early.order.id, () => (settled.ok ? settled.value.order : early.order)));
      expect(await waiting(2, 9)).toEqual([withOne]);
    });

    it('that are pending and old enough are found oldest first, a few at a time', async () => {
      const { unitOfWork } = subject();
      const placed: Order[] = [];
      for (const seconds of [3, 1, 2, 1, 4]) placed.push(await place(undefined, afterNoon(seconds)));
      const [third, first, second, alsoFirst] = placed.map(({ id, placedAt }) => ({ id, placedAt }));
      const pending = async (limit: number, after?: PendingOrder) =>
        valueOf(await unitOfWork.read(({ orders }) => orders.pendingPlacedBy(afterNoon(3), limit, after)));
      expect(await pending(3)).toEqual([first, alsoFirst, second]);
      expect(await pending(3, first)).toEqual([alsoFirst, second, third]);
      expect(await pending(3, second)).toEqual([third]);
      expect(await pending(3, third)).toEqual([]);
    });

    it('that wait for a transfer are not old enough before it is due', async () => {
      const { unitOfWork } = subject();
      const [waiting, other] = [await place(), await place()];
      const attempt: PaymentAttempt = {
        id: freshId(),
        orderId: waiting.id,
        provider: 'manual',
        method: 'transfer',
        amount: waiting.pricing.total,
        createdAt: noon,
        dueAt: afterNoon(9),
        ordinal: 1,
      };
      valueOf(await unitOfWork.commit({ payment: { type: 'add', attempt } }));
      const pending = async (at?: Instant) =>
        valueOf(await unitOfWork.read(({ orders }) => orders.pendingPlacedBy(noon, 9, undefined, at))).map(
          ({ id }) => id,
        );
      expect(await pending(afterNoon(8))).toEqual([other.id]);
      expect(await pending(afterNoon(9))).toEqual([waiting.id, other.id]);
      expect(await pending()).toEqual([waiting.id, other.id]);
    });

    it('that are paid or cancelled are no longer pending', async () => {
      const { unitOfWork } = subject();
      const [one, two, three] = [await place(), await place(), await place()];
      valueOf(await change(one.id, (order) => paid(order)));
      valueOf(await change(two.id, (order) => cancelled(order)));
      const found = valueOf(await unitOfWork.read(({ orders }) => orders.pendingPlacedBy(noon, 9)));
      expect(found).toEqual([{ id: three.id, placedAt: noon }]);
    });
  });
};
