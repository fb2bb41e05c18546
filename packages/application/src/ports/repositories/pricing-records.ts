import type { Delivery, MinimumOrderRule, Promotion, ShippingCharge, TaxRules } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A way to send an order, what it costs, and how many calendar days a parcel is under way (absent: nobody knows). */
export type ShippingMethod = {
  readonly id: string;
  readonly name: string;
  readonly charge: ShippingCharge;
  readonly deliveryDays?: NonNullable<Delivery['days']>;
};

/** What the shop has decided about prices. */
export type PricingRules = {
  readonly promotions: readonly Promotion[];
  /** In the order in which they are offered; the first is the default. */
  readonly shippingMethods: readonly ShippingMethod[];
  /** Absent when the shop has given none: the domain's default then holds. */
  readonly minimumOrderRules?: readonly MinimumOrderRule[];
  /** Absent when the shop charges no tax: what has a tax class is then sold untaxed too. */
  readonly tax?: TaxRules;
};

/** Where promotions, shipping methods, minimum orders and tax rules are kept. */
export type PricingRecords = {
  readonly rules: () => ResultAsync<PricingRules, never>;
  /** The tax rules that stand, locked until the transaction ends; while there are none there is nothing to lock. */
  readonly lockTax: () => ResultAsync<TaxRules | undefined, never>;
  /** Replaces the tax rules; `undefined`: the shop charges no tax. */
  readonly saveTax: (tax: TaxRules | undefined) => ResultAsync<void, never>;
};
