/** Long because it computes a whole price a second time, independently of the rules. */
import type {
  LineSelector,
  Money,
  PriceEntry,
  PricingInput,
  Promotion,
  PromotionEffect,
  SkipReason,
  VariantId,
} from '../src/index.js';
import { normaliseCouponCode } from '../src/index.js';

/**
 * Prices a cart a second time, as slowly and plainly as can be: every amount a BigInt, every unit one by one, every
 * alternative priced whole. It shares no rule with the implementation that it is compared with. Longer than most files,
 * because it says all the rules of promotions and tax in one place.
 */
export type Reference = {
  readonly applied: readonly {
    readonly id: string;
    readonly basis: bigint;
    readonly amount: bigint;
    readonly shares: Left;
  }[];
  readonly skipped: ReadonlyMap<string, SkipReason['type']>;
  readonly left: Left;
  readonly tax: Left;
  readonly total: bigint;
};

/** Minor units by variant, and of `shipping` under a key that no variant of the tests has. */
type Left = ReadonlyMap<VariantId, bigint>;
export const shippingKey = ' shipping';

type Line = { readonly id: VariantId; readonly quantity: number; readonly entry: PriceEntry };

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, amount) => all + amount, 0n);
const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const million = 1_000_000n;
const rounded = (numerator: bigint, denominator: bigint): bigint => {
  const floor = numerator / denominator;
  return (numerator - floor * denominator) * 2n >= denominator ? floor + 1n : floor;
};

/** The largest remainder, handed out one minor unit at a time. */
export function shareOut(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / whole);
  const rests = weights.map((weight) => (total * weight) % whole);
  for (let over = total - sum(parts); over > 0n; over -= 1n) {
    const index = rests.reduce((best, rest, at) => (rest > (rests[best] ?? -1n) ? at : best), 0);
    parts[index] = (parts[index] ?? 0n) + 1n;
    rests[index] = -1n;
  }
  return parts;
}

const picks = (selector: LineSelector, { id, entry }: Line): boolean =>
  Object.keys(selector).length === 0 ||
  (selector.variantIds ?? []).includes(id) ||
  (selector.productIds ?? []).includes(entry.productId) ||
  (selector.categoryIds ?? []).some((category) => entry.categoryIds.includes(category));

/**
 * Each unit by itself: the applications are counted up as long as units for one more can be chosen, and then each unit,
 * the cheapest first, is given if the rest can still be chosen beside it.
 */
export function givenByTrying(
  effect: Extract<PromotionEffect, { readonly type: 'buyXGetY' }>,
  lines: readonly Line[],
): ReadonlyMap<VariantId, number> {
  const units = lines
    .toSorted((a, b) => a.entry.unitPrice.amount - b.entry.unitPrice.amount || (a.id < b.id ? -1 : 1))
    .flatMap((line) => Array.from({ length: line.quantity }, () => ({ line })));
  type Unit = (typeof units)[number];
  const isBuyable = new Map(lines.map((line) => [line, picks(effect.buy.selector, line)]));
  const isGettable = new Map(lines.map((line) => [line, picks(effect.get.selector, line)]));
  const counts = { buyable: 0, gettable: 0, either: 0 };
  const count = ({ line }: Unit, by: number): void => {
    const [buys, gets] = [isBuyable.get(line) === true, isGettable.get(line) === true];
    counts.buyable += buys ? by : 0;
    counts.gettable += gets ? by : 0;
    counts.either += buys || gets ? by : 0;
  };
  for (const unit of units) count(unit, 1);
  /** Whether so many units can be bought and so many others given, of those that are left. */
  const canChoose = (bought: number, given: number): boolean =>
    bought <= counts.buyable && given <= counts.gettable && bought + given <= counts.either;
  let times = 0;
  while (
    times < (effect.maxApplications ?? Infinity) &&
    canChoose((times + 1) * effect.buy.quantity, (times + 1) * effect.get.quantity)
  ) {
    times += 1;
  }
  let wanted = times * effect.get.quantity;
  const given = new Map(lines.map(({ id }) => [id, 0]));
  for (const unit of units) {
    if (wanted === 0 || isGettable.get(unit.line) !== true) continue;
    count(unit, -1);
    if (canChoose(times * effect.buy.quantity, wanted - 1)) {
      wanted -= 1;
      given.set(unit.line.id, (given.get(unit.line.id) ?? 0) + 1);
    } else count(unit, 1);
  }
  return given;
}

function amountsOf(
  { effect, conditions: { minimumSubtotal, budget } = {} }: Promotion,
  spent: Money | undefined,
): Money[] {
  const amounts: (Money | undefined)[] = [minimumSubtotal, budget, budget && spent];
  if (effect.type === 'percent') amounts.push(effect.cap);
  if (effect.type === 'amount') amounts.push(effect.amount);
  if (effect.type === 'fixedPrice') amounts.push(effect.price);
  if (effect.type === 'tiers' && effect.by === 'subtotal') amounts.push(...effect.tiers.map(({ from }) => from));
  return amounts.filter((amount) => amount !== undefined);
}

