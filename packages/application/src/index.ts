export type { Caller, SignedInCaller } from './caller.js';
export { makeUseCases, type UseCases } from './use-cases.js';
export type { Ports, ShopSettings, UseCasePorts } from './ports.js';
export {
  anyone,
  checkAccess,
  internal,
  type Access,
  type AccessDenied,
  type ErrorOf,
  type Restricted,
} from './identity/access.js';
export { fromDomain } from './from-domain.js';
export { msAfter } from './ms-after.js';
export { normaliseEmail } from './identity/email-address.js';
export { may, refundLimit, type Permission, type Role } from './identity/permissions.js';
export { backoffMs, type Backoff } from './jobs/backoff.js';
export type { Retry, Tick } from './jobs/job-definition.js';
export { makeJobHandlers } from './jobs/job-handlers.js';
export { jobsFor } from './jobs/jobs-for-event.js';
export {
  jobs,
  retryOf,
  tickJob,
  type Job,
  type JobHandler,
  type JobHandlers,
  type JobName,
  type JobOutage,
  type JobPayloads,
  type JobRefusal,
  type JobUseCases,
  type ScheduledJobName,
} from './jobs/jobs.js';
export { makeNoOpFilter, type NoOpFilter } from './jobs/no-op-filter.js';
export { makeOutboxRelay, type OutboxRelay, type OutboxRelayDeps } from './jobs/relay-outbox.js';
export { runJob } from './jobs/run-job.js';
export { schedulesIn } from './jobs/schedules.js';
export type { ExpiringLink, LinkExpired, LinkInvalid } from './links/expiring-links.js';
export type { ProviderEvent } from './paying/provider-event.js';

export type * from './ports/repositories/cart-records.js';
export type * from './ports/read-models/catalogue-reader.js';
export type * from './ports/repositories/catalogue-records.js';
export type * from './ports/clock.js';
export type * from './ports/csv-reader.js';
export type * from './ports/repositories/decided-change.js';
export type * from './ports/repositories/digital-file-records.js';
export type * from './ports/read-models/download-reader.js';
export type * from './ports/failures.js';
export type * from './ports/file-store.js';
export type * from './ports/repositories/idempotency-records.js';
export type * from './ports/ids.js';
export type * from './ports/repositories/import-records.js';
export type * from './ports/repositories/inbox.js';
export type * from './ports/invoice-printer.js';
export type * from './ports/job-queue.js';
export type * from './ports/job-scheduler.js';
export type * from './ports/log.js';
export type * from './ports/mailer.js';
export type * from './ports/read-models/order-reader.js';
export type * from './ports/repositories/order-placements.js';
export type * from './ports/repositories/order-records.js';
export type * from './ports/read-models/order-search.js';
export type * from './ports/repositories/outbox.js';
export type * from './ports/read-models/paging.js';
export type * from './ports/password-hasher.js';
export type * from './ports/payment-gateway.js';
export type * from './ports/repositories/payment-records.js';
export type * from './ports/repositories/pricing-records.js';
export type * from './ports/repositories/promotion-usage-records.js';
export type * from './ports/read-models/return-reader.js';
export type * from './ports/read-models/reconciliation-reader.js';
export type * from './ports/repositories/reconciliation-records.js';
export type * from './ports/repositories/return-records.js';
export type * from './ports/return-urls.js';
export type * from './ports/repositories/schedule-records.js';
export type * from './ports/secrets.js';
export type * from './ports/repositories/session-records.js';
export type * from './ports/repositories/shipment-records.js';
export type * from './ports/read-models/stock-reader.js';
export type * from './ports/repositories/stock-records.js';
export type * from './ports/timers.js';
export type * from './ports/token-issuer.js';
export type * from './ports/repositories/unit-of-work.js';
export type * from './ports/repositories/user-records.js';
export type * from './ports/webhook-reader.js';

