/** Orders and their commands: the subpath `@cartwright/domain/order`. */
export type {
  DisputeId,
  OrderId,
  RefundId,
  ReturnId,
  ShipmentId,
  UnitCancellationId,
  WithdrawalId,
} from './flavoured.js';
export { amendOrder, type AmendOrderError } from './order/amending/amend-order.js';
export { recordWithdrawal, type RecordWithdrawalError } from './order/amending/record-withdrawal.js';
export { cancelOrder, type CancelOrderError } from './order/cancelling/cancel-order.js';
export { cancelUnits, type CancelUnitsError } from './order/cancelling/cancel-units.js';
export { expireOrder, type ExpireOrderError } from './order/cancelling/expire-order.js';
export { waiveUnits, type WaiveUnitsError } from './order/cancelling/waive-units.js';
export type { MalformedCommand } from './order/change-order.js';
export { capturedAmount } from './order/derive-order.js';
export { checkReturn, type CheckReturnError } from './order/fulfilment/check-return.js';
export { deliverParcel, type DeliverParcelError } from './order/fulfilment/deliver-parcel.js';
export type { UnitsError } from './order/fulfilment/order-units.js';
export { returnUnits, type ReturnUnitsError } from './order/fulfilment/return-units.js';
export { shipOrder, type ShipOrderError } from './order/fulfilment/ship-order.js';
export type { OrderEvent, OrderHappening } from './order/order-event.js';
export {
  allowedCommands,
  openUnits,
  refundable,
  returnableUnits,
  withdrawalShipping,
  type OrderCommand,
} from './order/order-queries.js';
export type { MalformedOrder } from './order/order-shape.js';
export type {
  Address,
  AmendableFacts,
  Cancellation,
  Delivery,
  Dispute,
  FailedPayment,
  ItemDescription,
  Order,
  OrderChange,
  OrderFacts,
  OrderHistory,
  OrderPlacement,
  OrderRefusal,
  OrderStatus,
  OrderUnits,
  Payment,
  PaymentStatus,
  ProcessingPayment,
  Refund,
  RefundedUnits,
  Shipment,
  StockChange,
  UnitCancellation,
  UnitReturn,
  UsageChange,
  Withdrawal,
} from './order/order.js';
export type { AmountError } from './order/payments/check-amount.js';
export { checkPayment, type CheckPaymentError } from './order/payments/check-payment.js';
export { recordDispute, type RecordDisputeError } from './order/payments/record-dispute.js';
export {
  recordPayment,
  recordPaymentFailure,
  recordPaymentProcessing,
  type RecordPaymentError,
  type RecordPaymentFailureError,
  type RecordPaymentProcessingError,
} from './order/payments/record-payment.js';
export { refundOrder, type RefundOrderError } from './order/payments/refund-order.js';
export {
  bounceRefund,
  confirmRefund,
  failRefund,
  type BounceRefundError,
  type ConfirmRefundError,
  type FailRefundError,
} from './order/payments/settle-refund.js';
export { splitRefund, type RefundPart, type SplitRefundError } from './order/payments/split-refund.js';
export { placementOf, placeOrder, type PlaceOrderError } from './order/placing/place-order.js';
export { readOrder, type ReadOrderError } from './order/read-order.js';
