import { describe, expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { cartOf, entry, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../price-cart.js';
import type { PricedCart } from '../priced-cart.js';
import type { PricingInput } from '../pricing-input.js';
import type { LineSelector, Promotion } from './promotion.js';

const prices = {
  cup: entry(105, { productId: 'cups', categoryIds: ['kitchen', 'gifts'] }),
  mug: entry(105, { productId: 'mugs', categoryIds: ['kitchen'] }),
  pen: entry(105, { productId: 'pens', categoryIds: ['office'] }),
};
const price = (promotions: readonly Promotion[], facts: Partial<PricingInput> = {}): PricedCart =>
  accepted(priceCart(input({ cup: 1, mug: 1, pen: 1 }, prices, { promotions, ...facts })));
const takenOff = ({ lines }: PricedCart): readonly number[] => lines.map(({ discountTotal }) => discountTotal.amount);
const onLines = (id: string, rate: number, selector: LineSelector, facts: Partial<Promotion> = {}): Promotion =>
  promotion(id, rate, { target: { type: 'lines', selector }, ...facts });

describe('a percentage', () => {
  test('off lines rounds per line', () => {
    expect(takenOff(price([onLines('ten', 100_000, {})]))).toStrictEqual([11, 11, 11]);
  });

  test('off the order rounds once and is split over what is left, the odd cent to the first', () => {
    expect(takenOff(price([promotion('ten', 100_000)]))).toStrictEqual([11, 11, 10]);
  });

  test('off the order is split by what earlier promotions left', () => {
    const priced = price([onLines('free cup', 1_000_000, { variantIds: ['cup'] }), promotion('ten', 100_000)]);
    expect(takenOff(priced)).toStrictEqual([105, 11, 10]);
    expect(priced.applied[1]).toMatchObject({ basis: usd(210), amount: usd(21) });
  });

  test('is not listed beside a line that it takes nothing from', () => {
    const list = { gift: entry(0), mug: entry(1000) };
    const priced = accepted(priceCart(input({ gift: 1, mug: 1 }, list, { promotions: [promotion('ten', 100_000)] })));
    expect(priced.lines[0]?.discounts).toStrictEqual([]);
    expect(priced.applied[0]?.shares).toStrictEqual([{ variantId: 'mug', amount: usd(100) }]);
  });

  test('of a hundred takes all and leaves no negative amount to the next', () => {
    const priced = price([promotion('a', 1_000_000), promotion('b', 1_000_000)]);
    expect(priced.total).toStrictEqual(usd(0));
    expect(priced.skipped).toStrictEqual([
      {
        promotionId: 'b',
        name: 'name of b',
        level: 'order',
        reason: { type: 'promotion.no-effect', why: 'nothing-left' },
      },
    ]);
  });

  test.each([
    ['variant', { variantIds: ['mug'] }, [0, 105, 0]],
    ['product', { productIds: ['pens'] }, [0, 0, 105]],
    ['category', { categoryIds: ['gifts', 'office'] }, [105, 0, 105]],
    ['any of these', { variantIds: ['mug'], categoryIds: ['gifts'] }, [105, 105, 0]],
    ['nothing in particular', {}, [105, 105, 105]],
  ])('off lines is for those that the selector picks by %s', (_, selector, amounts) => {
    expect(takenOff(price([onLines('all', 1_000_000, selector)]))).toStrictEqual(amounts);
  });

  test('that picks no line, or takes less than half a cent, is skipped for having no effect', () => {
    const reasons = price([
      onLines('none', 1_000_000, { variantIds: [] }),
      promotion('tiny', 1),
      promotion('zero', 0),
    ]).skipped;
    expect(reasons.map(({ promotionId, reason }) => [promotionId, reason.type])).toStrictEqual([
      ['none', 'promotion.no-effect'],
      ['tiny', 'promotion.no-effect'],
      ['zero', 'promotion.no-effect'],
    ]);
  });
});

describe('promotions apply', () => {
  const order = (promotions: readonly Promotion[]): readonly string[] =>
    price(promotions, { shipping: { method: 'post', charge: usd(500) } }).applied.map(({ promotionId }) => promotionId);

  test('to lines first, then to the order, then to shipping, whatever their priority', () => {
    const shipping = promotion('a', 100_000, { target: { type: 'shipping' }, priority: 9 });
    expect(order([shipping, promotion('b', 100_000, { priority: 5 }), onLines('c', 100_000, {})])).toStrictEqual([
      'c',
      'b',
      'a',
    ]);
  });

  test('within a level by priority, highest first, none being zero', () => {
    const at = (id: string, priority: number): Promotion => promotion(id, 100_000, { priority });
    expect(order([at('a', -1), promotion('b', 100_000), at('c', 2), at('d', Infinity)])).toStrictEqual([
      'd',
      'c',
      'b',
      'a',
    ]);
  });

  test('at one priority by id, by code unit', () => {
    const at = (id: string): Promotion => promotion(id, 100_000, { priority: Infinity });
    expect(order([at('b'), at('ä'), at('a10'), at('a9'), at('B')])).toStrictEqual(['B', 'a10', 'a9', 'b', 'ä']);
  });

  test('each to what the ones before it left', () => {
    const priced = accepted(
      priceCart(
        input({ mug: 1 }, { mug: entry(1000) }, { promotions: [promotion('a', 200_000), promotion('b', 100_000)] }),
      ),
    );
    expect(priced.applied.map(({ basis, amount }) => [basis.amount, amount.amount])).toStrictEqual([
      [1000, 200],
      [800, 80],
    ]);
  });
});

describe('a condition', () => {
  const reason = (conditions: NonNullable<Promotion['conditions']>, facts: Partial<PricingInput> = {}) =>
    price([promotion('p', 100_000, { conditions })], facts).skipped[0]?.reason;

  test('opens the window at the first instant, compared as time', () => {
    const startsAt = '2026-11-21T09:30:00Z';
    expect(reason({ startsAt }, { at: '2026-11-21T09:30:00.000Z' })).toBeUndefined();
    const early = '2026-11-21T09:29:59.999Z';
    expect(reason({ startsAt }, { at: early })).toStrictEqual({ type: 'promotion.not-started', startsAt, at: early });
  });

  test('closes the window at the last instant, which no longer counts', () => {
    const endsAt = '2026-11-21T09:30:00Z';
    expect(reason({ endsAt }, { at: '2026-11-21T09:29:59.999Z' })).toBeUndefined();
    const late = '2026-11-21T09:30:00.000Z';
    expect(reason({ endsAt }, { at: late })).toStrictEqual({ type: 'promotion.ended', endsAt, at: late });
  });

  test('requires one of its groups', () => {
    const customer = { groups: ['premium'], orderCount: 0 } as const;
    expect(reason({ groups: ['regular', 'premium'] }, { customer })).toBeUndefined();
    expect(reason({ groups: ['regular', 'premium'] })).toStrictEqual({
      type: 'promotion.group-not-eligible',
      groups: ['regular', 'premium'],
      customerGroups: ['guest'],
    });
    expect(reason({ groups: [] })).toMatchObject({ type: 'promotion.group-not-eligible' });
  });

  test('asks for a coupon code, in any spelling', () => {
    const cart = cartOf({ mug: 1 }, ['save10']);
    expect(reason({ couponCode: 'save10' }, { cart })).toBeUndefined();
    expect(reason({ couponCode: ' SAVE10 ' }, { cart })).toBeUndefined();
    expect(reason({ couponCode: 'other' }, { cart })).toStrictEqual({
      type: 'promotion.coupon-missing',
      couponCode: 'other',
    });
  });

  test('that fails first is the one that is named: window, then group, then coupon', () => {
    const failing = { groups: [], couponCode: 'x' };
    expect(reason({ ...failing, startsAt: '2030-01-01T00:00:00Z' })?.type).toBe('promotion.not-started');
    expect(reason({ ...failing, endsAt: '2020-01-01T00:00:00Z' })?.type).toBe('promotion.ended');
    expect(reason(failing)?.type).toBe('promotion.group-not-eligible');
  });
});
