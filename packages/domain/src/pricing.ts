/** Prices, promotions, shipping quotes and taxes: the subpath `@cartwright/domain/pricing`. */
export type { CategoryId, ProductId, PromotionId } from './flavoured.js';
export { checkTaxRules } from './pricing/charges/check-tax-rules.js';
export { defaultMinimumOrderRules } from './pricing/charges/minimum-order.js';
export {
  checkShippingMethod,
  shippingQuotesFor,
  type NoShippingQuote,
  type ShippingCharge,
  type ShippingFacts,
  type ShippingMethod,
  type ShippingMethodError,
} from './pricing/charges/shipping-quotes.js';
export {
  checkTaxZones,
  taxRulesFor,
  type TaxRulesForError,
  type TaxZone,
  type TaxZonesError,
} from './pricing/charges/tax-zones.js';
export type { Destination, Zone } from './pricing/charges/zone.js';
export {
  checkPriceOffer,
  choosePrice,
  type ChoosePriceError,
  type ChosenPrice,
  type PriceOffer,
  type PriceOfferError,
} from './pricing/choose-price.js';
export { priceCart } from './pricing/price-cart.js';
export type {
  AppliedPromotion,
  LineDiscount,
  MinimumOrder,
  PricedCart,
  PricedLine,
  PricedShipping,
  SkippedPromotion,
  TaxReport,
  UnitShare,
} from './pricing/priced-cart.js';
export type {
  Customer,
  MinimumOrderRule,
  PriceEntry,
  PriceList,
  PricingError,
  PricingInput,
  ShippingQuote,
  TaxClass,
  TaxRules,
  TaxRulesError,
} from './pricing/pricing-input.js';
export { checkPromotion, type PromotionError } from './pricing/promotions/check-promotion.js';
export { englishMessages } from './pricing/promotions/english-messages.js';
export {
  explainPromotions,
  type MessageType,
  type PromotionMessages,
  type PromotionSentence,
} from './pricing/promotions/explain-promotions.js';
export type {
  CustomerGroup,
  LineSelector,
  Promotion,
  PromotionConditions,
  PromotionEffect,
  PromotionTarget,
  PromotionUsage,
  UnitGroup,
} from './pricing/promotions/promotion.js';
export type { NoEffect, SkipReason } from './pricing/promotions/skip-reason.js';
export { readPricedCart, type ReadError, type UnknownSchemaVersion } from './pricing/read-priced-cart.js';
