import type { Money } from '../../api/money.js';

export type Selector = {
  readonly variantIds?: readonly string[];
  readonly productIds?: readonly string[];
  readonly categoryIds?: readonly string[];
};
export type Target =
  { readonly type: 'order' } | { readonly type: 'shipping' } | { readonly type: 'lines'; readonly selector: Selector };
export type UnitGroup = { readonly selector: Selector; readonly quantity: number };
export type Effect =
  | { readonly type: 'percent'; readonly rate: number; readonly cap?: Money }
  | { readonly type: 'amount'; readonly amount: Money; readonly mode: 'each' | 'across' }
  | { readonly type: 'fixedPrice'; readonly price: Money }
  | {
      readonly type: 'tiers';
      readonly by: 'subtotal' | 'quantity';
      readonly tiers: readonly { readonly from: Money | number; readonly rate: number }[];
    }
  | { readonly type: 'freeShipping' }
  | {
      readonly type: 'buyXGetY';
      readonly buy: UnitGroup;
      readonly get: UnitGroup;
      readonly rate: number;
      readonly maxApplications?: number;
    };
export type Conditions = {
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly minimumSubtotal?: Money;
  readonly minimumQuantity?: number;
  readonly contains?: Selector;
  readonly groups?: readonly string[];
  readonly firstOrder?: boolean;
  readonly couponCode?: string;
  readonly singleUse?: boolean;
  readonly usageLimit?: number;
  readonly customerUsageLimit?: number;
  readonly budget?: Money;
};
/** A promotion as it is typed. */
export type PromotionDraft = {
  readonly name: string;
  readonly target: Target;
  readonly effect: Effect;
  readonly conditions?: Conditions;
  readonly priority?: number;
  readonly exclusiveGroup?: string;
  readonly combinable?: boolean;
  readonly stops?: boolean;
  readonly visibility?: string;
};
export type Promotion = PromotionDraft & {
  readonly id: string;
  readonly visibility: string;
  readonly archivedAt?: string;
  readonly usage: { readonly uses: number; readonly spent: Money };
};

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
