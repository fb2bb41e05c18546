import type { PromotionWithUsage } from '../../api/schemas.js';

export type Promotion = PromotionWithUsage;
/** A promotion as it is typed. */
export type PromotionDraft = Omit<Promotion, 'id' | 'archivedAt' | 'usage' | 'spentByCurrency'>;
export type Target = Promotion['target'];
export type Effect = Promotion['effect'];
export type Conditions = NonNullable<Promotion['conditions']>;
export type UnitGroup = Extract<Effect, { type: 'buyXGetY' }>['buy'];
export type Selector = UnitGroup['selector'];

export const effectKinds = [
  ['percent', 'A percentage off'],
  ['amount', 'An amount off'],
  ['fixedPrice', 'A fixed price'],
  ['tiers', 'A percentage that grows'],
  ['freeShipping', 'Free shipping'],
  ['buyXGetY', 'Buy some, get some'],
] as const;

export const targetKinds = [
  ['order', 'The order'],
  ['lines', 'Some products'],
  ['shipping', 'Shipping'],
] as const;

/** The currency in which a promotion states amounts, if it states any. */
export function currencyOf({ effect, conditions = {} }: PromotionDraft): string | undefined {
  const amounts = [
    effect.type === 'percent' ? effect.cap : undefined,
    effect.type === 'amount' ? effect.amount : undefined,
    effect.type === 'fixedPrice' ? effect.price : undefined,
    ...(effect.type === 'tiers' ? effect.tiers.map(({ from }) => (typeof from === 'number' ? undefined : from)) : []),
    conditions.minimumSubtotal,
    conditions.budget,
  ];
  return amounts.find((amount) => amount !== undefined)?.currency;
}
