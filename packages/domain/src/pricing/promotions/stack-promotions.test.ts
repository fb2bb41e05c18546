import { describe, expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { entry, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../price-cart.js';
import type { PricedCart } from '../priced-cart.js';
import type { PricingInput } from '../pricing-input.js';
import type { Promotion } from './promotion.js';

const prices = { mug: entry(1000, { taxClass: 'high' }), pen: entry(1000, { taxClass: 'none' }) };
const tax = { prices: 'exclusive', rates: { high: 500_000, none: 0 } } as const;
const post = { shipping: { method: 'post', charge: usd(500) } } as const;
const price = (promotions: readonly Promotion[], facts: Partial<PricingInput> = {}): PricedCart =>
  accepted(priceCart(input({ mug: 1, pen: 1 }, prices, { promotions, tax, ...facts })));
const on = (variantId: string) => ({ target: { type: 'lines', selector: { variantIds: [variantId] } } }) as const;
const applied = (priced: PricedCart) => priced.applied.map(({ promotionId }) => promotionId);
const reasons = ({ skipped }: PricedCart) =>
  Object.fromEntries(skipped.map(({ promotionId, reason }) => [promotionId, reason]));

describe('without effect', () => {
  test('a gift of which nothing is left says so, whatever is left of what is bought', () => {
    const units = (variantId: string) => ({ selector: { variantIds: [variantId] }, quantity: 1 });
    const gift = promotion('gift', 0, {
      target: { type: 'order' },
      effect: { type: 'buyXGetY', buy: units('mug'), get: units('pen'), rate: 1_000_000 },
    });
    const priced = price([promotion('free pen', 1_000_000, on('pen')), gift]);
    expect(applied(priced)).toStrictEqual(['free pen']);
    expect(reasons(priced)).toStrictEqual({ gift: { type: 'promotion.no-effect', why: 'nothing-left' } });
  });
});

describe('of an exclusive group', () => {
  const grouped = (id: string, rate: number, facts: Partial<Promotion> = {}) =>
    promotion(id, rate, { exclusiveGroup: 'sale', ...facts });

  test('only the one worth most stays, and the others are told to which they lost', () => {
    const priced = price([grouped('a', 100_000), grouped('b', 200_000), grouped('c', 50_000), promotion('d', 100_000)]);
    expect(applied(priced)).toStrictEqual(['b', 'd']);
    const lost = { type: 'promotion.group-lost', exclusiveGroup: 'sale', to: 'b' };
    expect(reasons(priced)).toStrictEqual({ a: lost, c: lost });
  });

  test('the worth is that on the undiscounted cart, whatever other promotions leave', () => {
    // On what the first one leaves, 10 % of the order would be worth more than half of a free mug.
    const free = promotion('free mug', 1_000_000, on('mug'));
    expect(
      applied(price([free, grouped('a', 500_000, { ...on('mug'), priority: -1 }), grouped('b', 100_000)])),
    ).toStrictEqual(['free mug']);
  });

  test('of equals the first in order stays', () => {
    expect(applied(price([grouped('a', 100_000), grouped('b', 100_000)]))).toStrictEqual(['a']);
    expect(applied(price([grouped('a', 100_000), grouped('b', 100_000, { priority: 1 })]))).toStrictEqual(['b']);
  });

  test('members of several levels are compared', () => {
    const shipping = grouped('shipping', 1_000_000, { target: { type: 'shipping' } });
    expect(applied(price([shipping, grouped('order', 200_000)], post))).toStrictEqual(['shipping']);
    expect(applied(price([shipping, grouped('order', 300_000)], post))).toStrictEqual(['order']);
  });

  test('one whose conditions fail counts for nothing', () => {
    const priced = price([grouped('a', 900_000, { conditions: { couponCode: 'x' } }), grouped('b', 100_000)]);
    expect(applied(priced)).toStrictEqual(['b']);
    expect(reasons(priced)['a']?.type).toBe('promotion.coupon-missing');
  });

  test('cap and budget count in what one is worth', () => {
    const capped = grouped('a', 0, { effect: { type: 'percent', rate: 900_000, cap: usd(100) } });
    const budgeted = grouped('b', 900_000, { conditions: { budget: usd(150) } });
    expect(applied(price([capped, budgeted]))).toStrictEqual(['b']);
  });

  test('others of other groups are not compared', () => {
    expect(
      applied(price([grouped('a', 100_000), grouped('b', 100_000, { exclusiveGroup: '__proto__' })])),
    ).toStrictEqual(['a', 'b']);
  });
});

describe('one that is not combinable', () => {
  const alone = (id: string, rate: number, facts: Partial<Promotion> = {}) =>
    promotion(id, rate, { combinable: false, ...facts });

  test('applies alone where that makes the lowest total', () => {
    const priced = price([promotion('a', 100_000), promotion('b', 100_000), alone('c', 200_000)]);
    expect(applied(priced)).toStrictEqual(['c']);
    // With exclusive tax of 50 % on one half.
    const reason = { type: 'promotion.not-combinable', chosen: 'c', total: usd(2000), otherwise: usd(2025) };
    expect(reasons(priced)).toStrictEqual({ a: reason, b: reason });
  });

  test('gives way to all combinable ones together where they make it, or as low a one', () => {
    const priced = price([promotion('a', 100_000), promotion('b', 100_000), alone('c', 190_000)]);
    expect(applied(priced)).toStrictEqual(['a', 'b']);
    expect(reasons(priced)).toStrictEqual({
      c: { type: 'promotion.not-combinable', total: usd(2025), otherwise: usd(2025) },
    });
  });

  test('is compared by what is to be paid, tax included', () => {
    expect(applied(price([alone('mug', 500_000, on('mug')), alone('pen', 600_000, on('pen'))]))).toStrictEqual(['mug']);
    expect(
      applied(
        price([alone('mug', 500_000, on('mug')), alone('pen', 600_000, on('pen'))], {
          tax: { ...tax, prices: 'inclusive' },
        }),
      ),
    ).toStrictEqual(['pen']);
  });

  test('is compared by the shipping that it saves too', () => {
    const shipping = alone('shipping', 1_000_000, { target: { type: 'shipping' } });
    expect(applied(price([promotion('a', 100_000), shipping], post))).toStrictEqual(['shipping']);
  });

  test('of several makes way for the best, of equals for the first', () => {
    const priced = price([alone('a', 100_000), alone('b', 300_000), alone('c', 300_000)]);
    expect(applied(priced)).toStrictEqual(['b']);
    expect(reasons(priced)['c']).toMatchObject({ type: 'promotion.not-combinable', chosen: 'b' });
  });

  test('with nothing to combine with is skipped for what it lacks: an effect', () => {
    expect(reasons(price([alone('a', 0)]))).toStrictEqual({
      a: { type: 'promotion.no-effect', why: 'rounds-to-zero' },
    });
  });

  test('applies alone, and so loses no group: groups are decided among the combinable ones', () => {
    const group = { exclusiveGroup: 'sale' };
    const members = [promotion('b', 310_000, group), promotion('d', 200_000, group)];
    const beaten = price([alone('a', 300_000, group), ...members]);
    expect(applied(beaten)).toStrictEqual(['b']);
    expect(reasons(beaten)).toMatchObject({
      a: { type: 'promotion.not-combinable' },
      d: { type: 'promotion.group-lost', to: 'b' },
    });
    const winner = price([alone('a', 400_000, group), ...members]);
    expect(applied(winner)).toStrictEqual(['a']);
    // A member that lost its group is reported as such even so.
    expect(reasons(winner)).toMatchObject({
      b: { type: 'promotion.not-combinable', chosen: 'a' },
      d: { type: 'promotion.group-lost', to: 'b' },
    });
  });
});

describe('one that stops', () => {
  const stops = (id: string, rate: number, facts: Partial<Promotion> = {}) =>
    promotion(id, rate, { stops: true, priority: 1, ...facts });

  test('ends the later ones of its level, and no other level', () => {
    const priced = price(
      [
        stops('a', 100_000),
        promotion('b', 100_000),
        promotion('c', 100_000, { target: { type: 'shipping' } }),
        promotion('d', 100_000, on('mug')),
      ],
      post,
    );
    expect(applied(priced)).toStrictEqual(['d', 'a', 'c']);
    expect(reasons(priced)).toStrictEqual({ b: { type: 'promotion.level-stopped', by: 'a' } });
  });

  test('ends nothing while it takes nothing off', () => {
    expect(applied(price([stops('a', 0), promotion('b', 100_000)]))).toStrictEqual(['b']);
  });

  test('is named before a lost group, and a failed condition before it', () => {
    const later = { exclusiveGroup: 'sale' };
    const priced = price([
      stops('a', 100_000),
      promotion('b', 100_000, later),
      promotion('c', 200_000, { ...later, target: { type: 'shipping' } }),
      promotion('d', 100_000, { conditions: { groups: [] } }),
      promotion('e', 0),
      promotion('f', 200_000, later),
    ]);
    expect(Object.entries(reasons(priced)).map(([id, { type }]) => [id, type])).toStrictEqual([
      ['b', 'promotion.level-stopped'],
      ['d', 'promotion.group-not-eligible'],
      ['e', 'promotion.level-stopped'],
      ['f', 'promotion.level-stopped'],
      ['c', 'promotion.group-lost'],
    ]);
  });
});
