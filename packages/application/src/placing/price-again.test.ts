import { priceCart } from '@cartwright/domain';
import { expect, it } from 'vitest';
import { guest, home, openShop, pricingRules, request, usd } from '../../testing/shop-in-memory.js';

it('stores what an order was priced with, so that its price can be computed again after every rule has changed', async () => {
  const shop = await openShop();
  const rates = { standard: 190_000, reduced: 70_000 };
  const zones = [{ countries: [], prices: 'exclusive', rates, shippingClass: 'standard' }] as const;
  (await shop.setTaxRules({ zones }))._unsafeUnwrap();
  const placed = await shop.placeOrder({
    caller: guest,
    request: request('order'),
    source: {
      type: 'items',
      items: [
        { variantId: shop.mug, quantity: 3 },
        { variantId: shop.eBook, quantity: 1 },
      ],
    },
    coupons: ['save10'],
    email: 'guest@example.org',
    shippingAddress: home,
  });
  const { order } = placed._unsafeUnwrap();
  shop.store.setPricing({ ...pricingRules, promotions: [], shippingMethods: [] });
  const input = shop.store.committed().pricingInputs.get(order.id);
  const again = priceCart(JSON.parse(JSON.stringify(input)));
  // The order shows no promotion whose code was not entered.
  expect(again.ok && { ...again.value, skipped: order.pricing.skipped }).toEqual(order.pricing);
  expect(order.pricing).toMatchObject({ discountTotal: usd(510), taxIncluded: false });
});