export { makeAddCoupon, type AddCoupon, type AddCouponCommand, type AddCouponError } from './cart/add-coupon.js';
export { makeAddLine, type AddLine, type AddLineCommand, type AddLineError } from './cart/add-line.js';
export type { CartView } from './cart/cart-view.js';
export type { CartChange, CartVersionStale, ChangeCartError } from './cart/change-cart.js';
export { makeClaimCart, type ClaimCart, type ClaimCartError, type ClaimedCart } from './cart/claim-cart.js';
export type { CouponNotApplicable, CouponUnknown } from './cart/check-coupon.js';
export {
  makeCreateCart,
  type CreateCart,
  type CreateCartError,
  type CreatedCart,
  type CurrencyNotSold,
} from './cart/create-cart.js';
export {
  makeListShippingOptions,
  type ListShippingOptions,
  type ListShippingOptionsError,
  type ShippingOption,
} from './cart/list-shipping-options.js';
export type { CartPricingError, ShippingMethodUnknown } from './cart/price-for-caller.js';
export type { CartAlreadyOrdered, CartNotFound } from './cart/authorize-cart.js';
export { makeRemoveCoupon, type RemoveCoupon, type RemoveCouponError } from './cart/remove-coupon.js';
export { makeRemoveLine, type RemoveLine, type RemoveLineError } from './cart/remove-line.js';
export { makeSetLine, type SetLine, type SetLineError } from './cart/set-line.js';
export { makeViewCart, type ViewCart, type ViewCartError } from './cart/view-cart.js';

export {
  makeAdjustStock,
  type AdjustStock,
  type AdjustStockError,
  type AdjustedStock,
} from './catalogue/adjust-stock.js';
export { availabilityOf, lowStockUnits } from './catalogue/availability.js';
export { makeImportProducts, type ImportProducts, type ImportProductsError } from './catalogue/import-products.js';
export { makeRequestProductImport, type RequestProductImport } from './catalogue/request-product-import.js';
export { makeViewImport, type ImportNotFound, type ViewImport } from './catalogue/view-import.js';

export {
  makeAttachDigitalFile,
  maximumDigitalFileBytes,
  type AttachDigitalFile,
  type AttachDigitalFileError,
  type DigitalFileEmpty,
  type VariantNotDigital,
} from './downloads/attach-digital-file.js';
export { digitalPurchasesOf, downloadIdOf, type DigitalPurchase } from './downloads/digital-purchase.js';
export { isFileKey } from './downloads/file-key.js';
export { makeDownloadLinks, type DownloadLinks } from './downloads/download-link.js';
export type { DownloadFileMissing, DownloadNotFound, DownloadWithdrawn } from './downloads/find-purchase.js';
export {
  makeListOrderDownloads,
  type ListOrderDownloads,
  type ListOrderDownloadsError,
  type OrderDownload,
} from './downloads/list-order-downloads.js';
export {
  makeOpenDownload,
  type OpenDownload,
  type OpenDownloadError,
  type OpenedDownload,
  type ReadDownloadError,
} from './downloads/open-download.js';
export {
  makeRemoveDigitalFile,
  type RemoveDigitalFile,
  type RemoveDigitalFileError,
} from './downloads/remove-digital-file.js';
export { makeRequestDownload, type RequestDownload, type RequestDownloadError } from './downloads/request-download.js';
export {
  makeViewDigitalFile,
  type DigitalFileNotFound,
  type ViewDigitalFile,
  type ViewDigitalFileError,
} from './downloads/view-digital-file.js';

export { makeEnsureAdmin, type EnsureAdmin } from './identity/ensure-admin.js';
export { makeLogIn, type LogIn, type LogInError } from './identity/log-in.js';
export { makeRefreshSession, type RefreshSession, type RefreshSessionError } from './identity/refresh-session.js';
export {
  makeRegisterCustomer,
  type RegisterCustomer,
  type RegisterCustomerError,
} from './identity/register-customer.js';
export type { SignedIn } from './identity/sign-in.js';

export {
  invoiceOf,
  type Invoice,
  type InvoiceDiscount,
  type InvoiceLine,
  type InvoicePayment,
  type InvoiceRefund,
  type Seller,
} from './invoicing/invoice.js';
export { makeInvoiceLinks, type InvoiceLinks } from './invoicing/invoice-link.js';
export { makeOpenInvoice, type OpenInvoice, type OpenInvoiceError } from './invoicing/open-invoice.js';
export {
  makePrintInvoice,
  type InvoiceNotAvailable,
  type PrintedInvoice,
  type PrintInvoice,
  type PrintInvoiceError,
} from './invoicing/print-invoice.js';

