import type { ShippingMethod, ShippingRates } from '@cartwright/application';
import { checkShippingMethod } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';

const usd = (amount: number) => ({ amount, currency: 'USD' });

const methods: readonly ShippingMethod[] = [
  {
    id: 'post',
    name: 'Post',
    zones: [{ countries: ['GB'] }, { countries: [] }],
    charges: [{ type: 'flat', amount: usd(500) }],
    deliveryDays: { min: 3, max: 5 },
  },
  { id: 'courier', name: 'Courier', zones: [{ countries: ['GB'] }], charges: [{ type: 'flat', amount: usd(1500) }] },
];

/** Freezes a value and all that it has, so that a change of it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** What every `ShippingRates` promises. */
export const describeShippingRatesContract = (name: string, makeSubject: () => ShippingRates): void => {
  describe(`${name}: shipping rates`, () => {
    const current = (given: readonly ShippingMethod[]) => makeSubject().current(frozen(structuredClone(given)));

    it('are a list, also of a shop without methods', () => {
      expect(Array.isArray(current([]))).toBe(true);
    });

    it('give each method an id of its own, a name, a zone and a charge', () => {
      const rated = current(methods);
      const ids = rated.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const method of rated) {
        expect([method.id, method.name]).toEqual([expect.stringMatching(/./u), expect.stringMatching(/./u)]);
        expect([method.zones.length > 0, method.charges.length > 0]).toEqual([true, true]);
      }
    });

    it('are methods that carts can be priced by', () => {
      for (const method of current(methods)) expect(checkShippingMethod(method)).toEqual({ ok: true, value: method });
    });

    it('charge whole minor units, zero or more', () => {
      const charges = current(methods).flatMap((method) => method.charges);
      const amounts = charges.flatMap((charge) =>
        charge.type === 'flat' ? [charge.amount] : charge.tiers.map(({ amount }) => amount),
      );
      for (const { amount } of amounts) expect([Number.isSafeInteger(amount), amount >= 0]).toEqual([true, true]);
    });

    it('return the same for the same methods', () => {
      const rates = makeSubject();
      expect(rates.current(methods)).toEqual(rates.current(methods));
    });
  });
};
