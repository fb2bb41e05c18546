import type { Address, TaxRules, TaxZone } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  guest,
  guestOrder,
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
/** The catalogue has both classes. */
const everywhere = (rules: TaxRules): readonly TaxZone[] => [{ countries: [], ...rules }];
const germanRules: TaxRules = {
  prices: 'exclusive',
  rates: { standard: 190_000, reduced: 70_000 },
  shippingClass: 'standard',
};
const german = everywhere(germanRules);
const british = everywhere({ prices: 'inclusive', rates: { standard: 200_000, reduced: 50_000, zero: 0 } });
const standing = async () => (await shop.viewTaxRules())._unsafeUnwrap();

describe('setting tax rules', () => {
  it('replaces those before, and nothing else of the shop', async () => {
    const before = shop.store.pricing();
    expect((await shop.setTaxRules({ zones: german }))._unsafeUnwrap()).toEqual(german);
    await shop.setTaxRules({ zones: british });
    expect(await standing()).toEqual(british);
    expect(shop.store.pricing()).toEqual({ ...before, taxZones: british });
  });

  it('taxes what is ordered from then on, and nothing that was ordered before', async () => {
    const untaxed = await guestOrder(shop, { key: 'before' });
    await shop.setTaxRules({ zones: german });
    const taxed = await guestOrder(shop, { key: 'after' });
    await shop.setTaxRules({ zones: british });
    // 19 % of 12.00 and of 5.00 to send it.
    expect([untaxed, taxed].map(({ order }) => orderNow(shop, order).pricing.taxTotal)).toEqual([usd(0), usd(323)]);
  });

  it.each([
    [
      everywhere({ ...germanRules, rates: { ...germanRules.rates, standard: -1 } }),
      { type: 'pricing.tax-rate-malformed', taxClass: 'standard', rate: -1 },
    ],
    [
      everywhere({ ...germanRules, shippingClass: 'luxury' }),
      { type: 'pricing.tax-class-without-rate', taxClass: 'luxury' },
    ],
    [[], { type: 'tax.no-rest-of-world' }],
    [[{ ...germanRules, countries: ['DE'] }], { type: 'tax.no-rest-of-world' }],
    [
      [{ ...germanRules, countries: ['DE', 'AT'], regions: ['BY'] }, ...german],
      { type: 'input.malformed', path: 'zones[0].countries' },
    ],
  ])('refuses rules that nothing can be priced under: %j', async (zones, error) => {
    expect(await refusalOf(shop, () => shop.setTaxRules({ zones }))).toEqual(error);
  });

  it('refuses rules under which a part of the catalogue could no longer be sold, and names its classes', async () => {
    const uncovered = (rates: TaxRules['rates']) =>
      refusalOf(shop, () => shop.setTaxRules({ zones: everywhere({ prices: 'exclusive', rates }) }));
    expect(await uncovered({ zero: 0 })).toEqual({
      type: 'tax-rules.classes-uncovered',
      taxClasses: ['reduced', 'standard'],
    });
    expect(await uncovered({ standard: 190_000 })).toEqual({
      type: 'tax-rules.classes-uncovered',
      taxClasses: ['reduced'],
    });
  });

  it('is refused when it is based on rules that are no longer in force', async () => {
    await shop.setTaxRules({ zones: german });
    const isExpected = ([zone]: readonly TaxZone[]): boolean => zone?.prices === 'inclusive';
    expect(await refusalOf(shop, () => shop.setTaxRules({ zones: british, isExpected }))).toEqual({
      type: 'tax-rules.stale',
    });
    expect(
      (await shop.setTaxRules({ zones: british, isExpected: ([zone]) => zone?.prices === 'exclusive' })).isOk(),
    ).toBe(true);
  });
});

describe('tax by destination', () => {
  it('is charged by the zone that holds the address of an order, and by that of the rest of the world elsewhere', async () => {
    const exempt = { prices: 'exclusive', rates: { standard: 0, reduced: 0 } } as const;
    const zones = [
      { countries: ['GB'], ...germanRules },
      { countries: ['GB'], postalCodePrefixes: ['JE'], ...exempt },
    ];
    await shop.setTaxRules({
      zones: [...zones, { countries: [], ...exempt, rates: { standard: 50_000, reduced: 0 } }],
    });
    const taxFor = async (place: Partial<Address>, key: string) => {
      const placed = await shop.placeOrder({
        caller: guest,
        request: request(key),
        source: { type: 'items', items: [{ variantId: shop.mug, quantity: 1 }] },
        email: 'guest@example.org',
        shippingAddress: { ...home, ...place },
      });
      return placed._unsafeUnwrap().order.pricing.taxTotal;
    };
    expect(await taxFor({}, 'britain')).toEqual(usd(323));
    expect(await taxFor({ postalCode: 'je2 3ab' }, 'jersey')).toEqual(usd(0));
    expect(await taxFor({ country: 'US' }, 'america')).toEqual(usd(60));
  });

  it('needs a rate for the tax class of a shipping method in every zone', async () => {
    const [standard] = pricingRules.shippingMethods;
    if (standard === undefined) throw new Error('the shop has a method');
    shop.store.setPricing({ ...pricingRules, shippingMethods: [{ ...standard, taxClass: 'parcels' }] });
    expect(await refusalOf(shop, () => shop.setTaxRules({ zones: german }))).toEqual({
      type: 'tax-rules.classes-uncovered',
      taxClasses: ['parcels'],
    });
  });
});

describe('removing tax rules', () => {
  it('leaves a shop that charges no tax, again and again', async () => {
    await shop.setTaxRules({ zones: german });
    for (const _time of [1, 2]) expect((await shop.removeTaxRules({})).isOk()).toBe(true);
    expect(await standing()).toEqual([]);
    expect((await guestOrder(shop)).order.pricing.taxTotal).toEqual(usd(0));
  });

  it('is refused when it is based on rules that are no longer in force', async () => {
    await shop.setTaxRules({ zones: german });
    const attempt = () => shop.removeTaxRules({ isExpected: (zones) => zones.length === 0 });
    expect(await refusalOf(shop, attempt)).toEqual({ type: 'tax-rules.stale' });
  });
});

it('returns an outage while the storage is away, and changes nothing', async () => {
  await shop.setTaxRules({ zones: german });
  shop.store.goAway();
  const answers = [
    await shop.viewTaxRules(),
    await shop.setTaxRules({ zones: british }),
    await shop.removeTaxRules({}),
  ];
  expect(answers.map((answer) => answer._unsafeUnwrapErr().type)).toEqual([
    'storage.unavailable',
    'storage.unavailable',
    'storage.unavailable',
  ]);
  shop.store.comeBack();
  expect(await standing()).toEqual(german);
});