export { foundOrderOf, foundOrderSortValueOf } from './ordering/found-order.js';
export { orderRowOf, orderSortValueOf, unknownArrival } from './ordering/order-row.js';
export { makeCancelOrder, type CancelOrder, type CancelOrderError } from './ordering/cancel-order.js';
export {
  makeCancelUnits,
  type CancelUnits,
  type CancelUnitsError,
  type CancelledUnits,
} from './fulfilment/cancel-units.js';
export { makeDeliverParcel, type DeliverParcel, type DeliverParcelError } from './fulfilment/deliver-parcel.js';
export {
  makeExpireUnpaidOrders,
  type ExpiredOrders,
  type ExpireUnpaidOrders,
  type ExpireUnpaidOrdersDeps,
} from './ordering/expire-unpaid-orders.js';
export { estimateArrival, type Arrival } from './fulfilment/estimate-arrival.js';
export { makeListMyOrders, type ListMyOrders, type ListMyOrdersError } from './ordering/list-my-orders.js';
export type { OrderVersionStale } from './ordering/lock-order.js';
export type { OrderView } from './ordering/order-view.js';
export { sumDemand } from './placing/sum-demand.js';
export { inLockingOrder, usageByPromotion } from './placing/usage-counters.js';
export {
  makePlaceOrder,
  type PlacedOrder,
  type PlaceOrder,
  type PlaceOrderCommand,
  type PlaceOrderError,
} from './placing/place-order.js';
export type { OrderNotFound } from './ordering/authorize-order.js';
export { awaitedReturnOf } from './fulfilment/awaited-return.js';
export { makeReceiveReturn, type ReceiveReturn, type ReceiveReturnError } from './fulfilment/receive-return.js';
export { makeRequestExpiry, type RequestExpiry } from './ordering/request-expiry.js';
export {
  makeRequestReturn,
  type RequestedReturn,
  type RequestReturn,
  type RequestReturnError,
} from './fulfilment/request-return.js';
export { makeSearchOrders, type SearchOrders, type SearchOrdersError } from './ordering/search-orders.js';
export { mails, type MailName } from './mail/mails.js';
export { makeSendMail, type SendMail, type SendMailCommand } from './mail/send-mail.js';
export { makeShipOrder, type ShipOrder, type ShipOrderError, type ShippedParcel } from './fulfilment/ship-order.js';
export { makeViewOrder, type ViewOrder, type ViewOrderError } from './ordering/view-order.js';
export { makeViewShipment, type ViewShipment, type ViewShipmentError } from './fulfilment/view-shipment.js';

export { waitingRefundsOf } from './paying/waiting-refunds.js';
export { makeEndPayments, type EndPayments } from './paying/end-payments.js';
export {
  makeHandleProviderEvent,
  type HandleProviderEvent,
  type HandleProviderEventError,
} from './paying/handle-provider-event.js';
export { makeHandleSandboxEvent, type HandleSandboxEvent } from './paying/handle-sandbox-event.js';
export type { PaymentNotOurs } from './paying/load-paid-order.js';
export {
  makeReceiveWebhook,
  type ReceivedWebhook,
  type ReceiveWebhook,
  type ReceiveWebhookError,
} from './paying/receive-webhook.js';
export {
  makeRefundOrder,
  type RefundAboveLimit,
  type RefundOrder,
  type RefundOrderError,
  type WhatToRefund,
} from './paying/refund-order.js';
export { makeRequestDueRefunds, type RequestDueRefunds } from './paying/request-due-refunds.js';
export { makeSendRefund, type SendRefund } from './paying/send-refund.js';
export {
  makeStartPayment,
  type HowToPay,
  type ReturnUrlNotAllowed,
  type StartedPayment,
  type StartPayment,
  type StartPaymentError,
} from './paying/start-payment.js';

export type { ExpectedTaxRules, TaxRulesStale } from './pricing/expected-tax-rules.js';
export { makeRemoveTaxRules, type RemoveTaxRules, type RemoveTaxRulesError } from './pricing/remove-tax-rules.js';
export {
  makeSetTaxRules,
  type SetTaxRules,
  type SetTaxRulesCommand,
  type SetTaxRulesError,
  type TaxClassesUncovered,
} from './pricing/set-tax-rules.js';
export {
  makeViewTaxRules,
  type TaxRulesNotFound,
  type ViewTaxRules,
  type ViewTaxRulesError,
} from './pricing/view-tax-rules.js';

export {
  makeBeginNightlyReconciliation,
  type BeginNightlyReconciliation,
} from './reconciling/begin-nightly-reconciliation.js';
export {
  makeReconcilePayments,
  type ReconcilePayments,
  type ReconcilePaymentsDeps,
  type ReconcilePaymentsError,
} from './reconciling/reconcile-payments.js';
export type { ReconciliationPeriodRefused } from './reconciling/reconciliation-period.js';
export {
  makeRequestReconciliation,
  type RequestReconciliation,
  type RequestReconciliationCommand,
  type RequestReconciliationError,
} from './reconciling/request-reconciliation.js';
export {
  makeViewReconciliation,
  type ReconciliationNotFound,
  type ViewReconciliation,
} from './reconciling/view-reconciliation.js';
