import { amountShape as amount } from '../../money/money.js';
import { isShare, type Rate } from '../../money/rate.js';
import {
  count,
  exactly,
  flag,
  instant,
  list,
  oneOf,
  optional,
  positive,
  rank,
  text,
  word,
  type Shape,
} from '../../shape.js';
import type {
  LineSelector,
  Promotion,
  PromotionConditions,
  PromotionEffect,
  PromotionTarget,
  UnitGroup,
} from './promotion.js';

type Tiers = Extract<PromotionEffect, { readonly type: 'tiers' }>;
type Tier<By extends Tiers['by']> = Extract<Tiers, { readonly by: By }>['tiers'][number];

/**
 * The shape of a promotion, with no other members: a condition that this version does not know, or one that is
 * misspelt, must not be ignored.
 */
export const promotionShape: Shape<Promotion> = /* @__PURE__ */ (() => {
  const ids = optional(list(text));
  const selector = exactly<LineSelector>({ variantIds: ids, productIds: ids, categoryIds: ids });
  const units = exactly<UnitGroup>({ selector, quantity: positive });
  const rate: Shape<Rate> = (value) => (isShare(value as Rate) ? undefined : '');
  const tiers = oneOf<Tiers, 'by'>(
    'by',
    {
      subtotal: { type: text, tiers: list(exactly<Tier<'subtotal'>>({ from: amount, rate })) },
      quantity: { type: text, tiers: list(exactly<Tier<'quantity'>>({ from: count, rate })) },
    } as never,
    exactly,
  );
  const effect = oneOf<Exclude<PromotionEffect, Tiers>, 'type'>(
    'type',
    {
      percent: { rate, cap: optional(amount) },
      amount: { amount, mode: word('each', 'across') },
      fixedPrice: { price: amount },
      freeShipping: {},
      buyXGetY: { buy: units, get: units, rate, maxApplications: optional(positive) },
    },
    exactly,
  );
  return exactly<Promotion>({
    id: (value) => (value === '' ? '' : text(value)),
    name: text,
    target: oneOf<PromotionTarget, 'type'>('type', { lines: { selector }, order: {}, shipping: {} }, exactly),
    effect: (value: unknown) => ((value as Tiers | null)?.type === 'tiers' ? tiers(value) : effect(value)),
    conditions: optional(
      exactly<PromotionConditions>({
        startsAt: optional(instant),
        endsAt: optional(instant),
        minimumSubtotal: optional(amount),
        minimumQuantity: optional(count),
        contains: optional(selector),
        groups: optional(list(text)),
        firstOrder: optional(flag),
        couponCode: optional(text),
        singleUse: optional(flag),
        usageLimit: optional(count),
        customerUsageLimit: optional(count),
        budget: optional(amount),
      }),
    ),
    priority: optional(rank),
    exclusiveGroup: optional(text),
    combinable: optional(flag),
    stops: optional(flag),
  });
})();
