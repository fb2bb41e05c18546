import type { PricingRules } from '@cartwright/application';
import type { MinimumOrderRule, TaxZone } from '@cartwright/domain';
import { errAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { afterNoon, errorsOf, freshId, noon, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

const rules: PricingRules = {
  promotions: [
    { id: freshId(), name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
    {
      id: freshId(),
      name: 'Mugs for less',
      target: { type: 'lines', selector: { variantIds: [freshId()], categoryIds: [freshId()] } },
      effect: { type: 'percent', rate: 88_750 },
      conditions: { startsAt: noon, endsAt: afterNoon(3_600), groups: ['regular', 'premium'], couponCode: 'mugs' },
      priority: 7,
    },
  ],
  shippingMethods: [
    {
      id: 'z-standard',
      name: 'Standard',
      zones: [{ countries: ['DE', 'AT'] }, { countries: ['GB'], postalCodePrefixes: ['SW'] }],
      charges: [
        {
          type: 'tiered',
          tiers: [
            { from: usd(0), amount: usd(499) },
            { from: usd(5_000), amount: usd(0) },
          ],
        },
        { type: 'tiered', by: 'weight', tiers: [{ from: 500, amount: usd(799) }] },
      ],
      taxClass: 'standard',
      enabled: false,
    },
    { id: 'a-express', name: 'Express', zones: [{ countries: [] }], charges: [{ type: 'flat', amount: usd(1_499) }] },
  ],
};

const german: readonly TaxZone[] = [
  {
    countries: ['DE'],
    prices: 'inclusive',
    rates: { standard: 190_000, reduced: 70_000 },
    shippingClass: 'standard',
  },
  { countries: [], prices: 'inclusive', rates: { standard: 0, reduced: 0 } },
];
const british: readonly TaxZone[] = [
  { countries: [], prices: 'exclusive', rates: { standard: 200_000, reduced: 50_000, zero: 0 } },
];

export const describePricing = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('pricing rules', () => {
    const subject = subjectForEachTest(makeSubject);
    const save = async (tax: readonly TaxZone[] | undefined) =>
      valueOf(await subject().unitOfWork.run(({ pricing }) => pricing.saveTax(tax)));
    const read = async (): Promise<PricingRules> => {
      const found = valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.rules()));
      expect(
        valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.facts({}))).rules,
        'what carts are priced by',
      ).toStrictEqual(found);
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
        { minimum: usd(500), basis: 'afterDiscounts', group: 'premium', waivedForDigital: true },
      ] as const;
      await subject().givePricingRules({ ...rules, minimumOrderRules });
      expect((await read()).minimumOrderRules).toHaveLength(2);
      expect((await read()).minimumOrderRules).toEqual(expect.arrayContaining([...minimumOrderRules]));
    });

    it('hold the tax rules that the shop decided on last, however it gave them', async () => {
      await subject().givePricingRules({ ...rules, taxZones: german });
      expect(await read()).toStrictEqual({ ...rules, taxZones: german });
      await save(german.slice(1));
      await save(british);
      expect(await read()).toStrictEqual({ ...rules, taxZones: british });
    });

    it('hold no tax once the shop has removed it, also a second time', async () => {
      await subject().givePricingRules(rules);
      await save(german);
      await save(undefined);
      await save(undefined);
      expect(await read()).toStrictEqual(rules);
    });

    it('hold the former tax rules when the transaction that changes them is refused', async () => {
      await save(german);
      for (const tax of [british, undefined]) {
        await subject().unitOfWork.run(({ pricing }) =>
          pricing.saveTax(tax).andThen(() => errAsync({ type: 'refused' } as const)),
        );
      }
      expect((await read()).taxZones).toStrictEqual(german);
    });

    it('hold the minimum orders that the shop decided on last, and return them with their lock', async () => {
      const minimum = (amount: number): readonly MinimumOrderRule[] => [{ minimum: usd(amount), basis: 'subtotal' }];
      const standing = async () =>
        valueOf(await subject().unitOfWork.run(({ pricing }) => pricing.lockMinimumOrders()));
      expect(await standing()).toBeUndefined();
      for (const last of [minimum(1), minimum(2), []]) {
        valueOf(await subject().unitOfWork.run(({ pricing }) => pricing.saveMinimumOrders(last)));
        expect([await standing(), (await read()).minimumOrderRules]).toStrictEqual([last, last]);
      }
    });

    it('offer a new shipping method last, change one in its place, and no longer offer one that is removed', async () => {
      await subject().givePricingRules(rules);
      const { run } = subject().unitOfWork;
      const [standard, express] = rules.shippingMethods;
      if (standard === undefined || express === undefined) throw new Error('the rules have two methods');
      const drone = { ...express, id: '0-drone', name: 'Drone' };
      const faster = { ...standard, name: 'Faster', deliveryDays: { min: 0, max: 1 } };
      for (const method of [drone, faster]) valueOf(await run(({ pricing }) => pricing.saveShippingMethod(method)));
      expect((await read()).shippingMethods).toStrictEqual([faster, express, drone]);
      expect(valueOf(await run(({ pricing }) => pricing.lockShippingMethod(drone.id)))).toStrictEqual(drone);
      for (const id of [express.id, 'none']) valueOf(await run(({ pricing }) => pricing.removeShippingMethod(id)));
      expect((await read()).shippingMethods).toStrictEqual([faster, drone]);
      expect(valueOf(await run(({ pricing }) => pricing.lockShippingMethod(express.id)))).toBeUndefined();
    });

    it('are returned with the lock of the tax rules', async () => {
      const standing = async () => valueOf(await subject().unitOfWork.run(({ pricing }) => pricing.lockTax()));
      expect(await standing()).toBeUndefined();
      await save(german);
      expect(await standing()).toStrictEqual(german);
    });

    it.each([
      ['replaced', british],
      ['removed', undefined],
    ])('are %s once by two concurrent changes that both saw the same ones', async (_what, tax) => {
      await save(german);
      const change = () =>
        subject().unitOfWork.run(({ pricing }) =>
          pricing
            .lockTax()
            .andThen((standing) =>
              standing?.length === german.length
                ? pricing.saveTax(tax)
                : errAsync({ type: 'changed meanwhile' } as const),
            ),
        );
      const answers = await Promise.all([change(), change()]);
      expect(errorsOf(answers)).toEqual([{ type: 'changed meanwhile' }]);
      expect((await read()).taxZones).toStrictEqual(tax);
    });

    it('are set once by two concurrent changes that both saw none, and so are the first minimum orders', async () => {
      const { run } = subject().unitOfWork;
      const refuse = () => errAsync({ type: 'changed meanwhile' } as const);
      const setTax = () =>
        run(({ pricing }) => pricing.lockTax().andThen((zones) => (zones ? refuse() : pricing.saveTax(german))));
      const setMinimum = () =>
        run(({ pricing }) =>
          pricing.lockMinimumOrders().andThen((standing) => (standing ? refuse() : pricing.saveMinimumOrders([]))),
        );
      for (const set of [setTax, setMinimum]) {
        expect(errorsOf(await Promise.all([set(), set()]))).toEqual([{ type: 'changed meanwhile' }]);
      }
    });
  });
};
