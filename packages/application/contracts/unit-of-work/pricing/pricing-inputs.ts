import type { PricingInput } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../../sample-order.js';
import { freshId, noon, sampleCart, saveVariant, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describePricingInputs = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('what orders were priced with', () => {
    const subject = subjectForEachTest(makeSubject);
    const input: PricingInput = {
      cart: sampleCart().cart,
      prices: { mug: { unitPrice: usd(1_999), productId: 'mugs', categoryIds: [], digital: false } },
      customer: { groups: ['guest'], orderCount: 0 },
      promotions: [
        { name: 'A tenth', id: 'tenth', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
      ],
      promotionUsage: { tenth: { uses: 1, customerUses: 0 } },
      minimumOrderRules: [],
      shipping: { method: 'post', charge: usd(500) },
      tax: { prices: 'inclusive', rates: { standard: 200_000 } },
      at: noon,
    };
    const place = async (priced: PricingInput, rulesHash: string): Promise<string> => {
      const { unitOfWork } = subject();
      const lines = [{ variantId: await saveVariant(unitOfWork), quantity: 1 }];
      const order = await sampleOrder(unitOfWork, { lines });
      valueOf(await unitOfWork.commit({ order: { type: 'place', order, priced: { input: priced, rulesHash } } }));
      return order.id;
    };
    const inputOf = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ orders }) => orders.pricingInput(id)));

    it('is stored whole, also where concurrent orders share their rules', async () => {
      const { tax: _tax, minimumOrderRules: _rules, ...rest } = input;
      const ids = await Promise.all([place(input, 'a'), place(input, 'a'), place(rest, 'b'), place(input, 'a')]);
      expect(await Promise.all(ids.map(inputOf))).toStrictEqual([input, input, rest, input]);
      expect(JSON.stringify((await inputOf(ids[0] ?? ''))?.promotions)).toBe(JSON.stringify(input.promotions));
    });

    it('is absent for orders of earlier versions, and for those that do not exist', async () => {
      for (const id of [freshId(), 'none']) expect(await inputOf(id)).toBeUndefined();
    });
  });
};
