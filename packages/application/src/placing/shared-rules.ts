import type { PricingInput } from '@cartwright/domain';

/** What the pricing inputs of many orders have in common: the rules of the shop. */
export type SharedRules = Pick<PricingInput, 'promotions' | 'minimumOrderRules' | 'tax'>;

/** The part of an input that is stored once for all orders that share it. */
export const sharedOf = ({ promotions, minimumOrderRules, tax }: PricingInput): SharedRules => ({
  promotions,
  ...(minimumOrderRules === undefined ? {} : { minimumOrderRules }),
  ...(tax === undefined ? {} : { tax }),
});

/** The part of an input that is the order's own. */
export const ownOf = ({
  promotions: _promotions,
  minimumOrderRules: _minimumOrderRules,
  tax: _tax,
  ...own
}: PricingInput): Omit<PricingInput, keyof SharedRules> => own;
