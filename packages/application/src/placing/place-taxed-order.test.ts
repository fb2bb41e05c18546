import type { PlaceOrderCommand } from '@cartwright/application';
import type { TaxRules } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import {
  guest,
  home,
  openShop,
  orderNow,
  pricingRules,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const german: Omit<TaxRules, 'prices'> = { rates: { standard: 190_000, reduced: 70_000 }, shippingClass: 'standard' };
const charge = (tax: TaxRules): void =>
  shop.store.setPricing({ ...pricingRules, taxZones: [{ countries: [], ...tax }] });
const order = async (...items: readonly (readonly [string, number])[]) =>
  (await shop.placeOrder(commandFor(items)))._unsafeUnwrap().order;
const commandFor = (items: readonly (readonly [string, number])[]): PlaceOrderCommand => ({
  caller: guest,
  request: request('key'),
  source: { type: 'items', items: items.map(([variantId, quantity]) => ({ variantId, quantity })) },
  email: 'guest@example.org',
  shippingAddress: home,
  coupons: ['SAVE10'],
});

it.each([
  {
    prices: 'exclusive',
    // 19 % of 32.40, 7 % of 27.00, 19 % of 5.00 are added.
    mugs: {
      tax: usd(616),
      units: [
        [1, usd(206)],
        [2, usd(205)],
      ],
    },
    eBooks: {
      tax: usd(189),
      units: [
        [1, usd(95)],
        [1, usd(94)],
      ],
    },
    shipping: usd(95),
    taxes: [
      { rate: 70_000, net: usd(2700), tax: usd(189) },
      { rate: 190_000, net: usd(3740), tax: usd(711) },
    ],
    taxTotal: usd(900),
    total: usd(3240 + 2700 + 500 + 900),
  },
  {
    prices: 'inclusive',
    // Of the same amounts 19/119, 7/107 and 19/119 are tax.
    mugs: {
      tax: usd(517),
      units: [
        [1, usd(173)],
        [2, usd(172)],
      ],
    },
    eBooks: {
      tax: usd(177),
      units: [
        [1, usd(89)],
        [1, usd(88)],
      ],
    },
    shipping: usd(80),
    taxes: [
      { rate: 70_000, net: usd(2523), tax: usd(177) },
      { rate: 190_000, net: usd(3143), tax: usd(597) },
    ],
    taxTotal: usd(774),
    total: usd(3240 + 2700 + 500),
  },
] as const)('keeps the tax of each line, rate and unit with the order, prices $prices', async (expected) => {
  charge({ ...german, prices: expected.prices });
  const placed = await order([shop.mug, 3], [shop.eBook, 2]);
  const { lines, shipping, taxes, taxTotal, taxIncluded, total } = placed.pricing;
  const taxOf = (variantId: string) => {
    const line = lines.find((each) => each.variantId === variantId);
    return { tax: line?.tax, units: line?.unitShares.map(({ units, tax }) => [units, tax]) };
  };
  expect(taxOf(shop.mug)).toEqual(expected.mugs);
  expect(taxOf(shop.eBook)).toEqual(expected.eBooks);
  expect(shipping?.tax).toEqual(expected.shipping);
  expect({ taxes, taxTotal, taxIncluded, total }).toEqual({
    taxes: expected.taxes,
    taxTotal: expected.taxTotal,
    taxIncluded: expected.prices === 'inclusive',
    total: expected.total,
  });
  expect(orderNow(shop, placed)).toEqual(placed);
});

it('keeps the tax that an order was placed with when the rates change', async () => {
  charge({ ...german, prices: 'exclusive' });
  const placed = await order([shop.mug, 1]);
  charge({ prices: 'inclusive', rates: { standard: 250_000, reduced: 0 } });
  expect(orderNow(shop, placed).pricing).toEqual(placed.pricing);
});

it('charges no tax on what has no tax class', async () => {
  charge({ prices: 'exclusive', rates: german.rates });
  const { pricing } = await order([shop.poster, 2]);
  expect([pricing.taxes, pricing.taxTotal, pricing.total]).toEqual([[], usd(0), usd(1440 + 500)]);
});

it('sells what has a tax class untaxed in a shop without tax rules', async () => {
  const { pricing } = await order([shop.mug, 3], [shop.eBook, 2]);
  expect([pricing.taxes, pricing.taxTotal, pricing.total]).toEqual([[], usd(0), usd(3240 + 2700 + 500)]);
});

it('refuses to sell untaxed what is of a class that the tax rules do not know, and changes nothing', async () => {
  charge({ prices: 'exclusive', rates: { standard: 190_000 } });
  const refusal = await refusalOf(shop, () =>
    shop.placeOrder(
      commandFor([
        [shop.mug, 1],
        [shop.eBook, 1],
      ]),
    ),
  );
  expect(refusal).toEqual({ type: 'pricing.tax-class-without-rate', taxClass: 'reduced' });
});
