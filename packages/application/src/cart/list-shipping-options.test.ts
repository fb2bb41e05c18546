import { beforeEach, expect, it } from 'vitest';
import { guestCart, openShop, pricingRules, usd, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const listFor = async (...lines: readonly (readonly [string, number])[]) => {
  const { cartId, caller } = await guestCart(shop, ...lines);
  return (await shop.listShippingOptions({ caller, cartId }))._unsafeUnwrap();
};

it("lists the shop's methods with what each would cost, the cheapest being the default", async () => {
  expect(await listFor([shop.mug, 1])).toEqual([
    { id: 'standard', name: 'Standard', charge: usd(500), total: usd(500), tax: usd(0), isDefault: true },
    { id: 'express', name: 'Express', charge: usd(1500), total: usd(1500), tax: usd(0), isDefault: false },
  ]);
});

it('leaves out a method whose first tier the cart does not reach', async () => {
  const charge = { type: 'tiered', tiers: [{ from: usd(2000), amount: usd(300) }] } as const;
  const shippingMethods = [
    { id: 'van', name: 'Van', zones: [{ countries: [] }], charges: [charge] },
    ...pricingRules.shippingMethods,
  ];
  shop.store.setPricing({ ...pricingRules, shippingMethods });
  expect((await listFor([shop.mug, 1])).map(({ id }) => id)).toEqual(['standard', 'express']);
  expect((await listFor([shop.mug, 2])).map(({ id }) => id)).toEqual(['van', 'standard', 'express']);
});

it('takes discounts on shipping off', async () => {
  const free = {
    id: 'free',
    name: 'Free',
    target: { type: 'shipping' },
    effect: { type: 'percent', rate: 1_000_000 },
  } as const;
  shop.store.setPricing({ ...pricingRules, promotions: [free] });
  expect((await listFor([shop.mug, 1]))[0]).toMatchObject({ charge: usd(500), total: usd(0) });
});

it('says when each would arrive were it ordered now, if that is known', async () => {
  const [standard, express] = pricingRules.shippingMethods;
  if (standard === undefined || express === undefined) throw new Error('the shop has two methods');
  shop.store.setPricing({
    ...pricingRules,
    shippingMethods: [{ ...standard, deliveryDays: { min: 3, max: 5 } }, express],
  });
  shop.clock.advance(3_600_000);
  const arrivals = (await listFor([shop.mug, 1])).map(({ estimatedArrival }) => estimatedArrival);
  expect(arrivals).toEqual([{ earliest: '2026-11-24T10:30:00.000Z', latest: '2026-11-26T10:30:00.000Z' }, undefined]);
  expect((await listFor([shop.eBook, 1])).map((option) => 'estimatedArrival' in option)).toEqual([false, false]);
});

it('charges nothing to send what is digital', async () => {
  expect((await listFor([shop.eBook, 1])).map(({ total }) => total)).toEqual([usd(0), usd(0)]);
});
