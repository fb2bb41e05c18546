import type { TaxRules } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, openShop, orderNow, refusalOf, usd, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
/** The catalogue has both classes. */
const german: TaxRules = {
  prices: 'exclusive',
  rates: { standard: 190_000, reduced: 70_000 },
  shippingClass: 'standard',
};
const british: TaxRules = { prices: 'inclusive', rates: { standard: 200_000, reduced: 50_000, zero: 0 } };
const standing = async () => (await shop.viewTaxRules())._unsafeUnwrap();

describe('setting tax rules', () => {
  it('replaces those before, and nothing else of the shop', async () => {
    const before = shop.store.pricing();
    expect((await shop.setTaxRules({ rules: german }))._unsafeUnwrap()).toEqual(german);
    await shop.setTaxRules({ rules: british });
    expect(await standing()).toEqual(british);
    expect(shop.store.pricing()).toEqual({ ...before, tax: british });
  });

  it('taxes what is ordered from then on, and nothing that was ordered before', async () => {
    const untaxed = await guestOrder(shop, { key: 'before' });
    await shop.setTaxRules({ rules: german });
    const taxed = await guestOrder(shop, { key: 'after' });
    await shop.setTaxRules({ rules: british });
    // 19 % of 12.00 and of 5.00 to send it.
    expect([untaxed, taxed].map(({ order }) => orderNow(shop, order).pricing.taxTotal)).toEqual([usd(0), usd(323)]);
  });

  it.each([
    [
      { ...german, rates: { ...german.rates, standard: -1 } },
      { type: 'pricing.tax-rate-malformed', taxClass: 'standard', rate: -1 },
    ],
    [
      { ...german, shippingClass: 'luxury' },
      { type: 'pricing.tax-class-without-rate', taxClass: 'luxury' },
    ],
  ])('refuses rules that nothing can be priced under: %j', async (rules, error) => {
    expect(await refusalOf(shop, () => shop.setTaxRules({ rules }))).toEqual(error);
  });

  it('refuses rules under which a part of the catalogue could no longer be sold, and names its classes', async () => {
    const uncovered = (rates: TaxRules['rates']) =>
      refusalOf(shop, () => shop.setTaxRules({ rules: { prices: 'exclusive', rates } }));
    expect(await uncovered({ zero: 0 })).toEqual({
      type: 'tax-rules.classes-uncovered',
      taxClasses: ['reduced', 'standard'],
    });
    expect(await uncovered({ standard: 190_000 })).toEqual({
      type: 'tax-rules.classes-uncovered',
      taxClasses: ['reduced'],
    });
  });

  it('is refused to whoever took other rules for those that stand', async () => {
    await shop.setTaxRules({ rules: german });
    const isExpected = (rules: TaxRules | undefined): boolean => rules?.prices === 'inclusive';
    expect(await refusalOf(shop, () => shop.setTaxRules({ rules: british, isExpected }))).toEqual({
      type: 'tax-rules.stale',
    });
    expect(
      (await shop.setTaxRules({ rules: british, isExpected: (rules) => rules?.prices === 'exclusive' })).isOk(),
    ).toBe(true);
  });
});

describe('removing tax rules', () => {
  it('leaves a shop that charges no tax, again and again', async () => {
    await shop.setTaxRules({ rules: german });
    for (const _time of [1, 2]) expect((await shop.removeTaxRules({})).isOk()).toBe(true);
    expect((await shop.viewTaxRules())._unsafeUnwrapErr()).toEqual({ type: 'tax-rules.not-found' });
    expect((await guestOrder(shop)).order.pricing.taxTotal).toEqual(usd(0));
  });

  it('is refused to whoever took other rules for those that stand', async () => {
    await shop.setTaxRules({ rules: german });
    const attempt = () => shop.removeTaxRules({ isExpected: (rules) => rules === undefined });
    expect(await refusalOf(shop, attempt)).toEqual({ type: 'tax-rules.stale' });
  });
});

it('answers an outage while the storage is away, and changes nothing', async () => {
  await shop.setTaxRules({ rules: german });
  shop.store.goAway();
  const answers = [
    await shop.viewTaxRules(),
    await shop.setTaxRules({ rules: british }),
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
