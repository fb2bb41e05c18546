/** Long because a price has many steps, each with its own example. */
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { elementsWalked } from '../../testing/elements-walked.js';
import { at, cartOf, entry, input, promotion, usd } from '../../testing/shop.js';
import { priceCart } from './price-cart.js';
import type { PricingInput } from './pricing-input.js';
import type { Promotion } from './promotions/promotion.js';

const prices = { book: entry(900, { digital: true }), cup: entry(250), mug: entry(1999) };
const price = (quantities: Readonly<Record<string, number>>, facts: Partial<PricingInput> = {}) =>
  priceCart(input(quantities, prices, facts));

describe('lines', () => {
  test('cost unit price × quantity and stand in the order of their variant ids', () => {
    const priced = accepted(price({ mug: 2, cup: 3 }));
    expect(priced.lines.map(({ variantId, subtotal }) => [variantId, subtotal.amount])).toStrictEqual([
      ['cup', 750],
      ['mug', 3998],
    ]);
    expect(priced.total).toStrictEqual(usd(4748));
  });

  test('order by code unit in every locale', () => {
    const priced = accepted(priceCart(input({ ä: 1, b: 1, B: 1 }, { ä: entry(1), b: entry(1), B: entry(1) })));
    expect(priced.lines.map(({ variantId }) => variantId)).toStrictEqual(['B', 'b', 'ä']);
  });

  test.each(['unknown', 'constructor', '__proto__', 'toString'])('without a price are refused: %s', (variantId) => {
    const cart = { ...cartOf({}), lines: [{ variantId, quantity: 1 }] };
    expect(refused(price({}, { cart }))).toStrictEqual({ type: 'pricing.variant-without-price', variantId });
  });

  test('of one variant twice are refused, whichever comes first', () => {
    const lines = [
      { variantId: 'mug', quantity: 0 },
      { variantId: 'mug', quantity: 1 },
    ];
    const carts = [lines, lines.toReversed()].map((each) => ({ ...cartOf({}), lines: each }));
    const error = { type: 'pricing.duplicate-line', variantId: 'mug' };
    expect(carts.map((cart) => refused(price({}, { cart })))).toStrictEqual([error, error]);
  });

  test.each([0, -1, 1.5, NaN, 1000, 2 ** 53])('of %s units are refused, though no command makes them', (quantity) => {
    expect(refused(price({ mug: quantity }))).toMatchObject({
      type: 'cart.quantity-out-of-range',
      variantId: 'mug',
      quantity,
    });
  });

  test.each([
    [usd(-1), { type: 'pricing.negative-amount', amount: usd(-1) }],
    [usd(0.5), { type: 'money.not-an-integer' }],
    [usd(NaN), { type: 'money.not-an-integer' }],
    [usd(2 ** 53), { type: 'money.out-of-range', limit: Number.MAX_SAFE_INTEGER }],
    [
      { amount: 1, currency: 'EUR' },
      { type: 'money.currency-mismatch', expected: 'USD', actual: 'EUR' },
    ],
  ])('are refused at a unit price of %j', (unitPrice, error) => {
    expect(refused(priceCart(input({ mug: 2 }, { mug: entry(0, { unitPrice }) })))).toStrictEqual(error);
  });

  test('are refused past 2^53 − 1, alone, together and with shipping', () => {
    const huge = { a: entry(2 ** 52), b: entry(2 ** 52 - 1) };
    const shipping = { method: 'post', charge: usd(1) } as const;
    const outOfRange = { type: 'money.out-of-range', limit: Number.MAX_SAFE_INTEGER };
    expect(refused(priceCart(input({ a: 2 }, huge)))).toStrictEqual(outOfRange);
    expect(refused(priceCart(input({ a: 1, b: 2 }, huge)))).toStrictEqual(outOfRange);
    expect(accepted(priceCart(input({ a: 1, b: 1 }, huge))).total).toStrictEqual(usd(Number.MAX_SAFE_INTEGER));
    expect(refused(priceCart(input({ a: 1, b: 1 }, huge, { shipping })))).toStrictEqual(outOfRange);
  });

  test('are refused in an unknown currency', () => {
    const cart = { ...cartOf({}), currency: 'XAU' };
    expect(refused(price({}, { cart }))).toStrictEqual({ type: 'money.unknown-currency', currency: 'XAU' });
  });

  test('knows no negative zero', () => {
    const priced = accepted(priceCart(input({ mug: 2 }, { mug: entry(-0) })));
    expect(priced.lines[0]?.unitPrice).toStrictEqual(usd(0));
    expect(priced.total).toStrictEqual(usd(0));
  });
});

