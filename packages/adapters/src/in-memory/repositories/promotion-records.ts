import type { PromotionRecords, PromotionTotals, StoredPromotion } from '@cartwright/application';
import { compareIds, type OrderId, type Promotion } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { pricingOf, type Tables } from '../store.js';

export const promotionRecords = (tables: Tables): PromotionRecords => ({
  list: () => okAsync(allOf(tables)),
  totals: () => {
    const totals: Record<string, PromotionTotals> = {};
    for (const { promotionId, amount } of [...tables.appliedPromotions.values()].flat()) {
      const { uses, spent } = totals[promotionId] ?? { uses: 0, spent: [] };
      const before = spent.find(({ currency }) => currency === amount.currency)?.amount ?? 0;
      const sum = { amount: before + amount.amount, currency: amount.currency };
      const others = spent.filter(({ currency }) => currency !== amount.currency);
      const all = [...others, sum].sort((left, right) => compareIds(left.currency, right.currency));
      totals[promotionId] = { uses: uses + 1, spent: all };
    }
    return okAsync(totals);
  },
  lock: (wanted) => okAsync(allOf(tables).find(({ promotion: { id } }) => id === wanted)),
  save: (stored) => {
    const { id } = stored.promotion;
    const { promotionVisibility = {}, ...rules } = pricingOf(tables);
    const isActive = stored.archivedAt === undefined;
    const promotions: readonly Promotion[] = [
      ...rules.promotions.filter((promotion) => promotion.id !== id),
      ...(isActive ? [stored.promotion] : []),
    ].sort((left, right) => compareIds(left.id, right.id));
    const { [id]: _before, ...others } = promotionVisibility;
    const visibility = isActive && stored.visibility !== undefined ? { ...others, [id]: stored.visibility } : others;
    tables.pricing.set('rules', {
      ...rules,
      promotions,
      ...(Object.keys(visibility).length === 0 ? {} : { promotionVisibility: visibility }),
    });
    if (isActive) tables.archivedPromotions.delete(id);
    else tables.archivedPromotions.set(id, stored);
    return okAsync(undefined);
  },
  addCodes: (promotionId, codes) => {
    for (const code of codes) {
      if (tables.promotionCodes.has(code)) throw new Error(`the code ${code} is there already`);
      tables.promotionCodes.set(code, { promotionId });
    }
    return okAsync(undefined);
  },
});

function allOf(tables: Tables): readonly StoredPromotion[] {
  const { promotions, promotionVisibility = {} } = pricingOf(tables);
  const active = promotions.map((promotion): StoredPromotion => {
    const visibility = promotionVisibility[promotion.id];
    return { promotion, ...(visibility === undefined ? {} : { visibility }) };
  });
  return [...active, ...tables.archivedPromotions.values()].sort((left, right) =>
    compareIds(left.promotion.id, right.promotion.id),
  );
}

/** The free codes among those that are named, by code. */
export const freeCodesAmong = (tables: Tables, codes: readonly string[]) =>
  [...new Set(codes)].sort(compareIds).flatMap((code) => {
    const found = tables.promotionCodes.get(code);
    return found === undefined || found.orderId !== undefined ? [] : [{ promotionId: found.promotionId, code }];
  });

/** Takes codes for an order, unless one of them is not free. */
export function takeCodes({ promotionCodes }: Tables, orderId: OrderId, codes: readonly string[]): boolean {
  for (const code of codes) {
    const found = promotionCodes.get(code);
    if (found === undefined || found.orderId !== undefined) return false;
    promotionCodes.set(code, { ...found, orderId });
  }
  return true;
}

/** Frees the codes of an order. */
export function freeCodes({ promotionCodes }: Tables, orderId: OrderId): void {
  for (const [code, { promotionId, orderId: holder }] of promotionCodes) {
    if (holder === orderId) promotionCodes.set(code, { promotionId });
  }
}
