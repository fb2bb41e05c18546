import type { PaymentAttempt } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describePayments = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('payment attempts', () => {
    const subject = subjectForEachTest(makeSubject);

    const addAttempt = async (orderId?: string, createdAt: string = noon): Promise<PaymentAttempt> => {
      const { unitOfWork } = subject();
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }] });
      if (orderId === undefined) valueOf(await unitOfWork.run(({ orders }) => orders.add(order)));
      const attempt = { id: freshId(), orderId: orderId ?? order.id, provider: 'sandbox', amount: order.pricing.total, createdAt };
      valueOf(await unitOfWork.run(({ payments }) => payments.add(attempt)));
      return attempt;
    };
    const attemptsOf = async (orderId: string) => {
      const found = valueOf(await subject().unitOfWork.read(({ payments }) => payments.ofOrder(orderId)));
      return [...found].sort((left, right) => (left.createdAt < right.createdAt ? -1 : 1));
    };

    it('are those of their order alone', async () => {
      const first = await addAttempt();
      const second = await addAttempt(first.orderId, afterNoon(5));
      await addAttempt();
      expect(await attemptsOf(first.orderId)).toStrictEqual([first, second]);
      expect(await attemptsOf(freshId())).toEqual([]);
    });

    it('learn the provider’s own id once it has answered', async () => {
      const attempt = await addAttempt();
      const other = await addAttempt(attempt.orderId, afterNoon(5));
      valueOf(await subject().unitOfWork.run(({ payments }) => payments.setReference(attempt.id, 'sbx_pay_1')));
      expect(await attemptsOf(attempt.orderId)).toStrictEqual([{ ...attempt, reference: 'sbx_pay_1' }, other]);
    });
  });
};
