import type { ReturnRequest } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeReturns = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('announced returns', () => {
    const subject = subjectForEachTest(makeSubject);

    const placeOrder = async (): Promise<string> => {
      const { unitOfWork } = subject();
      const order = await sampleOrder(unitOfWork, {
        lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }],
      });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      return order.id;
    };
    const announce = async (orderId: string, requestedAt: string = noon): Promise<ReturnRequest> => {
      const lines = [
        { variantId: freshId(), quantity: 2 },
        { variantId: freshId(), quantity: 1 },
      ];
      const request = { id: freshId(), orderId, lines, reason: 'too small', requestedAt };
      valueOf(await subject().unitOfWork.run(({ returns }) => returns.add(request)));
      return request;
    };
    const find = async (id: string) => valueOf(await subject().unitOfWork.read(({ returns }) => returns.find(id)));
    const ofOrder = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ returns }) => returns.ofOrder(id)));

    it('are found exactly as they were announced', async () => {
      const request = await announce(await placeOrder());
      expect(await find(request.id)).toStrictEqual(request);
      expect([await find(freshId()), await find('no id')]).toEqual([undefined, undefined]);
    });

    it('are only those of their order, oldest first', async () => {
      const [order, other] = [await placeOrder(), await placeOrder()];
      const late = await announce(order, afterNoon(1));
      const [first, second] = [await announce(order), await announce(order)];
      await announce(other);
      expect(await ofOrder(order)).toStrictEqual([first, second, late]);
      expect([await ofOrder(freshId()), await ofOrder('no id')]).toEqual([[], []]);
    });

    it('remember when they arrived', async () => {
      const order = await placeOrder();
      const [request, awaited] = [await announce(order), await announce(order, afterNoon(1))];
      valueOf(await subject().unitOfWork.run(({ returns }) => returns.setReceived(request.id, afterNoon(9))));
      expect(await find(request.id)).toStrictEqual({ ...request, receivedAt: afterNoon(9) });
      expect(await ofOrder(order)).toStrictEqual([{ ...request, receivedAt: afterNoon(9) }, awaited]);
    });
  });
};
