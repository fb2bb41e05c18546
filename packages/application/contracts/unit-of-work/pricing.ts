import type { PricingRules } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, usd, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

const rules: PricingRules = {
  promotions: [
    { id: freshId(), name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
    {
      id: freshId(),
      name: 'Mugs for less',
      target: { type: 'lines', selector: { variantIds: [freshId()], categoryIds: [freshId()] } },
      effect: { type: 'percent', rate: 88_750 },
      conditions: { startsAt: noon, endsAt: afterNoon(3_600), segments: ['regular', 'premium'], couponCode: 'mugs' },
      priority: 7,
    },
  ],
  shippingMethods: [
    { id: 'z-standard', name: 'Standard', charge: { type: 'tiered', tiers: [{ from: usd(0), amount: usd(499) }, { from: usd(5_000), amount: usd(0) }] } },
    { id: 'a-express', name: 'Express', charge: { type: 'flat', amount: usd(1_499) } },
  ],
};

export const describePricing = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('pricing rules', () => {
    const subject = subjectForEachTest(makeSubject);
    const read = async (): Promise<PricingRules> => {
      const found = valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.rules()));
      return { ...found, promotions: [...found.promotions].sort((left, right) => (left.id < right.id ? -1 : 1)) };
    };

    it('are none in a new shop, so that the defaults hold', async () => {
      expect(await read()).toStrictEqual({ promotions: [], shippingMethods: [] });
    });

    it('are read as the shop gave them, shipping methods in the order of the offer', async () => {
      await subject().givePricingRules(rules);
      expect(await read()).toStrictEqual(rules);
    });

    it('hold the minimum order when the shop has decided on one', async () => {
      const minimumOrderRules = [
        { minimum: usd(2_000), basis: 'subtotal' },
        { minimum: usd(500), basis: 'afterDiscounts', segment: 'premium', waivedForDigital: true },
      ] as const;
      await subject().givePricingRules({ ...rules, minimumOrderRules });
      expect((await read()).minimumOrderRules).toHaveLength(2);
      expect((await read()).minimumOrderRules).toEqual(expect.arrayContaining([...minimumOrderRules]));
    });

    it('hold the tax rules that the shop decided on last', async () => {
      await subject().givePricingRules({ ...rules, tax: { prices: 'exclusive', rates: { standard: 88_750 } } });
      expect(await read()).toStrictEqual({ ...rules, tax: { prices: 'exclusive', rates: { standard: 88_750 } } });
      const tax = { prices: 'inclusive', rates: { standard: 200_000, reduced: 50_000, zero: 0 }, shippingClass: 'standard' } as const;
      await subject().givePricingRules({ ...rules, tax });
      expect(await read()).toStrictEqual({ ...rules, tax });
    });

    it('hold no tax once the shop has given it up', async () => {
      await subject().givePricingRules({ ...rules, tax: { prices: 'exclusive', rates: { standard: 88_750 } } });
      await subject().givePricingRules(rules);
      expect(await read()).toStrictEqual(rules);
    });
  });
};
