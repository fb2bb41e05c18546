import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { arbitraryInput } from '../../../testing/arbitrary-pricing.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { cartOf, entry, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../price-cart.js';
import type { PricingInput } from '../pricing-input.js';
import { englishMessages } from './english-messages.js';
import { explainPromotions } from './explain-promotions.js';
import type { Promotion, PromotionEffect } from './promotion.js';

const mugs = { mug: entry(1000) };
const price = (promotions: readonly Promotion[], quantity = 1, more: Partial<PricingInput> = {}) =>
  accepted(priceCart(input({ mug: quantity }, mugs, { promotions, ...more })));
const sentences = (...args: Parameters<typeof price>) =>
  accepted(explainPromotions(price(...args), englishMessages)).map(({ sentence }) => sentence);
const offer = (effect: PromotionEffect, facts: Partial<Promotion> = {}): Promotion =>
  promotion('p', 0, { name: 'Sale', effect, ...facts });

describe('the explanation in English', () => {
  test('names what was taken off, what was skipped and which codes are unknown', () => {
    const cart = cartOf({ mug: 1 }, ['gimme']);
    const priced = price([promotion('a', 100_000, { name: 'Tenth' }), offer({ type: 'percent', rate: 0 })], 1, {
      cart,
    });
    expect(accepted(explainPromotions(priced, englishMessages))).toStrictEqual([
      { type: 'promotion.applied', promotionId: 'a', sentence: 'Tenth: $1.00 off.' },
      {
        type: 'promotion.no-effect.rounds-to-zero',
        promotionId: 'p',
        sentence: 'Sale: the discount rounds to zero.',
      },
      { type: 'coupon.unknown', sentence: 'The code gimme is not valid.' },
    ]);
  });

  const group = (quantity: number) => ({ selector: {}, quantity });
  test.each<[string, Promotion, readonly string[]]>([
    [
      'the next tier by subtotal',
      offer({ type: 'tiers', by: 'subtotal', tiers: [{ from: usd(1500), rate: 100_000 }] }),
      ['Sale: $5.00 more for 10 % off.'],
    ],
    [
      'the next tier by quantity',
      offer({ type: 'tiers', by: 'quantity', tiers: [{ from: 3, rate: 88_750 }] }),
      ['Sale: 2 more for 8.875 % off.'],
    ],
    [
      'one more unit',
      offer({ type: 'buyXGetY', buy: group(1), get: group(1), rate: 1_000_000 }),
      ['Sale: 1 more to add.'],
    ],
    [
      'that nothing is targeted',
      offer({ type: 'percent', rate: 100_000 }, { target: { type: 'lines', selector: { variantIds: ['cup'] } } }),
      ['Sale is for products that are not in the cart.'],
    ],
    [
      'a price that is low already',
      offer({ type: 'fixedPrice', price: usd(1000) }),
      ['Sale: the price is low already.'],
    ],
    [
      'that nothing is left',
      offer({ type: 'freeShipping' }, { target: { type: 'shipping' } }),
      ['Sale: nothing is left to discount.'],
    ],
  ])('names why nothing was taken off: %s', (_, given, explained) => {
    expect(sentences([given])).toStrictEqual(explained);
  });

  test('names other promotions by their names', () => {
    const members = [
      promotion('a', 200_000, { name: 'Fifth', exclusiveGroup: 'g' }),
      promotion('b', 100_000, { name: 'Tenth', exclusiveGroup: 'g' }),
    ];
    expect(sentences(members)).toStrictEqual(['Fifth: $2.00 off.', 'Fifth applies instead of Tenth.']);
  });

  test('has a sentence for whatever can be decided', () => {
    fc.assert(
      fc.property(arbitraryInput, (given) => {
        const priced = accepted(priceCart(given));
        const explained = accepted(explainPromotions(priced, englishMessages));
        expect(explained).toHaveLength(priced.applied.length + priced.skipped.length + priced.unknownCoupons.length);
        expect(
          explained.filter(({ sentence }) => !/^[^]+\.$/.test(sentence) || /undefined|[{}?]/.test(sentence)),
        ).toStrictEqual([]);
      }),
      lawRuns,
    );
  });
});

test('another catalogue speaks another language, in its locale', () => {
  const german = { ...englishMessages, locale: 'de', 'promotion.applied': '{name}: {amount} Rabatt, {unknown}.' };
  const [applied] = accepted(explainPromotions(price([promotion('a', 100_000, { name: 'Zehntel' })]), german));
  expect(applied?.sentence.replaceAll(/\s/g, ' ')).toBe('Zehntel: 1,00 $ Rabatt, {unknown}.');
});

test('writes lists of texts out, and a question mark for what is no fact', () => {
  let deep: unknown = 'deep';
  for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
  const explain = (groups: unknown, message: string) => {
    const priced = price([offer({ type: 'percent', rate: 100_000 }, { conditions: { groups: ['vip', 'staff'] } })]);
    const skipped = priced.skipped.map((each) => ({ ...each, reason: { ...each.reason, groups, rate: groups } }));
    const messages = { ...englishMessages, 'promotion.group-not-eligible': message };
    return accepted(explainPromotions({ ...priced, skipped } as never, messages))[0]?.sentence;
  };
  expect(explain(['vip', 'staff'], 'for {groups}')).toBe('for vip,staff');
  expect(explain(deep, 'for {groups} {rate}')).toBe('for ? ?');
});

test('is refused without a locale, without the message that is needed, and of what is no priced cart', () => {
  const priced = price([promotion('a', 100_000)]);
  const { 'promotion.applied': _, ...lacking } = englishMessages;
  const explain = (of: unknown, messages: unknown) =>
    refused(explainPromotions(of as typeof priced, messages as typeof englishMessages));
  expect(explain(priced, lacking)).toStrictEqual({ type: 'input.malformed', path: 'messages.promotion.applied' });
  expect(explain(priced, null)).toStrictEqual({ type: 'input.malformed', path: 'messages.locale' });
  expect(explain({ ...priced, skipped: null }, englishMessages)).toStrictEqual({
    type: 'input.malformed',
    path: 'priced.skipped',
  });
});
