import { inLockingOrder, type Change, type LimitedUse } from '@cartwright/application';
import { sql, type Column, type SQL } from 'drizzle-orm';
import { unindexed } from '../connection/database.js';
import { parameterRows } from '../connection/parameter-rows.js';
import { counterRow } from '../repositories/pricing/promotion-usage-records.js';
import { appliedPromotions, promotionCodes, promotionUsage, promotionUses } from '../schema.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

type PromotionWrite = NonNullable<Change['promotions']>;
type Count = Extract<PromotionWrite, { readonly type: 'count' }>;

/** What a change counts: of one order at most. */
const countsOf = ({ promotions }: Change): readonly Count[] => (promotions?.type === 'count' ? [promotions] : []);

/** The uses of a batch, summed by counter. */
function countersOf(batch: readonly Change[]): readonly object[] {
  const counters = new Map<string, { readonly use: LimitedUse; uses: number; spent: number }>();
  for (const use of inLockingOrder(batch.flatMap(countsOf).flatMap(({ uses }) => uses))) {
    const name = JSON.stringify([use.promotionId, use.buyer ?? '']);
    const counter = counters.get(name) ?? { use, uses: 0, spent: 0 };
    counter.uses += 1;
    counter.spent += use.spent?.amount ?? 0;
    counters.set(name, counter);
  }
  return [...counters.values()].map(({ use, uses, spent }) => ({
    promotion_id: use.promotionId,
    buyer: use.buyer ?? '',
    uses,
    spent: use.spent === undefined ? null : spent,
    currency: use.spent?.currency ?? null,
    max_uses: use.maxUses ?? null,
    budget: use.budget?.amount ?? null,
  }));
}

/** Counts uses of limited promotions. A counter that would pass its limit or its budget is not written. */
const counted: WriteStep<Change> = {
  name: 'promotions_counted',
  rows: countersOf,
  statement: (parameter) => {
    const used = parameterRows(parameter, 'used', {
      promotion_id: 'text',
      buyer: 'text',
      uses: 'integer',
      spent: 'bigint',
      currency: 'text',
      max_uses: 'integer',
      budget: 'bigint',
    });
    return sql`
      insert into ${promotionUsage} (promotion_id, buyer, uses, spent, currency)
      select promotion_id, buyer, uses, spent, currency from ${used}
      where (max_uses is null or uses <= max_uses) and (budget is null or spent <= budget)
      on conflict (buyer, promotion_id) do update set
        uses = promotion_usage.uses + excluded.uses,
        spent = case when excluded.spent is null then promotion_usage.spent
          else coalesce(promotion_usage.spent, 0) + excluded.spent end,
        currency = coalesce(excluded.currency, promotion_usage.currency)
      where exists (
        select from ${used}
        where used.promotion_id = excluded.promotion_id and used.buyer = excluded.buyer
          and (used.max_uses is null or promotion_usage.uses + excluded.uses <= used.max_uses)
          and (used.budget is null or coalesce(promotion_usage.spent, 0) + excluded.spent <= used.budget)
      )
      returning 1`;
  },
  isGuarded: true,
};

/** What each order has counted, so that exactly that is released. */
const noted = insertStep<Change, typeof promotionUses>('promotion_uses_noted', promotionUses, (change) =>
  countsOf(change).flatMap(({ orderId, uses }) => inLockingOrder(uses).map((use) => counterRow(orderId, use))),
);

const releasedOrders: WriteStep<Change>['rows'] = (batch) =>
  batch.flatMap(({ promotions }) => (promotions?.type === 'release' ? [{ order_id: promotions.orderId }] : []));

/** In a form that only a look-up by key fits, whatever the size of the table when the statement was planned. */
const isOfReleasedOrder = (orderId: Column, parameter: SQL): SQL =>
  sql`${orderId} = any(array(select released.order_id from ${parameterRows(parameter, 'released', { order_id: 'uuid' })}))`;

const usesReleased: WriteStep<Change> = {
  name: 'promotion_uses_released',
  rows: releasedOrders,
  statement: (parameter) => sql`
    delete from ${promotionUses}
    where ${isOfReleasedOrder(promotionUses.orderId, parameter)}
    returning promotion_uses.promotion_id, promotion_uses.buyer, promotion_uses.spent`,
  isGuarded: false,
};

/** In the same form. */
const isReleasedCounter = sql`promotion_usage.buyer = any(array(select buyer from promotion_uses_released))
  and promotion_usage.promotion_id = any(array(select promotion_id from promotion_uses_released))`;

/**
 * Locks the counters in the order in which orders count them, so that no two transactions wait for each other in a
 * circle.
 */
const countersReleased: WriteStep<Change> = {
  name: 'promotions_released',
  rows: releasedOrders,
  statement: () => sql`
    update ${promotionUsage} set
      uses = promotion_usage.uses - released.uses, spent = promotion_usage.spent - coalesce(released.spent, 0)
    from (
      select promotion_id, buyer, count(*) as uses, sum(spent) as spent from promotion_uses_released
      group by promotion_id, buyer
    ) as released
    where promotion_usage.promotion_id = released.promotion_id and promotion_usage.buyer = released.buyer
      and ${isReleasedCounter}
      and 0 <= (select count(*) from (
        select from ${promotionUsage}
        where ${isReleasedCounter}
          and (promotion_usage.promotion_id, promotion_usage.buyer) in (select promotion_id, buyer from promotion_uses_released)
        order by promotion_usage.promotion_id collate "C", promotion_usage.buyer collate "C"
        for update
      ) as locked)
    returning 1`,
  isGuarded: false,
};

/** What each promotion took off the order. Nothing is counted here, so no order waits for another. */
const applied = insertStep<Change, typeof appliedPromotions>('promotions_applied', appliedPromotions, (change) =>
  countsOf(change).flatMap(({ orderId, applied: reductions = [] }) =>
    reductions.map(({ promotionId, amount: { amount, currency } }) => ({ orderId, promotionId, amount, currency })),
  ),
);

const appliedReleased: WriteStep<Change> = {
  name: 'promotions_applied_released',
  rows: releasedOrders,
  statement: (parameter) => sql`
    delete from ${appliedPromotions}
    where ${isOfReleasedOrder(appliedPromotions.orderId, parameter)}
    returning 1`,
  isGuarded: false,
};

/** Takes generated codes. One that is not free is not written. */
const codesTaken: WriteStep<Change> = {
  name: 'promotion_codes_taken',
  rows: (batch) =>
    batch.flatMap(countsOf).flatMap(({ orderId, codes = [] }) => codes.map((code) => ({ code, order_id: orderId }))),
  statement: updateUnlocked(promotionCodes, {
    columns: { code: 'text', order_id: 'uuid' },
    where: sql`promotion_codes.code = changed.code and ${unindexed(promotionCodes.orderId)} is null`,
    set: sql`order_id = changed.order_id`,
  }),
  isGuarded: true,
};

const codesFreed: WriteStep<Change> = {
  name: 'promotion_codes_freed',
  rows: releasedOrders,
  statement: (parameter) => sql`
    update ${promotionCodes} set order_id = null
    where promotion_codes.order_id is not null
      and ${isOfReleasedOrder(promotionCodes.orderId, parameter)}
    returning 1`,
  isGuarded: false,
};

/** Generated codes are locked before orders are, as in transactions. */
export const codeSteps: readonly WriteStep<Change>[] = [codesTaken, codesFreed];

export const promotionSteps: readonly WriteStep<Change>[] = [
  counted,
  noted,
  applied,
  usesReleased,
  countersReleased,
  appliedReleased,
];
