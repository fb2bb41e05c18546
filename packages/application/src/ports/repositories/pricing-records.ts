import type {
  Delivery,
  MinimumOrderRule,
  Promotion,
  ShippingMethod as PricedShippingMethod,
  PromotionId,
  TaxZone,
} from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PromotionVisibility } from './promotion-records.js';

/** A way to send an order, and how many calendar days a parcel is under way (absent: unknown). */
export type ShippingMethod = PricedShippingMethod & {
  readonly name: string;
  readonly deliveryDays?: NonNullable<Delivery['days']>;
};

/** What the shop has decided about prices. */
export type PricingRules = {
  /** Without the archived ones. */
  readonly promotions: readonly Promotion[];
  /** Of the promotions whose visibility was stated; absent when there are none. */
  readonly promotionVisibility?: Readonly<Record<PromotionId, PromotionVisibility>>;
  /** In the order in which they are offered. */
  readonly shippingMethods: readonly ShippingMethod[];
  /** Absent when the shop has given none: the domain's default then holds. */
  readonly minimumOrderRules?: readonly MinimumOrderRule[];
  /** Absent when the shop charges no tax: what has a tax class is then sold untaxed too. */
  readonly taxZones?: readonly TaxZone[];
  /** Where the shop is: what is priced without an address goes there. */
  readonly country?: string;
  /** The locale of untranslated names; absent: English. */
  readonly locale?: string;
};

/** Where promotions, shipping methods, minimum orders and tax rules are stored. */
export type PricingRecords = {
  readonly rules: () => ResultAsync<PricingRules, never>;
  /** The current tax zones, locked until the transaction ends; without any there is nothing to lock. */
  readonly lockTax: () => ResultAsync<readonly TaxZone[] | undefined, never>;
  /**
   * The current tax zones, locked against changes until the transaction ends. Any number of transactions may do so at
   * the same time. Taken before locks of products.
   */
  readonly lockTaxShared: () => ResultAsync<readonly TaxZone[] | undefined, never>;
  /** Replaces the tax zones; `undefined`: the shop charges no tax. */
  readonly saveTax: (zones: readonly TaxZone[] | undefined) => ResultAsync<void, never>;
  /** The rules that the shop has given, locked until the transaction ends; without any there is nothing to lock. */
  readonly lockMinimumOrders: () => ResultAsync<readonly MinimumOrderRule[] | undefined, never>;
  /** Replaces all rules. An empty list means that there is no minimum. */
  readonly saveMinimumOrders: (rules: readonly MinimumOrderRule[]) => ResultAsync<void, never>;
  /** A shipping method, locked until the transaction ends. */
  readonly lockShippingMethod: (id: string) => ResultAsync<ShippingMethod | undefined, never>;
  /** Replaces the method of that id. A new one is offered after all others. */
  readonly saveShippingMethod: (method: ShippingMethod) => ResultAsync<void, never>;
  readonly removeShippingMethod: (id: string) => ResultAsync<void, never>;
};
