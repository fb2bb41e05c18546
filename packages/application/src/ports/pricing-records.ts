import type { MinimumOrderRule, Promotion, ShippingCharge } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

export type ShippingMethod = { readonly id: string; readonly name: string; readonly charge: ShippingCharge };

/** What the shop has decided about prices. */
export type PricingRules = {
  readonly promotions: readonly Promotion[];
  /** In the order in which they are offered; the first is the default. */
  readonly shippingMethods: readonly ShippingMethod[];
  /** Absent when the shop has given none: the domain's default then holds. */
  readonly minimumOrderRules?: readonly MinimumOrderRule[];
};

export type PricingRecords = { readonly rules: () => ResultAsync<PricingRules, never> };