describe('the explained breakdown', () => {
  test('keeps what the price was worked out from and every step', () => {
    const priced = accepted(
      price(
        {},
        {
          cart: { ...cartOf({ mug: 3, cup: 1 }, ['vip', 'typo']), customerId: 'ann' },
          customer: { groups: ['premium'], orderCount: 2 },
          promotions: [
            promotion('premium', 200_000, { conditions: { groups: ['premium'] } }),
            promotion('vip', 100_000, {
              target: { type: 'lines', selector: { variantIds: ['mug'] } },
              conditions: { couponCode: 'vip' },
            }),
            promotion('regular', 100_000, { conditions: { groups: ['regular'] } }),
          ],
          shipping: { method: 'post', charge: usd(500) },
        },
      ),
    );
    expect(priced).toStrictEqual({
      schemaVersion: 1,
      cartId: 'cart-1',
      customerId: 'ann',
      groups: ['premium'],
      currency: 'USD',
      at,
      couponCodes: ['vip', 'typo'],
      lines: [
        {
          variantId: 'cup',
          productId: 'product',
          categoryIds: [],
          digital: false,
          quantity: 1,
          unitPrice: usd(250),
          subtotal: usd(250),
          discounts: [{ promotionId: 'premium', amount: usd(50) }],
          discountTotal: usd(50),
          total: usd(200),
          tax: usd(0),
          unitShares: [{ units: 1, discount: usd(50), total: usd(200), tax: usd(0) }],
        },
        {
          variantId: 'mug',
          productId: 'product',
          categoryIds: [],
          digital: false,
          quantity: 3,
          unitPrice: usd(1999),
          subtotal: usd(5997),
          discounts: [
            { promotionId: 'vip', amount: usd(600) },
            { promotionId: 'premium', amount: usd(1079) },
          ],
          discountTotal: usd(1679),
          total: usd(4318),
          tax: usd(0),
          unitShares: [
            { units: 2, discount: usd(560), total: usd(1439), tax: usd(0) },
            { units: 1, discount: usd(559), total: usd(1440), tax: usd(0) },
          ],
        },
      ],
      shipping: { method: 'post', charge: usd(500), discountTotal: usd(0), total: usd(500), tax: usd(0) },
      applied: [
        {
          promotionId: 'vip',
          name: 'name of vip',
          level: 'lines',
          basis: usd(5997),
          amount: usd(600),
          shares: [{ variantId: 'mug', amount: usd(600) }],
        },
        {
          promotionId: 'premium',
          name: 'name of premium',
          level: 'order',
          basis: usd(5647),
          amount: usd(1129),
          shares: [
            { variantId: 'cup', amount: usd(50) },
            { variantId: 'mug', amount: usd(1079) },
          ],
        },
      ],
      skipped: [
        {
          promotionId: 'regular',
          name: 'name of regular',
          level: 'order',
          reason: { type: 'promotion.group-not-eligible', groups: ['regular'], customerGroups: ['premium'] },
        },
      ],
      unknownCoupons: ['typo'],
      minimumOrder: { met: true },
      subtotal: usd(6247),
      discountTotal: usd(1729),
      shippingTotal: usd(500),
      taxIncluded: false,
      taxes: [],
      taxTotal: usd(0),
      total: usd(5018),
    });
  });

  test('of an empty cart is zero, with nothing to ship', () => {
    expect(accepted(price({}))).toMatchObject({ lines: [], total: usd(0), minimumOrder: { met: true } });
  });

  test('leaves shipping discounts out of the discount total', () => {
    const shipping = { method: 'post', charge: usd(500) } as const;
    const priced = accepted(
      price({ mug: 1 }, { shipping, promotions: [promotion('half', 500_000, { target: { type: 'shipping' } })] }),
    );
    expect(priced).toMatchObject({
      discountTotal: usd(0),
      shippingTotal: usd(250),
      shipping: { charge: usd(500), discountTotal: usd(250), total: usd(250) },
      applied: [{ level: 'shipping', basis: usd(500), amount: usd(250), shares: [] }],
      total: usd(2249),
    });
  });

  test('does not call a code unknown that a skipped promotion asks for', () => {
    const conditions = { couponCode: ' VIP ', groups: ['premium'] };
    const cart = cartOf({ mug: 1 }, ['vip', '']);
    const priced = accepted(
      price({}, { cart, promotions: [promotion('vip', 1, { conditions }), promotion('all', 1)] }),
    );
    expect(priced.unknownCoupons).toStrictEqual(['']);
  });
});

