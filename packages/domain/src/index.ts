export { accept, refuse, type Decision } from './decision.js';
export {
  compareIds,
  type CartId,
  type CategoryId,
  type CustomerId,
  type DisputeId,
  type Flavoured,
  type Instant,
  type OrderId,
  type ProductId,
  type PromotionId,
  type RefundId,
  type ReturnId,
  type ShipmentId,
  type VariantId,
} from './flavoured.js';

export { allocate, type AllocationError } from './money/allocate.js';
export { currencyDecimals, type CurrencyCode, type UnknownCurrency } from './money/currency.js';
export { formatMoney } from './money/format-money.js';
export {
  addMoney,
  money,
  subtractMoney,
  type CurrencyMismatch,
  type Money,
  type MoneyError,
  type MoneyNotInteger,
  type MoneyOutOfRange,
} from './money/money.js';
export { parseMoney, type ParseMoneyError } from './money/parse-money.js';
export { applyRate, percent, type MalformedRate, type Rate, type RateOutOfRange } from './money/rate.js';

export { createCart, maximumCoupons, maximumLines, maximumQuantity, type Cart, type CartLine } from './cart/cart.js';
export {
  addCoupon,
  normaliseCouponCode,
  removeCoupon,
  type CouponNotFound,
  type EmptyCouponCode,
  type TooManyCoupons,
} from './cart/change-coupons.js';
export {
  addToCart,
  removeFromCart,
  setQuantity,
  type LineNotFound,
  type QuantityOutOfRange,
  type TooManyLines,
} from './cart/change-lines.js';
export { mergeCarts, type ClampedLine, type MergedCart } from './cart/merge-carts.js';

export { checkTaxRules, type TaxRulesError } from './pricing/charges/check-tax-rules.js';
export { defaultMinimumOrderRules } from './pricing/charges/minimum-order.js';
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
  ShippingCharge,
  ShippingQuote,
  TaxClass,
  TaxRules,
} from './pricing/pricing-input.js';
export type {
  LineSelector,
  Promotion,
  PromotionConditions,
  PromotionEffect,
  PromotionTarget,
  PromotionUsage,
  Segment,
  UnitGroup,
} from './pricing/promotions/promotion.js';
export type { SkipReason } from './pricing/promotions/skip-reason.js';

export { cancelOrder, type CancelOrderError } from './order/cancelling/cancel-order.js';
export { checkReturn, type CheckReturnError } from './order/fulfilment/check-return.js';
export { capturedAmount } from './order/derive-order.js';
export { cancelUnits, type CancelUnitsError } from './order/cancelling/cancel-units.js';
export type { AmountError } from './order/payments/check-amount.js';
export { deliverParcel, type DeliverParcelError } from './order/fulfilment/deliver-parcel.js';
export { expireOrder, type ExpireOrderError } from './order/cancelling/expire-order.js';
export type { OrderEvent, OrderHappening } from './order/order-event.js';
export type { UnitsError } from './order/fulfilment/order-units.js';
export type {
  Address,
  Cancellation,
  Delivery,
  Dispute,
  FailedPayment,
  ItemDescription,
  Order,
  OrderChange,
  OrderFacts,
  OrderRefusal,
  OrderStatus,
  OrderUnits,
  Payment,
  PaymentStatus,
  Refund,
  RefundedUnits,
  Shipment,
  StockChange,
  UnitCancellation,
  UnitReturn,
  UsageChange,
} from './order/order.js';
export { placeOrder, type OrderPlacement, type PlaceOrderError } from './order/placing/place-order.js';
export { recordDispute, type RecordDisputeError } from './order/payments/record-dispute.js';
export { recordPayment, recordPaymentFailure, type RecordPaymentError } from './order/payments/record-payment.js';
export { refundOrder, type RefundOrderError } from './order/payments/refund-order.js';
export { returnUnits, type ReturnUnitsError } from './order/fulfilment/return-units.js';
export {
  bounceRefund,
  confirmRefund,
  failRefund,
  type BounceRefundError,
  type ConfirmRefundError,
  type FailRefundError,
} from './order/payments/settle-refund.js';
export { shipOrder, type ShipOrderError } from './order/fulfilment/ship-order.js';
export { splitRefund, type RefundPart, type SplitRefundError } from './order/payments/split-refund.js';
export { waiveUnits, type WaiveUnitsError } from './order/cancelling/waive-units.js';
