import type { OpenLine } from '../lines/price-lines.js';
import type { PromotionEffect } from './promotion.js';
import { selects } from '../lines/select-lines.js';

/**
 * How many units of each line `buyXGetY` gives: the cheapest that `get` picks, in whole applications, as many as leave
 * enough units to be bought. Found line by line in the order of giving: within a line the units left to buy fall evenly,
 * so the most applications that it allows is one division. `lines` stand in the order of their variant ids.
 */
export function unitsGiven(
  { buy, get, maxApplications = Infinity }: Extract<PromotionEffect, { readonly type: 'buyXGetY' }>,
  lines: readonly OpenLine[],
): readonly number[] {
  const bought = lines.map(selects(buy.selector));
  const taken = lines.map(selects(get.selector));
  const inGivingOrder = lines
    .map(({ unitPrice, quantity }, index) => ({ price: unitPrice.amount, quantity, index }))
    .filter(({ index }) => taken[index])
    // Stable: lines of one price stay in the order of their variant ids.
    .sort((a, b) => a.price - b.price);
  // Units that can be bought once all units of the lines gone through are given.
  let buyable = lines.reduce((all, { quantity }, index) => (bought[index] === true ? all + quantity : all), 0);
  let passed = 0;
  let applications = 0;
  for (const { quantity, index } of inGivingOrder) {
    const both = bought[index] === true;
    const supported = both ? (buyable + passed) / (buy.quantity + get.quantity) : buyable / buy.quantity;
    const allowed = Math.floor(Math.min((passed + quantity) / get.quantity, supported));
    // Otherwise the last application possible ends in an earlier line.
    if (allowed * get.quantity > passed) applications = allowed;
    passed += quantity;
    if (both) buyable -= quantity;
  }
  let left = Math.min(applications, maxApplications) * get.quantity;
  const given = lines.map(() => 0);
  for (const { quantity, index } of inGivingOrder) {
    given[index] = Math.min(quantity, left);
    left -= given[index] ?? 0;
  }
  return given;
}
