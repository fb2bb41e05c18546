import type { OpenLine } from '../lines/price-lines.js';
import { selects } from '../lines/select-lines.js';
import type { PromotionEffect } from './promotion.js';

type BuyXGetY = Extract<PromotionEffect, { readonly type: 'buyXGetY' }>;

/** How many units of each line `buyXGetY` gives, and how many more of any kind the first application would take. */
export type GivenUnits = { readonly given: readonly number[]; readonly missing: number };

/**
 * The units that `buyXGetY` gives, in whole applications: as many as the units allow, then the cheapest choice for that
 * number. A unit is bought or given, never both, so of k applications k·n units must be left to buy beside the k·m
 * given ones: k is limited by the units to buy, by the units to get, and by all of them together. In the order of
 * giving (cheapest first) a unit that could be bought is given only while enough others to buy remain. `lines` stand in
 * the order of their variant ids.
 */
export function unitsGiven({ buy, get, maxApplications = Infinity }: BuyXGetY, lines: readonly OpenLine[]): GivenUnits {
  const canBuy = lines.map(selects(buy.selector));
  const canGet = lines.map(selects(get.selector));
  let toBuy = 0;
  let toGet = 0;
  let together = 0;
  for (const [index, { quantity }] of lines.entries()) {
    if (canBuy[index] === true) toBuy += quantity;
    if (canGet[index] === true) toGet += quantity;
    if (canBuy[index] === true || canGet[index] === true) together += quantity;
  }
  const both = buy.quantity + get.quantity;
  const applications = Math.min(
    maxApplications,
    Math.floor(toBuy / buy.quantity),
    Math.floor(toGet / get.quantity),
    Math.floor(together / both),
  );
  const given = lines.map(() => 0);
  let left = applications * get.quantity;
  let spare = toBuy - applications * buy.quantity;
  const inGivingOrder = lines
    .map(({ unitPrice, quantity }, index) => ({ price: unitPrice.amount, quantity, index }))
    .filter(({ index }) => canGet[index])
    // Stable: lines of one price stay in the order of their variant ids.
    .sort((a, b) => a.price - b.price);
  for (const { quantity, index } of inGivingOrder) {
    const units = Math.min(quantity, left, canBuy[index] === true ? spare : Infinity);
    given[index] = units;
    left -= units;
    if (canBuy[index] === true) spare -= units;
  }
  const missing = Math.max(buy.quantity - toBuy, get.quantity - toGet, both - together, 0);
  return { given, missing };
}
