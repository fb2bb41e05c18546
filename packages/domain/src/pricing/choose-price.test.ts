import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { at, usd } from '../../testing/shop.js';
import { checkPriceOffer, choosePrice, type PriceOffer } from './choose-price.js';

type ListOffer = Extract<PriceOffer, { readonly type: 'list' }>;
type BaseOffer = Extract<PriceOffer, { readonly type: 'base' }>;
const base = (amount: number, facts: Partial<BaseOffer> = {}): PriceOffer => ({
  type: 'base',
  id: 'base',
  price: usd(amount),
  ...facts,
});
const listed = (id: string, amount: number, facts: Partial<ListOffer> = {}): PriceOffer => ({
  type: 'list',
  id,
  price: usd(amount),
  ...facts,
});
const buying = { currency: 'USD', groups: ['regular'], quantity: 1, at };
const choose = (offers: readonly PriceOffer[], facts: Partial<typeof buying> = {}) =>
  accepted(choosePrice(offers, { ...buying, ...facts }));

describe('the price of a variant', () => {
  test('is that of a list entry before the base price, though it be higher', () => {
    expect(choose([base(1000), listed('a', 1200)])).toStrictEqual({ price: usd(1200), offerId: 'a' });
  });

  test('is of the higher priority, then of the higher quantity reached, then the lower one, then of the first id', () => {
    const low = listed('low', 100);
    const many = listed('many', 900, { minQuantity: 10 });
    const first = listed('first', 999, { priority: 1 });
    expect(choose([base(1000), low, many, first], { quantity: 10 }).offerId).toBe('first');
    expect(choose([base(1000), low, many], { quantity: 10 }).offerId).toBe('many');
    expect(choose([base(1000), low, many], { quantity: 9 }).offerId).toBe('low');
    expect(choose([listed('b', 500), listed('a', 500), listed('c', 501)]).offerId).toBe('a');
    expect(choose([listed('b', 500, { priority: -1 }), listed('c', 501)]).offerId).toBe('c');
  });

  test('is for the groups of the customer: without groups for everyone, with none for nobody', () => {
    const offers = [base(1000), listed('staff', 1, { groups: ['staff'] }), listed('nobody', 2, { groups: [] })];
    expect(choose(offers).offerId).toBe('base');
    expect(choose(offers, { groups: ['regular', 'staff'] }).offerId).toBe('staff');
    expect(choose([...offers, listed('all', 3)]).offerId).toBe('all');
  });

  test('applies from its start on, and no longer at its end', () => {
    const sale = listed('sale', 500, { startsAt: '2026-11-21T09:30:00Z', endsAt: '2026-11-21T10:00:00Z' });
    expect(choose([base(1000), sale]).offerId).toBe('sale');
    expect(choose([base(1000), sale], { at: '2026-11-21T09:29:59.999Z' }).offerId).toBe('base');
    expect(choose([base(1000), sale], { at: '2026-11-21T10:00:00.000Z' }).offerId).toBe('base');
  });

  test('is shown beside the price before: the stored one, or the base price of an entry with dates, if it is higher', () => {
    const dated = { endsAt: '2026-12-01T00:00:00Z' };
    expect(choose([base(1000), listed('a', 800, dated)])).toHaveProperty('compareAtPrice', usd(1000));
    expect(choose([base(1000), listed('a', 800)])).not.toHaveProperty('compareAtPrice');
    expect(choose([base(1000), listed('a', 1000, dated)])).not.toHaveProperty('compareAtPrice');
    expect(choose([base(1000), listed('a', 800, { compareAtPrice: usd(900) })])).toHaveProperty(
      'compareAtPrice',
      usd(900),
    );
    const lower = listed('a', 800, { ...dated, compareAtPrice: usd(700) });
    expect(choose([base(1000), lower])).not.toHaveProperty('compareAtPrice');
    expect(choose([base(1000, { compareAtPrice: usd(1100) })])).toHaveProperty('compareAtPrice', usd(1100));
    expect(choose([base(1000, { compareAtPrice: { amount: 9999, currency: 'EUR' } })])).not.toHaveProperty(
      'compareAtPrice',
    );
  });

  test('is in the currency of the cart, or there is none', () => {
    const euro = { type: 'base', id: 'euro', price: { amount: 900, currency: 'EUR' } } as const;
    expect(choose([base(1000), euro], { currency: 'EUR' }).offerId).toBe('euro');
    for (const offers of [[], [euro], [listed('a', 1, { groups: [] })]]) {
      expect(refused(choosePrice(offers, buying))).toStrictEqual({ type: 'pricing.no-price', currency: 'USD' });
    }
  });

  test('does not depend on the order of the offers', () => {
    const offer = fc.record(
      {
        type: fc.constant('list' as const),
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        price: fc.nat({ max: 3 }).map(usd),
        groups: fc.subarray(['regular', 'staff']),
        minQuantity: fc.integer({ min: 0, max: 3 }),
        priority: fc.constantFrom(-Infinity, -1, 0, 1, Infinity),
        endsAt: fc.constantFrom('2026-11-20T00:00:00Z', '2026-12-01T00:00:00Z'),
      },
      { requiredKeys: ['type', 'id', 'price'] },
    );
    const offers = fc.uniqueArray(offer, { selector: ({ id }) => id, maxLength: 7 });
    fc.assert(
      fc.property(
        offers.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        fc.integer({ min: 1, max: 3 }),
        ([all, shuffled], quantity) => {
          expect(choosePrice([...shuffled, base(2)], { ...buying, quantity })).toStrictEqual(
            choosePrice([base(2), ...all], { ...buying, quantity }),
          );
        },
      ),
      lawRuns,
    );
  });

  test.each<[string, unknown, unknown]>([
    ['offers', null, buying],
    ['offers[0].type', [{ ...base(1), type: 'bse' }], buying],
    ['offers[0].price', [{ type: 'base', id: 'a' }], buying],
    ['offers[0].price.amount', [base(-1)], buying],
    ['offers[0].priority', [listed('a', 1, { priority: NaN })], buying],
    ['offers[0].startsAt', [listed('a', 1, { startsAt: 'now' })], buying],
    ['buying.quantity', [base(1)], { ...buying, quantity: 0 }],
    ['buying.groups', [base(1)], { ...buying, groups: null }],
    ['buying.at', [base(1)], { ...buying, at: 'now' }],
  ])('is refused where something is missing, null or misspelt: %s', (path, offers, facts) => {
    expect(refused(choosePrice(offers as PriceOffer[], facts as typeof buying))).toStrictEqual({
      type: 'input.malformed',
      path,
    });
  });
});

describe('an offer that is set', () => {
  const kwd = (amount: number) => ({ amount, currency: 'KWD' });

  test('has its price, and the price to compare with, on the step of one known currency', () => {
    expect(accepted(checkPriceOffer(base(1)))).toStrictEqual(base(1));
    for (const facts of [{ price: kwd(1005) }, { price: kwd(1000), compareAtPrice: kwd(1005) }]) {
      expect(refused(checkPriceOffer(base(1, facts)))).toStrictEqual({
        type: 'money.off-step',
        amount: kwd(1005),
        step: 10,
      });
    }
    expect(refused(checkPriceOffer(base(1, { price: { amount: 1, currency: 'HRK' } })))).toMatchObject({
      type: 'money.unknown-currency',
    });
    expect(refused(checkPriceOffer(base(1, { compareAtPrice: kwd(1000) })))).toMatchObject({
      type: 'money.currency-mismatch',
    });
    expect(refused(checkPriceOffer(null as never))).toStrictEqual({ type: 'input.malformed', path: 'offer' });
  });
});
