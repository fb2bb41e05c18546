import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accepted } from '../../testing/accepted.js';
import { arbitraryInput } from '../../testing/arbitrary-pricing.js';
import { lawRuns } from '../../testing/law-runs.js';
import { priceByReference, shareOut, shippingKey } from '../../testing/reference-pricing.js';
import { priceCart } from './price-cart.js';

test('every cart is priced and explained as by trying everything, unit by unit, in exact arithmetic', () => {
  fc.assert(
    fc.property(arbitraryInput, (input) => {
      const priced = accepted(priceCart(input));
      const reference = priceByReference(input, BigInt(priced.shipping?.charge.amount ?? 0));
      expect(
        priced.applied.map(({ promotionId, basis, amount, shares }) => ({
          id: promotionId,
          basis: BigInt(basis.amount),
          amount: BigInt(amount.amount),
          shares: shares.map((share) => [share.variantId, BigInt(share.amount.amount)]),
        })),
      ).toStrictEqual(
        reference.applied.map(({ shares, ...each }) => ({
          ...each,
          shares: [...shares].filter(([id, share]) => id !== shippingKey && share > 0n),
        })),
      );
      expect(new Map(priced.skipped.map(({ promotionId, reason }) => [promotionId, reason.type]))).toStrictEqual(
        reference.skipped,
      );
      for (const { variantId, total, tax, unitShares } of priced.lines) {
        expect(BigInt(total.amount)).toBe(reference.left.get(variantId));
        expect(BigInt(tax.amount)).toBe(reference.tax.get(variantId));
        const units = unitShares.flatMap((share) => Array.from({ length: share.units }, () => share));
        expect(units.map((unit) => BigInt(unit.tax.amount))).toStrictEqual(
          shareOut(
            BigInt(tax.amount),
            units.map((unit) => BigInt(unit.total.amount)),
          ),
        );
      }
      expect(BigInt(priced.shipping?.tax.amount ?? 0)).toBe(reference.tax.get(shippingKey));
      expect(BigInt(priced.total.amount)).toBe(reference.total);
    }),
    lawRuns,
  );
});
