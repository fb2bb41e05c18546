import type { Promotion, SkipReason, UsageChange } from '@cartwright/domain';
import type { Caller } from '../caller.js';
import type { CartPricing } from '../cart/price-for-caller.js';
import { normaliseEmail } from '../identity/email-address.js';
import type { LimitedUse } from '../ports/change.js';
import type { Buyer, UsageCounter } from '../ports/repositories/promotion-usage-records.js';
import type { Secrets } from '../ports/secrets.js';
import { inLockingOrder } from './usage-counters.js';

/**
 * Who an order is by, for limits for each customer: the account, or for a guest the e-mail that the order is confirmed
 * to. Nobody has proved that a guest's e-mail is theirs, so it never touches what the account of that e-mail has used;
 * and of it a digest is kept alone, since it outlives the order's own data.
 */
export function buyerOf(secrets: Secrets, caller: Caller, email: string | undefined): Buyer | undefined {
  if (caller.type === 'user') return caller.userId;
  return email === undefined ? undefined : guestBuyer(secrets, email);
}

/** A guest by the e-mail of their order. */
export const guestBuyer = (secrets: Pick<Secrets, 'digest'>, email: string): Buyer =>
  `guest:${secrets.digest(normaliseEmail(email))}`;

/**
 * The counters that decide what this cart is discounted by: those of each limited promotion that applies, or would if
 * another did not. One that its own conditions keep out needs none, nor does one that is used up already.
 */
export function decidingCounters({ rules, priced }: CartPricing, buyer: Buyer | undefined): readonly UsageCounter[] {
  const failed = new Set(
    priced.skipped.flatMap(({ promotionId, reason }) => (yields.has(reason.type) ? [] : [promotionId])),
  );
  return inLockingOrder(
    rules.promotions.flatMap((promotion) => (failed.has(promotion.id) ? [] : countersOf(promotion, buyer))),
  );
}

/**
 * What an order uses of limited promotions. Of others nothing is counted: all orders would wait for each other there.
 */
export function countedUses(
  { rules }: CartPricing,
  usage: readonly UsageChange[],
  buyer: Buyer | undefined,
): readonly LimitedUse[] {
  const promotions = new Map(rules.promotions.map((promotion) => [promotion.id, promotion]));
  return inLockingOrder(
    usage.flatMap(({ promotionId, amount }) => {
      const promotion = promotions.get(promotionId);
      if (promotion === undefined) return [];
      const budget = promotion.conditions?.budget;
      return countersOf(promotion, buyer).map((counter): LimitedUse =>
        budget !== undefined && counter.buyer === undefined ? { ...counter, spent: amount, budget } : counter,
      );
    }),
  );
}

function countersOf({ id: promotionId, conditions = {} }: Promotion, buyer: Buyer | undefined) {
  const { usageLimit, budget, customerUsageLimit } = conditions;
  const everybody: readonly LimitedUse[] =
    usageLimit === undefined && budget === undefined
      ? []
      : [{ promotionId, ...(usageLimit === undefined ? {} : { maxUses: usageLimit }) }];
  const own: readonly LimitedUse[] =
    customerUsageLimit === undefined || buyer === undefined
      ? []
      : [{ promotionId, buyer, maxUses: customerUsageLimit }];
  return [...everybody, ...own];
}

/** Why a promotion took nothing off though all its conditions hold: with another one used up it may take its turn. */
const yields: ReadonlySet<SkipReason['type']> = new Set([
  'promotion.level-stopped',
  'promotion.group-lost',
  'promotion.not-combinable',
  'promotion.no-effect',
]);
