import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import { freshId, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeShipments = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('shipments', () => {
    const subject = subjectForEachTest(makeSubject);

    const ship = async (...ids: readonly string[]): Promise<string> => {
      const { unitOfWork } = subject();
      const order = await sampleOrder(unitOfWork, {
        lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }],
      });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      for (const id of ids) valueOf(await unitOfWork.run(({ shipments }) => shipments.add({ id, orderId: order.id })));
      return order.id;
    };
    const orderOf = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ shipments }) => shipments.orderOf(id)));

    it('lead to their order', async () => {
      const [first, second, third] = [freshId(), freshId(), freshId()];
      const order = await ship(first, second);
      const other = await ship(third);
      expect([await orderOf(first), await orderOf(second), await orderOf(third)]).toEqual([order, order, other]);
    });

    it('lead to no order if they are unknown', async () => {
      await ship(freshId());
      expect([await orderOf(freshId()), await orderOf('no id')]).toEqual([undefined, undefined]);
    });
  });
};
