import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { entry, input, promotion, usd } from '../../../testing/shop.js';
import { taxOn } from './charge-tax.js';
import { priceCart } from '../price-cart.js';
import type { PricingInput, TaxRules } from '../pricing-input.js';

const prices = {
  book: entry(1050, { taxClass: 'reduced' }),
  gift: entry(500),
  mug: entry(1999, { taxClass: 'standard' }),
};
const rules = (facts: Partial<TaxRules> = {}): TaxRules => ({
  prices: 'exclusive',
  rates: { standard: 200_000, reduced: 70_000, none: 0 },
  ...facts,
});
const price = (tax: TaxRules | undefined, facts: Partial<PricingInput> = {}) =>
  priceCart(input({ book: 1, gift: 1, mug: 3 }, prices, { ...(tax === undefined ? {} : { tax }), ...facts }));
const post = { shipping: { method: 'post', charge: usd(600) } } as const;

describe('tax', () => {
  test('that prices leave out is added to the total, rounded line by line, and reported by rate', () => {
    const priced = accepted(price(rules()));
    // 7 % of 10.50 is 73.5 cents, 20 % of 59.97 is 1199.4.
    expect(priced.lines.map(({ taxRate, tax }) => [taxRate, tax.amount])).toStrictEqual([
      [70_000, 74],
      [undefined, 0],
      [200_000, 1199],
    ]);
    expect(priced).toMatchObject({
      taxIncluded: false,
      taxes: [
        { rate: 70_000, net: usd(1050), tax: usd(74) },
        { rate: 200_000, net: usd(5997), tax: usd(1199) },
      ],
      taxTotal: usd(1273),
      total: usd(7547 + 1273),
    });
  });

  test('is not charged without a class, though there is one that is called undefined', () => {
    const odd = rules({ rates: { undefined: 500_000, standard: 0, reduced: 0 } });
    expect(accepted(price(odd, post)).taxTotal).toStrictEqual(usd(0));
  });

  test('that prices hold is reported without changing the total', () => {
    const priced = accepted(price(rules({ prices: 'inclusive' })));
    // 10.50 − 10.50 ÷ 1.07 is 68.69 cents, 59.97 − 59.97 ÷ 1.2 is 999.5.
    expect(priced).toMatchObject({
      taxIncluded: true,
      taxes: [
        { rate: 70_000, net: usd(1050 - 69), tax: usd(69) },
        { rate: 200_000, net: usd(5997 - 1000), tax: usd(1000) },
      ],
      taxTotal: usd(1069),
      total: usd(7547),
    });
  });

  test('is charged on what discounts leave', () => {
    const priced = accepted(price(rules(), { promotions: [promotion('half', 500_000)] }));
    expect(priced.lines.map(({ total, tax }) => [total.amount, tax.amount])).toStrictEqual([
      [525, 37],
      [250, 0],
      [2998, 600],
    ]);
  });

  test('is charged on shipping by its class, on what discounts leave of it', () => {
    const promotions = [promotion('half', 500_000, { target: { type: 'shipping' } })];
    const priced = accepted(price(rules({ shippingClass: 'standard' }), { ...post, promotions }));
    expect(priced.shipping).toStrictEqual({
      method: 'post',
      charge: usd(600),
      discountTotal: usd(300),
      total: usd(300),
      taxRate: 200_000,
      tax: usd(60),
    });
    expect(priced).toMatchObject({ shippingTotal: usd(300), taxTotal: usd(1273 + 60), total: usd(7547 + 300 + 1333) });
    expect(priced.taxes[1]).toStrictEqual({ rate: 200_000, net: usd(5997 + 300), tax: usd(1259) });
  });

  test('is not charged on shipping without a class, nor reported without shipping', () => {
    expect(accepted(price(rules(), post)).shipping?.tax).toStrictEqual(usd(0));
    const taxes = accepted(priceCart(input({ gift: 1 }, prices, { tax: rules({ shippingClass: 'standard' }) }))).taxes;
    expect(taxes).toStrictEqual([]);
  });

  test('at a rate of zero is reported, at one above a hundred percent charged, the lowest first', () => {
    const list = { a: entry(100, { taxClass: 'huge' }), b: entry(100, { taxClass: 'none' }) };
    const tax = rules({ rates: { none: 0, huge: 1_500_000 } });
    expect(accepted(priceCart(input({ a: 1, b: 1 }, list, { tax }))).taxes).toStrictEqual([
      { rate: 0, net: usd(100), tax: usd(0) },
      { rate: 1_500_000, net: usd(100), tax: usd(150) },
    ]);
  });

  test('of two classes with one rate is reported once', () => {
    const list = { a: entry(100, { taxClass: 'x' }), b: entry(100, { taxClass: 'y' }) };
    const tax = rules({ rates: { x: 100_000, y: 100_000 } });
    expect(accepted(priceCart(input({ a: 1, b: 1 }, list, { tax }))).taxes).toStrictEqual([
      { rate: 100_000, net: usd(200), tax: usd(20) },
    ]);
  });

  test.each(['luxury', 'constructor', '__proto__'])('of a class without a rate is refused: %s', (taxClass) => {
    const error = { type: 'pricing.tax-class-without-rate', taxClass };
    const list = { mug: entry(100, { taxClass }) };
    expect(refused(priceCart(input({ mug: 1 }, list, { tax: rules() })))).toStrictEqual(error);
    expect(refused(priceCart(input({ mug: 1 }, list)))).toStrictEqual(error);
    expect(refused(price(rules({ shippingClass: taxClass })))).toStrictEqual(error);
  });

  test.each([-1, -0, 0.5, NaN, Infinity, 2 ** 53, Number.MAX_SAFE_INTEGER])('at a rate of %s is refused', (rate) => {
    expect(refused(price(rules({ rates: { ...rules().rates, odd: rate } })))).toStrictEqual({
      type: 'pricing.tax-rate-malformed',
      taxClass: 'odd',
      rate,
    });
  });

  test('at several bad rates is refused for the first class, in whatever order they are given', () => {
    expect(refused(price(rules({ rates: { b: -1, a: -2 } })))).toMatchObject({ taxClass: 'a' });
    expect(refused(price(rules({ rates: { a: -2, b: -1 } })))).toMatchObject({ taxClass: 'a' });
  });

  test('that takes the total past 2^53 − 1 is refused', () => {
    const list = { mug: entry(2 ** 52, { taxClass: 'double' }) };
    const tax = rules({ rates: { double: 1_000_000 } });
    expect(refused(priceCart(input({ mug: 1 }, list, { tax })))).toMatchObject({ type: 'money.out-of-range' });
    expect(
      accepted(priceCart(input({ mug: 1 }, list, { tax: { ...tax, prices: 'inclusive' } }))).taxTotal,
    ).toStrictEqual(usd(2 ** 51));
  });

  test('that takes any alternative past 2^53 − 1 is refused, though another one would not be', () => {
    const facts = {
      tax: rules({ rates: { double: 1_000_000 } }),
      promotions: [
        promotion('a cent', 0, { effect: { type: 'amount', amount: usd(1), mode: 'across' } }),
        promotion('all', 1_000_000, { combinable: false }),
      ],
    };
    const list = { mug: entry(2 ** 52 + 1, { taxClass: 'double' }) };
    expect(refused(priceCart(input({ mug: 1 }, list, facts)))).toMatchObject({ type: 'money.out-of-range' });
  });

  test('is exact at any size and rounded once, half up', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.oneof(fc.nat({ max: 1_000_000 }), fc.nat({ max: 2 ** 40 })), (amount, rate) => {
        const [n, r, whole] = [BigInt(amount), BigInt(rate), 1_000_000n];
        const included = (n * r * 2n + whole + r) / ((whole + r) * 2n);
        expect(BigInt(taxOn(amount, rate, true, 'USD'))).toBe(included);
        const added = (n * r * 2n + whole) / (whole * 2n);
        // Past 2^53 − 1 it is only near, and the total refused.
        expect(taxOn(amount, rate, false, 'USD')).toBe(Number(added));
      }),
      lawRuns,
    );
  });
});

describe('tax on shipping', () => {
  const shippingRules = { prices: 'exclusive', rates: { standard: 200_000, reduced: 50_000 } } as const;
  const priceShipped = (quoted: object, tax: TaxRules) =>
    priceCart(
      input({ mug: 1 }, { mug: entry(1000) }, { shipping: { method: 'post', charge: usd(1000), ...quoted }, tax }),
    );

  test('is by the class of the quote, else by that of the rules, else none', () => {
    const taxOf = (quoted: object, tax: TaxRules) => accepted(priceShipped(quoted, tax)).taxTotal.amount;
    const withClass = { ...shippingRules, shippingClass: 'standard' };
    expect(taxOf({ taxClass: 'reduced' }, withClass)).toBe(50);
    expect(taxOf({}, withClass)).toBe(200);
    expect(taxOf({}, shippingRules)).toBe(0);
    expect(taxOf({ taxClass: 'reduced' }, shippingRules)).toBe(50);
  });

  test('is refused for a class of the quote without a rate', () => {
    expect(refused(priceShipped({ taxClass: 'luxury' }, shippingRules))).toStrictEqual({
      type: 'pricing.tax-class-without-rate',
      taxClass: 'luxury',
    });
  });
});
