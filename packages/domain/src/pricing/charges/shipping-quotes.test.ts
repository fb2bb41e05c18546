import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { usd } from '../../../testing/shop.js';
import { checkShippingMethod, shippingQuotesFor, type ShippingCharge, type ShippingMethod } from './shipping-quotes.js';

const flat = (amount: number, freeFrom?: number): ShippingCharge => ({
  type: 'flat',
  amount: usd(amount),
  ...(freeFrom === undefined ? {} : { freeFrom: usd(freeFrom) }),
});
const post = (facts: Partial<ShippingMethod> = {}): ShippingMethod => ({
  id: 'post',
  zones: [{ countries: [] }],
  charges: [flat(499)],
  ...facts,
});
const facts = { destination: { country: 'US', region: 'NY' }, currency: 'USD', subtotal: usd(3000), weightGrams: 700 };
const quote = (method: ShippingMethod, more: Partial<typeof facts> = {}) =>
  accepted(shippingQuotesFor([method], { ...facts, ...more }))[0];
const charge = (charged: ShippingCharge, more: Partial<typeof facts> = {}) => {
  const quoted = quote(post({ charges: [charged] }), more);
  if (quoted === undefined) return undefined;
  return quoted.ok ? quoted.value.charge.amount : quoted.error.type;
};

describe('quotes of shipping methods', () => {
  test('stand in the order of the methods, each with its charge and tax class, or why it has none', () => {
    const methods = [
      post({ id: 'a', taxClass: 'reduced' }),
      post({ id: 'b', enabled: false, zones: [] }),
      post({ id: 'c', zones: [{ countries: ['GB'] }, { countries: ['US'], regions: ['CA'] }], charges: [] }),
      post({ id: 'd', charges: [{ type: 'flat', amount: { amount: 1, currency: 'EUR' } }] }),
      post({ id: 'e', charges: [{ type: 'tiered', tiers: [{ from: usd(3001), amount: usd(1) }] }] }),
      post({ id: 'f', zones: [{ countries: ['GB'] }, { countries: ['US'], regions: ['NY'] }] }),
    ];
    const { destination } = facts;
    expect(accepted(shippingQuotesFor(methods, facts))).toStrictEqual([
      { ok: true, value: { method: 'a', charge: usd(499), taxClass: 'reduced' } },
      { ok: false, error: { type: 'shipping.disabled', method: 'b' } },
      { ok: false, error: { type: 'shipping.not-to-destination', method: 'c', destination } },
      { ok: false, error: { type: 'shipping.no-charge-in-currency', method: 'd', currency: 'USD' } },
      { ok: false, error: { type: 'shipping.below-first-tier', method: 'e', by: 'subtotal' } },
      { ok: true, value: { method: 'f', charge: usd(499) } },
    ]);
  });

  test('take the highest tier that is reached, by subtotal or by weight', () => {
    const tiers = [
      { from: usd(5000), amount: usd(100) },
      { from: usd(0), amount: usd(300) },
      { from: usd(3000), amount: usd(200) },
      { from: usd(3000), amount: usd(150) },
    ];
    const bySubtotal: ShippingCharge = { type: 'tiered', tiers };
    expect([2999, 3000, 5000].map((amount) => charge(bySubtotal, { subtotal: usd(amount) }))).toStrictEqual([
      300, 150, 100,
    ]);
    const byWeight: ShippingCharge = {
      type: 'tiered',
      by: 'weight',
      tiers: [
        { from: 1, amount: usd(500) },
        { from: 1000, amount: usd(900) },
      ],
    };
    expect([0, 1, 999, 1000].map((weightGrams) => charge(byWeight, { weightGrams }))).toStrictEqual([
      'shipping.below-first-tier',
      500,
      500,
      900,
    ]);
    expect(charge({ type: 'tiered', by: 'weight', tiers: [] })).toBe('shipping.no-charge-in-currency');
  });

  test('are free from a subtotal on, of flat charges too', () => {
    expect([2999, 3000].map((amount) => charge(flat(499, 3000), { subtotal: usd(amount) }))).toStrictEqual([499, 0]);
    const tiered = { type: 'tiered', by: 'weight', tiers: [{ from: 0, amount: usd(9) }], freeFrom: usd(3001) } as const;
    expect([3000, 3001].map((amount) => charge(tiered, { subtotal: usd(amount) }))).toStrictEqual([9, 0]);
  });

  test.each<[string, unknown, unknown]>([
    ['methods', null, facts],
    ['methods[0].zones', [{ id: 'a', charges: [] }], facts],
    ['methods[0].zones[0].countries', [post({ zones: [{ countries: [], regions: ['NY'] }] })], facts],
    ['methods[0].charges[0].type', [post({ charges: [{ type: 'flt' as 'flat', amount: usd(1) }] })], facts],
    ['methods[0].charges[0].amount.amount', [post({ charges: [flat(-1)] })], facts],
    ['methods[0].charges[0].by', [post({ charges: [{ type: 'tiered', by: 'wait', tiers: [] } as never] })], facts],
    [
      'methods[0].charges[0]',
      [post({ charges: [{ type: 'flat', amount: usd(1), freeFrom: { amount: 1, currency: 'EUR' } }] })],
      facts,
    ],
    ['methods[0].enabled', [post({ enabled: 'no' as never })], facts],
    ['facts.weightGrams', [], { ...facts, weightGrams: -1 }],
    ['facts.subtotal.currency', [], { ...facts, subtotal: { amount: 1, currency: 'EUR' } }],
    ['facts.destination', [], { ...facts, destination: undefined }],
  ])('are refused where something is missing, null or misspelt: %s', (path, methods, given) => {
    expect(refused(shippingQuotesFor(methods as ShippingMethod[], given as typeof facts))).toStrictEqual({
      type: 'input.malformed',
      path,
    });
  });
});

test('a shipping method that is set charges on the step of known currencies, and its thresholds may be off it', () => {
  const kwd = (amount: number) => ({ amount, currency: 'KWD' });
  const method = (charges: readonly ShippingCharge[]) => checkShippingMethod(post({ charges }));
  expect(method([{ type: 'flat', amount: kwd(500), freeFrom: kwd(1005) }]).ok).toBe(true);
  expect(method([{ type: 'tiered', tiers: [{ from: kwd(5), amount: kwd(10) }] }]).ok).toBe(true);
  for (const charges of [
    [{ type: 'flat', amount: kwd(505) }],
    [{ type: 'tiered', tiers: [{ from: kwd(0), amount: kwd(505) }] }],
  ] as const) {
    expect(refused(method(charges))).toStrictEqual({ type: 'money.off-step', amount: kwd(505), step: 10 });
  }
  expect(refused(method([{ type: 'flat', amount: { amount: 1, currency: 'HRK' } }]))).toStrictEqual({
    type: 'money.unknown-currency',
    currency: 'HRK',
  });
  expect(refused(checkShippingMethod(null as never))).toStrictEqual({ type: 'input.malformed', path: 'method' });
});