describe('malformed input', () => {
  test.each(['', '2026', '2026-11-21', '2026-11-21T09:30:00', '2026-02-30T00:00:00Z'])(
    'is refused: the instant %j',
    (text) => {
      const error = { type: 'pricing.instant-malformed', text };
      expect(refused(price({}, { at: text }))).toStrictEqual(error);
    },
  );

  test('is refused: two promotions with one id', () => {
    expect(refused(price({}, { promotions: [promotion('p', 1), promotion('q', 1), promotion('p', 2)] }))).toStrictEqual(
      {
        type: 'pricing.duplicate-promotion',
        promotionId: 'p',
      },
    );
  });

  test.each<[string, object]>([
    ['input.cart', { cart: null }],
    ['input.cart.lines', { cart: { id: 'c', currency: 'USD', couponCodes: [] } }],
    ['input.cart.lines[0].quantity', { cart: { ...cartOf({}), lines: [{ variantId: 'mug', quantity: '2' }] } }],
    ['input.prices', { prices: [] }],
    ['input.prices.mug', { cart: cartOf({ mug: 1 }), prices: { mug: null } }],
    ['input.prices.mug.digital', { cart: cartOf({ mug: 1 }), prices: { mug: { ...entry(1), digital: 'no' } } }],
    ['input.customer', { customer: undefined }],
    ['input.customer.groups', { customer: { groups: 'guest', orderCount: 0 } }],
    ['input.promotions', { promotions: undefined }],
    ['input.promotionUsage', { promotionUsage: null }],
    ['input.minimumOrderRules[0].basis', { minimumOrderRules: [{ minimum: usd(1), basis: 'subtotl' }] }],
    ['input.shipping.charge', { shipping: { method: 'post' } }],
    ['rules.prices', { tax: { prices: 'included', rates: {} } }],
    ['rules.rates', { tax: { prices: 'inclusive' } }],
  ])('is refused where a member is missing, null or misspelt: %s', (path, facts) => {
    expect(refused(price({}, facts))).toStrictEqual({ type: 'input.malformed', path });
  });

  test.each(['prices', 'shipping'] as const)('is refused: %s off the step of the currency', (what) => {
    const off = { amount: 1005, currency: 'KWD' };
    const facts = {
      cart: { ...cartOf({ mug: 1 }), currency: 'KWD' },
      prices: { mug: { ...entry(0), unitPrice: { amount: 1000, currency: 'KWD' } } },
      shipping: { method: 'post', charge: { amount: 500, currency: 'KWD' } },
    };
    const spoilt =
      what === 'prices'
        ? { prices: { mug: { ...entry(0), unitPrice: off } } }
        : { shipping: { method: 'post', charge: off } };
    expect(refused(price({}, { ...facts, ...spoilt }))).toStrictEqual({
      type: 'money.off-step',
      amount: off,
      step: 10,
    });
    expect(accepted(price({}, facts)).total).toStrictEqual({ amount: 1500, currency: 'KWD' });
  });

  test.each([
    [usd(-1), 'pricing.negative-amount'],
    [usd(NaN), 'money.not-an-integer'],
    [usd(2 ** 53), 'money.out-of-range'],
  ])('is refused: a minimum order of %j', (minimum, type) => {
    expect(refused(price({}, { minimumOrderRules: [{ minimum, basis: 'subtotal' }] }))).toMatchObject({ type });
  });
});

describe('a great many promotions', () => {
  test.each<[string, Partial<Promotion>, boolean]>([
    ['that apply together', {}, true],
    ['that combine with nothing', { combinable: false }, false],
    ['of one exclusive group', { exclusiveGroup: 'sale' }, false],
  ])('%s cost by their number, not by its square', (_, facts, applyTogether) => {
    const ids = Array.from({ length: 10 }, (__, index) => `v${index}`);
    const list = Object.fromEntries(ids.map((id) => [id, entry(1_000_000_000)]));
    const quantities = Object.fromEntries(ids.map((id) => [id, 999]));
    const costOf = (count: number): number => {
      const promotions = Array.from({ length: count }, (__, index) => promotion(`p${index}`, 100, facts));
      const given = input(quantities, list, { promotions });
      const { applied, skipped } = accepted(priceCart(given));
      const appliedOnes = applyTogether ? count : 1;
      expect([applied.length, skipped.length]).toStrictEqual([appliedOnes, count - appliedOnes]);
      return elementsWalked(() => void priceCart(given));
    };
    // Going over what is applied so far for each next one would make it nearly four times as much.
    expect(costOf(2000) / costOf(1000)).toBeLessThan(2.05);
  });
});
