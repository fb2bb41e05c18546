import type { PaymentAttempt } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import type { Instant } from '@cartwright/domain';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describePayments = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('payment attempts', () => {
    const subject = subjectForEachTest(makeSubject);

    const addAttempt = async (
      orderId?: string,
      createdAt: Instant = noon,
      facts: Partial<PaymentAttempt> = {},
    ): Promise<PaymentAttempt> => {
      const { unitOfWork } = subject();
      const order = await sampleOrder(unitOfWork, {
        lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }],
      });
      if (orderId === undefined) valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      const attempt: PaymentAttempt = {
        id: freshId(),
        orderId: orderId ?? order.id,
        provider: 'sandbox',
        method: 'card',
        amount: order.pricing.total,
        createdAt,
        ...facts,
      };
      valueOf(await unitOfWork.commit({ payment: { type: 'add', attempt } }));
      return attempt;
    };
    const attemptsOf = async (orderId: string) =>
      valueOf(await subject().unitOfWork.read(({ payments }) => payments.ofOrder(orderId)));
    const find = async (id: string) => valueOf(await subject().unitOfWork.read(({ payments }) => payments.find(id)));
    const findByReference = async (reference: string, provider = 'sandbox') =>
      valueOf(await subject().unitOfWork.read(({ payments }) => payments.lookUp({ provider, reference }))).byReference;

    it('are only those of their order', async () => {
      const first = await addAttempt();
      const second = await addAttempt(first.orderId, afterNoon(5));
      await addAttempt();
      expect(await attemptsOf(first.orderId)).toStrictEqual([first, second]);
      expect(await attemptsOf(freshId())).toEqual([]);
    });

    it('are found by their id, with all fields', async () => {
      const urls = {
        method: 'checkout',
        successUrl: 'https://shop.example/paid',
        cancelUrl: 'https://shop.example/',
      } as const;
      const attempt = await addAttempt(undefined, noon, urls);
      const transfer = await addAttempt(undefined, noon, { method: 'transfer', dueAt: afterNoon(9) });
      expect(await find(transfer.id)).toStrictEqual(transfer);
      expect(await find(attempt.id)).toStrictEqual(attempt);
      expect(await find(freshId())).toBeUndefined();
      expect(await find('no such attempt')).toBeUndefined();
    });

    it('are found by what starting them answered and by the payment that holds their money, of their provider alone', async () => {
      const { unitOfWork } = subject();
      const attempt = await addAttempt();
      await addAttempt(attempt.orderId);
      valueOf(await unitOfWork.run(({ payments }) => payments.setReference(attempt.id, 'sbx_cs_1')));
      valueOf(await unitOfWork.commit({ payment: { type: 'note', id: attempt.id, captureReference: 'sbx_pay_1' } }));
      const known = { ...attempt, reference: 'sbx_cs_1', captureReference: 'sbx_pay_1' };
      expect(await findByReference('sbx_cs_1')).toStrictEqual(known);
      expect(await findByReference('sbx_pay_1')).toStrictEqual(known);
      expect(await findByReference('sbx_pay_1', 'stripe')).toBeUndefined();
      expect(await findByReference('sbx_pay_2')).toBeUndefined();
      expect(await findByReference('\0')).toBeUndefined();
    });

    it('store when their cancellation was sent to the provider', async () => {
      const [attempt, other] = [await addAttempt(), await addAttempt()];
      valueOf(await subject().unitOfWork.run(({ payments }) => payments.setEnded(attempt.id, afterNoon(5))));
      expect(await find(attempt.id)).toStrictEqual({ ...attempt, endedAt: afterNoon(5) });
      expect(await find(other.id)).toStrictEqual(other);
    });

    it('of a period and a provider come by id, page after page', async () => {
      await addAttempt(undefined, afterNoon(-1));
      const attempts = [
        await addAttempt(),
        await addAttempt(undefined, afterNoon(2)),
        await addAttempt(undefined, afterNoon(1)),
      ];
      await addAttempt(undefined, noon, { provider: 'stripe' });
      await addAttempt(undefined, afterNoon(3));
      const period = { provider: 'sandbox', from: noon, to: afterNoon(3) };
      const page = async (limit: number, after?: string) =>
        valueOf(
          await subject().unitOfWork.read(({ payments }) =>
            payments.createdBetween(period, { limit, ...(after === undefined ? {} : { after }) }),
          ),
        );
      expect(await page(2)).toStrictEqual(attempts.slice(0, 2));
      expect(await page(2, attempts[1]?.id)).toStrictEqual(attempts.slice(2));
      expect(await page(2, attempts[2]?.id)).toEqual([]);
    });

    it('get the provider’s own id once it has responded', async () => {
      const attempt = await addAttempt();
      const other = await addAttempt(attempt.orderId, afterNoon(5));
      valueOf(await subject().unitOfWork.run(({ payments }) => payments.setReference(attempt.id, 'sbx_pay_1')));
      expect(await attemptsOf(attempt.orderId)).toStrictEqual([{ ...attempt, reference: 'sbx_pay_1' }, other]);
    });
  });
};