/** `charge` is what shipping costs undiscounted. */
export function priceByReference(input: PricingInput, charge: bigint): Reference {
  const lines = input.cart.lines
    .map(({ variantId, quantity }): Line => ({
      id: variantId,
      quantity,
      entry: Object.entries(input.prices).find(([id]) => id === variantId)?.[1] as PriceEntry,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const subtotalOf = ({ quantity, entry }: Line): bigint => BigInt(quantity) * BigInt(entry.unitPrice.amount);
  const undiscounted: Left = new Map([
    ...lines.map((line) => [line.id, subtotalOf(line)] as const),
    [shippingKey, charge],
  ]);
  const usageOf = ({ id }: Promotion) => Object.entries(input.promotionUsage ?? {}).find(([key]) => key === id)?.[1];
  const levels = ['lines', 'order', 'shipping'];
  const inOrder = input.promotions.toSorted((a, b) => {
    const level = levels.indexOf(a.target.type) - levels.indexOf(b.target.type);
    const [before, after] = [a.priority ?? 0, b.priority ?? 0];
    return level !== 0 ? level : before !== after ? (before > after ? -1 : 1) : a.id < b.id ? -1 : 1;
  });

  const failedCondition = (promotion: Promotion): SkipReason['type'] | undefined => {
    const c = promotion.conditions ?? {};
    const { currency } = input.cart;
    const usage = usageOf(promotion);
    const now = Date.parse(input.at);
    const failing: readonly (readonly [SkipReason['type'], boolean])[] = [
      ['promotion.not-started', c.startsAt !== undefined && now < Date.parse(c.startsAt)],
      ['promotion.ended', c.endsAt !== undefined && now >= Date.parse(c.endsAt)],
      [
        'promotion.below-minimum-subtotal',
        c.minimumSubtotal?.currency === currency && sum(lines.map(subtotalOf)) < BigInt(c.minimumSubtotal.amount),
      ],
      [
        'promotion.below-minimum-quantity',
        sum(lines.map(({ quantity }) => BigInt(quantity))) < BigInt(c.minimumQuantity ?? 0),
      ],
      [
        'promotion.not-contained',
        c.contains !== undefined && lines.filter((line) => picks(c.contains ?? {}, line)).length === 0,
      ],
      [
        'promotion.group-not-eligible',
        c.groups !== undefined && c.groups.filter((group) => input.customer.groups.includes(group)).length === 0,
      ],
      [
        'promotion.not-first-order',
        c.firstOrder === true && !input.customer.groups.includes('guest') && input.customer.orderCount !== 0,
      ],
      [
        'promotion.coupon-missing',
        c.singleUse === true
          ? !input.cart.couponCodes.some((code) => usage?.codes?.includes(code) === true)
          : c.couponCode !== undefined &&
            !input.cart.couponCodes.map(normaliseCouponCode).includes(normaliseCouponCode(c.couponCode)),
      ],
      ['promotion.usage-limit-reached', c.usageLimit !== undefined && (usage?.uses ?? 0) >= c.usageLimit],
      [
        'promotion.customer-usage-limit-reached',
        c.customerUsageLimit !== undefined && (usage?.customerUses ?? 0) >= c.customerUsageLimit,
      ],
      [
        'promotion.budget-exhausted',
        c.budget?.currency === currency &&
          (usage?.spent?.currency ?? currency) === currency &&
          c.budget.amount - (usage?.spent?.amount ?? 0) <= 0,
      ],
      [
        'promotion.currency-mismatch',
        amountsOf(promotion, usage?.spent).some((amount) => amount.currency !== currency),
      ],
    ];
    return failing.find(([, fails]) => fails)?.[0];
  };

  const sharesOf = (promotion: Promotion, left: Left): Left => {
    const { target, effect, conditions: { budget } = {} } = promotion;
    const targeted = lines.filter((line) => target.type !== 'lines' || picks(target.selector, line));
    const parts =
      target.type === 'shipping'
        ? [{ id: shippingKey, units: 1n }]
        : targeted.map(({ id, quantity }) => ({ id, units: BigInt(quantity) }));
    const lefts = parts.map(({ id }) => left.get(id) ?? 0n);
    const byRate = (rate: number): readonly bigint[] =>
      target.type === 'order'
        ? shareOut(rounded(sum(lefts) * BigInt(rate), million), lefts)
        : lefts.map((each) => rounded(each * BigInt(rate), million));
    const untruncated = ((): readonly bigint[] => {
      switch (effect.type) {
        case 'percent':
          return byRate(effect.rate);
        case 'tiers': {
          const measure =
            effect.by === 'subtotal'
              ? sum(targeted.map(subtotalOf))
              : sum(targeted.map((line) => BigInt(line.quantity)));
          const rates = effect.tiers.map(({ from, rate }) =>
            BigInt(typeof from === 'number' ? from : from.amount) <= measure ? rate : 0,
          );
          return byRate(Math.max(0, ...rates));
        }
        case 'freeShipping':
          return lefts;
        case 'amount':
          return effect.mode === 'across'
            ? shareOut(least(BigInt(effect.amount.amount), sum(lefts)), lefts)
            : parts.map(({ units }, index) => least(units * BigInt(effect.amount.amount), lefts[index] ?? 0n));
        case 'fixedPrice':
          return parts.map(
            ({ units }, index) => (lefts[index] ?? 0n) - least(units * BigInt(effect.price.amount), lefts[index] ?? 0n),
          );
        case 'buyXGetY': {
          const given = givenByTrying(effect, targeted);
          return parts.map(({ id, units }, index) =>
            rounded((lefts[index] ?? 0n) * BigInt(given.get(id) ?? 0) * BigInt(effect.rate), units * million),
          );
        }
      }
    })();
    const limits = [sum(untruncated)];
    if (effect.type === 'percent' && effect.cap !== undefined) limits.push(BigInt(effect.cap.amount));
    if (budget !== undefined) limits.push(BigInt(budget.amount) - BigInt(usageOf(promotion)?.spent?.amount ?? 0));
    const limit = limits.reduce(least);
    const shares = limit < sum(untruncated) ? shareOut(limit, untruncated) : untruncated;
    return new Map(parts.map(({ id }, index) => [id, shares[index] ?? 0n]));
  };

  const taxOf = (left: Left): Left =>
    new Map(
      [...left].map(([id, amount]) => {
        const taxClass =
          id === shippingKey
            ? (input.shipping?.taxClass ?? input.tax?.shippingClass)
            : lines.find((line) => line.id === id)?.entry.taxClass;
        const rate = BigInt(Object.entries(input.tax?.rates ?? {}).find(([name]) => name === taxClass)?.[1] ?? 0);
        // Included: n − n / (1 + r), in millionths.
        return [
          id,
          input.tax?.prices === 'inclusive'
            ? rounded(amount * (million + rate) - amount * million, million + rate)
            : rounded(amount * rate, million),
        ];
      }),
    );
  const totalOf = (left: Left): bigint =>
    sum(left.values()) + (input.tax?.prices === 'inclusive' ? 0n : sum(taxOf(left).values()));

  const applyAll = (chosen: readonly Promotion[]) => {
    const left = new Map(undiscounted);
    const applied: Reference['applied'][number][] = [];
    const stopped: string[] = [];
    for (const promotion of chosen) {
      if (stopped.includes(promotion.target.type)) continue;
      const shares = sharesOf(promotion, left);
      const amount = sum(shares.values());
      if (amount === 0n) continue;
      applied.push({
        id: promotion.id,
        basis: sum([...shares.keys()].map((id) => left.get(id) ?? 0n)),
        amount,
        shares,
      });
      for (const [id, share] of shares) left.set(id, (left.get(id) ?? 0n) - share);
      if (promotion.stops === true) stopped.push(promotion.target.type);
    }
    return { chosen, left, applied, total: totalOf(left) };
  };

  const eligible = inOrder.filter((promotion) => failedCondition(promotion) === undefined);
  const worth = (promotion: Promotion): bigint => sum(sharesOf(promotion, undiscounted).values());
  const losesGroup = (promotion: Promotion): boolean =>
    promotion.exclusiveGroup !== undefined &&
    promotion.combinable !== false &&
    eligible.some(
      (other, index) =>
        other.combinable !== false &&
        other.exclusiveGroup === promotion.exclusiveGroup &&
        (worth(other) > worth(promotion) || (worth(other) === worth(promotion) && index < eligible.indexOf(promotion))),
    );
  const staying = eligible.filter((promotion) => !losesGroup(promotion));
  const combinable = staying.filter((promotion) => promotion.combinable !== false);
  const alternatives = [
    combinable,
    ...staying.filter((promotion) => promotion.combinable === false).map((each) => [each]),
  ]
    .filter((each, index, all) => each.length > 0 || all.length === 1 || index > 0)
    .map(applyAll);
  const lowest = alternatives.map(({ total }) => total).reduce(least);
  const chosen = alternatives.find(({ total }) => total === lowest) ?? applyAll([]);

  const skipped = new Map<string, SkipReason['type']>();
  const stopped: string[] = [];
  for (const promotion of inOrder) {
    const { id, target } = promotion;
    const failed = failedCondition(promotion);
    if (chosen.applied.some((each) => each.id === id)) {
      if (promotion.stops === true) stopped.push(target.type);
    } else if (failed !== undefined) skipped.set(id, failed);
    else if (stopped.includes(target.type)) skipped.set(id, 'promotion.level-stopped');
    else if (losesGroup(promotion)) skipped.set(id, 'promotion.group-lost');
    else if (!chosen.chosen.includes(promotion)) skipped.set(id, 'promotion.not-combinable');
    else skipped.set(id, 'promotion.no-effect');
  }
  return { applied: chosen.applied, skipped, left: chosen.left, tax: taxOf(chosen.left), total: chosen.total };
}
