import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../testing/accepted.js';
import { arbitraryInput } from '../../testing/arbitrary-pricing.js';
import { arbitraryPromotion } from '../../testing/arbitrary-promotion.js';
import { lawRuns } from '../../testing/law-runs.js';
import { usd } from '../../testing/shop.js';
import type { Money } from '../money/money.js';
import { priceCart } from './price-cart.js';
import type { PricingInput } from './pricing-input.js';
import type { Promotion } from './promotions/promotion.js';

const sum = (amounts: readonly Money[]): number => amounts.reduce((all, { amount }) => all + amount, 0);

/** Every amount of money anywhere in a value. */
const amountsIn = (value: unknown): readonly number[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('amount' in value && typeof value.amount === 'number') return [value.amount];
  return Object.values(value).flatMap(amountsIn);
};

/** The input with its lists in another order. */
const shuffled = arbitraryInput.chain((input) => {
  const all = <T>(list: readonly T[]) =>
    fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
  return fc
    .record({
      lines: all(input.cart.lines),
      promotions: all(input.promotions),
      rules: all(input.minimumOrderRules ?? []),
    })
    .map(({ lines, promotions, rules }) => ({
      input,
      permuted: { ...input, cart: { ...input.cart, lines }, promotions, minimumOrderRules: rules },
    }));
});

/** The same in a currency with a step of ten minor units: every amount is as many steps as it was minor units. */
const inSteps = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inSteps);
  if (typeof value !== 'object' || value === null) return value === 'USD' ? 'KWD' : value;
  const { currency } = value as { readonly currency?: unknown };
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'amount' && typeof each === 'number' && currency === 'USD' ? each * 10 : inSteps(each),
    ]),
  );
};

describe('a price', () => {
  test('in a currency with a step is the same count of steps', () => {
    fc.assert(
      fc.property(
        arbitraryInput.filter((input) => amountsIn(input).every((amount) => amount < 2 ** 30)),
        (input) => {
          const priced = inSteps(accepted(priceCart(input)));
          expect(accepted(priceCart(inSteps(input) as PricingInput))).toStrictEqual(priced);
        },
      ),
      lawRuns,
    );
  });

  test('says of each promotion which lines its whole amount came from', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { applied, lines } = accepted(priceCart(input));
        for (const { promotionId, level, amount, basis, shares } of applied) {
          const discounts = lines.flatMap((line) => line.discounts.filter((each) => each.promotionId === promotionId));
          expect(sum(discounts.map((each) => each.amount))).toBe(level === 'shipping' ? 0 : amount.amount);
          expect(sum(shares.map((share) => share.amount))).toBe(level === 'shipping' ? 0 : amount.amount);
          expect(amount.amount).toBeLessThanOrEqual(basis.amount);
        }
      }),
      lawRuns,
    );
  });

  test('names every promotion once, as applied or as skipped', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { applied, skipped } = accepted(priceCart(input));
        const named = [...applied, ...skipped].map(({ promotionId }) => promotionId).sort();
        expect(named).toStrictEqual(input.promotions.map(({ id }) => id).sort());
      }),
      lawRuns,
    );
  });

  test('splits each line over its units without loss', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        for (const { quantity, unitPrice, discountTotal, total, tax, unitShares } of accepted(priceCart(input)).lines) {
          expect(unitShares.reduce((all, { units }) => all + units, 0)).toBe(quantity);
          expect(unitShares.reduce((all, { units, discount }) => all + units * discount.amount, 0)).toBe(
            discountTotal.amount,
          );
          expect(unitShares.reduce((all, share) => all + share.units * share.total.amount, 0)).toBe(total.amount);
          expect(unitShares.reduce((all, share) => all + share.units * share.tax.amount, 0)).toBe(tax.amount);
          expect(unitShares.every((share) => share.discount.amount + share.total.amount === unitPrice.amount)).toBe(
            true,
          );
        }
      }),
      lawRuns,
    );
  });

  test('is the sum of its parts', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const priced = accepted(priceCart(input));
        const { lines, subtotal, discountTotal, shippingTotal, taxIncluded, taxes, taxTotal, total, shipping } = priced;
        for (const line of lines) {
          expect(line.subtotal.amount).toBe(line.unitPrice.amount * line.quantity);
          expect(sum(line.discounts.map(({ amount }) => amount))).toBe(line.discountTotal.amount);
          expect(line.total.amount).toBe(line.subtotal.amount - line.discountTotal.amount);
        }
        expect(subtotal).toStrictEqual(usd(sum(lines.map((line) => line.subtotal))));
        expect(discountTotal).toStrictEqual(usd(sum(lines.map((line) => line.discountTotal))));
        expect(shippingTotal).toStrictEqual(shipping?.total ?? usd(0));
        expect(shipping?.total.amount ?? 0).toBe(
          (shipping?.charge.amount ?? 0) - (shipping?.discountTotal.amount ?? 0),
        );
        const parts = sum(lines.map((line) => line.total)) + shippingTotal.amount;
        expect(total).toStrictEqual(usd(taxIncluded ? parts : parts + taxTotal.amount));
        expect(taxTotal.amount).toBe(sum(lines.map((line) => line.tax)) + (shipping?.tax.amount ?? 0));
        expect(taxTotal.amount).toBe(sum(taxes.map(({ tax }) => tax)));
        const taxed = [...lines, ...(shipping === undefined ? [] : [shipping])].filter(
          ({ taxRate }) => taxRate !== undefined,
        );
        const net = sum(taxed.map((each) => each.total)) - (taxIncluded ? taxTotal.amount : 0);
        expect(sum(taxes.map((each) => each.net))).toBe(net);
      }),
      lawRuns,
    );
  });

  test('has no negative part, nor one past 2^53 − 1', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const amounts = amountsIn(accepted(priceCart(input)));
        expect(amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0 && !Object.is(amount, -0))).toBe(
          true,
        );
      }),
      lawRuns,
    );
  });

  test('does not depend on the order of lines, promotions or rules', () => {
    fc.assert(
      fc.property(shuffled, ({ input, permuted }) => {
        expect(priceCart(permuted)).toStrictEqual(priceCart(input));
      }),
      lawRuns,
    );
  });

  test('is the same when worked out twice, survives JSON, and leaves its input alone', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const before = JSON.stringify(input);
        const priced = priceCart(input);
        expect(priceCart(input)).toStrictEqual(priced);
        // Cloned, because facts of the input are made without a prototype, and JSON's are not.
        expect(JSON.parse(JSON.stringify(priced))).toStrictEqual(structuredClone(priced));
        expect(JSON.stringify(input)).toBe(before);
      }),
      lawRuns,
    );
  });

  test('is not raised by one more combinable promotion where none stops, but for rounding', () => {
    const unstopped = (promotion: Promotion): Promotion => ({ ...promotion, stops: false });
    const oneMore = arbitraryPromotion(fc.constant('one more'))
      .filter(({ exclusiveGroup }) => exclusiveGroup === undefined)
      .map((promotion): Promotion => ({ ...unstopped(promotion), combinable: true }));
    fc.assert(
      fc.property(arbitraryInput, oneMore, (input, promotion) => {
        const before = input.promotions.map(unstopped);
        const total = accepted(priceCart({ ...input, promotions: before })).total.amount;
        const promotions = [...before, promotion];
        const bound = total + input.cart.lines.length * promotions.length;
        expect(accepted(priceCart({ ...input, promotions })).total.amount).toBeLessThanOrEqual(bound);
      }),
      lawRuns,
    );
  });
});
