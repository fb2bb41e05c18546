/** Everything that other packages import of the application. Long because it is the only list of exports. */
export type { Caller, SignedInCaller } from './caller.js';
export { makeUseCases, type UseCases } from './use-cases.js';
export type { Ports, ShopSettings, UseCasePorts } from './ports.js';
export {
  anyone,
  checkAccess,
  internal,
  mustEnrol,
  type Access,
  type AccessDenied,
  type ErrorOf,
} from './identity/access.js';
export type { Refusal } from './from-domain.js';
export { escapeHtml } from './escape-html.js';
export { dayIn } from './day-in.js';
export { decimalOf } from './decimal-of.js';
export { writeMoney } from './write-money.js';
export { countryName } from './country-name.js';
export { msAfter } from './ms-after.js';
export { normaliseEmail } from './identity/email-address.js';
export { allPermissions, may, type Permission, type Role, type RoleName } from './identity/permissions.js';
export type * from './identity/roles/held-permissions.js';
export type * from './identity/browser-sessions/authenticate-browser.js';
export type * from './identity/browser-sessions/sign-in-browser.js';
export type * from './identity/browser-sessions/sign-out-browser.js';
export type * from './identity/browser-sessions/view-browser-session.js';
export type * from './identity/provider-sign-in/begin-provider-sign-in.js';
export type * from './identity/provider-sign-in/finish-provider-sign-in.js';
export type * from './identity/provider-sign-in/sign-in-by-code.js';
export type * from './identity/roles/known-roles.js';
export type * from './identity/roles/manage-roles.js';
export type * from './ports/repositories/identity/role-records.js';
export { makeBrowserSessionTokens } from './identity/browser-sessions/browser-session-tokens.js';
export { limitOf, limits, type Limit, type LimitName } from './limits/limits.js';
export { backoffMs, type Backoff } from './jobs/backoff.js';
export type { Retry } from './jobs/job-definition.js';
export { makeJobHandlers } from './jobs/job-handlers.js';
export { jobsFor } from './jobs/jobs-for-event.js';
export {
  concurrencyOf,
  jobNamed,
  jobs,
  retryOf,
  tickJob,
  type Job,
  type JobHandlers,
  type JobName,
  type JobOutage,
  type JobRefusal,
  type ScheduledJobName,
} from './jobs/jobs.js';
export { makeNoOpFilter } from './jobs/no-op-filter.js';
export { makeOutboxRelay } from './jobs/relay-outbox.js';
export {
  feedDataOf,
  feedEventTypes,
  isFeedEvent,
  type FeedEvent,
  type FeedEventType,
  type PublishedEvent,
} from './events/feed-event.js';
export { makeEventFollower, type EventFollower } from './events/event-follower.js';
export type * from './events/follow-orders.js';
export { makeEventPublisher } from './events/publish-events.js';
export type * from './events/read-events.js';
export { outcomeOf, runJob, wrapHandlers } from './jobs/run-job.js';
export { makeWebhookDeliverer } from './events/webhooks/deliver-events.js';
export type * from './events/webhooks/manage-webhooks.js';
export type * from './ports/events/webhook-deliveries.js';
export type * from './ports/events/webhook-records.js';
export type * from './ports/events/webhook-sender.js';
export { schedulesIn } from './jobs/schedules.js';
export type { LinkExpired, LinkInvalid } from './links/expiring-links.js';
export type { ProviderEvent } from './paying/provider-event.js';

export type { AddressChanges, AddressNotFound } from './customers/address-book.js';
export type { AddAddressError, ChangeAddressError, RemoveAddressError } from './customers/my-addresses.js';
export type * from './ports/repositories/customers/address-records.js';
export type * from './ports/repositories/customers/customer-group-records.js';
export { customerGroupsOf } from './identity/customer-groups.js';
export type * from './customers/groups/manage-groups.js';
export type * from './customers/groups/named-groups.js';
export type * from './ports/repositories/customers/personal-data.js';
export type * from './ports/repositories/customers/profile-records.js';
export { erasedEmail, erasedOrder, isErased } from './privacy/erased-order.js';
export type { EraseGuestError, EraseMeError, EraseUserError } from './privacy/erase-account.js';
export type { ExportMyDataError, MyData } from './privacy/export-my-data.js';
export { emptyProfile, type ChangeMeError, type Me, type ViewMeError } from './customers/my-profile.js';
export type * from './ports/repositories/cart-records.js';
export type * from './ports/repositories/promotion-records.js';
export type * from './ports/repositories/shop-records.js';
export { makeAuditBooks } from './bookkeeping/audit-books.js';
export { writeDifference } from './bookkeeping/write-difference.js';
export type * from './ports/read-models/books-reader.js';
export type * from './ports/repositories/reports/backtest-records.js';
export type * from './ports/repositories/reports/report-file-records.js';
export { cellsOf, reportColumns, type ReportColumns, type ReportRow } from './reports/report-columns.js';
export { orderRowsOf } from './reports/order-rows.js';
export type { RequestReportFileError } from './reports/files/request-report-file.js';
export type { OpenReportFileError } from './reports/files/open-report-file.js';
export type { ViewReportFileError } from './reports/files/view-report-file.js';
export type { RequestBacktestError } from './promotions/backtesting/request-backtest.js';
export { makeRunBacktest } from './promotions/backtesting/run-backtest.js';
export type { ViewBacktestError } from './promotions/backtesting/view-backtest.js';
export type * from './ports/read-models/catalogue-reader.js';
export type * from './ports/repositories/catalogue-records.js';
export type * from './ports/repositories/catalogue/awaited-image-records.js';
export type * from './ports/repositories/catalogue/category-records.js';
export type * from './ports/repositories/catalogue/price-list-records.js';
export type * from './ports/repositories/catalogue/product-mirror-records.js';
export type * from './ports/repositories/catalogue/product-records.js';
export type * from './ports/repositories/catalogue/review-records.js';
export type * from './ports/repositories/account-tokens.js';
export type * from './ports/audit/call-context.js';
export type { Act, ActContext } from './audit/act.js';
export type * from './ports/audit/audit-reader.js';
export type * from './ports/audit/audit-log.js';
export { commandLine } from './audit/command-line.js';
export { auditedUnitOfWork } from './audit/audited-unit-of-work.js';
export type * from './ports/clock.js';
export type * from './ports/identity/common-passwords.js';
export type * from './ports/csv-reader.js';
export type * from './ports/reports/report-writer.js';
export { noCounts } from './catalogue/imports/import-counts.js';
export { importLimits } from './catalogue/imports/import-limits.js';
export type * from './ports/change.js';
export type * from './ports/repositories/pricing-facts.js';
export type * from './ports/repositories/digital-file-records.js';
export type * from './ports/read-models/customer-reader.js';
export type * from './ports/read-models/download-reader.js';
export type { ViewCustomerError } from './customers/view-customer.js';
export { spentOn } from './customers/spent-on.js';
export type * from './ports/failures.js';
export type * from './ports/file-store.js';
export type * from './ports/image-resizer.js';
export type * from './ports/repositories/idempotency-records.js';
export type * from './ports/html-sanitizer.js';
export type * from './ports/ids.js';
export type * from './ports/repositories/import-records.js';
export type * from './ports/repositories/inbox.js';
export type { PackingSlip } from './fulfilment/packing-slip.js';
export type * from './fulfilment/print-packing-slip.js';
export type * from './ports/invoice-printer.js';
export type * from './ports/job-queue.js';
export type * from './ports/job-scheduler.js';
export type * from './ports/log.js';
export type * from './ports/mailboxes.js';
export type * from './ports/postal-formats.js';
export type * from './ports/mailer.js';
export type * from './ports/read-models/order-reader.js';
export type * from './ports/repositories/order-records.js';
export type * from './ports/read-models/order-search.js';
export type * from './ports/events/event-feed.js';
export type * from './ports/repositories/outbox.js';
export type * from './ports/read-models/paging.js';
export type * from './ports/password-hasher.js';
export type * from './ports/payment-gateway.js';
export type * from './ports/catalogue/product-mirror.js';
export type * from './ports/repositories/payment-records.js';
export type * from './ports/repositories/pricing-records.js';
export type * from './ports/repositories/promotion-usage-records.js';
export type * from './ports/rate-limiter.js';
export type * from './ports/remote-files.js';
export type * from './ports/repositories/reports/sales-fact-records.js';
export type * from './ports/repositories/invoicing/issued-document-records.js';
export type * from './ports/repositories/purge-records.js';
export type * from './ports/read-models/product-directory.js';
export type * from './ports/read-models/return-reader.js';
export type * from './ports/read-models/session-reader.js';
export type * from './ports/read-models/reconciliation-reader.js';
export type * from './ports/repositories/reconciliation-records.js';
export type * from './ports/repositories/return-records.js';
export type * from './ports/identity/identity-providers.js';
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

export type { AddCouponError } from './cart/add-coupon.js';
export { makeAddLine, type AddLineError } from './cart/add-line.js';
export type { CartView } from './cart/cart-view.js';
export type { CartChange, ChangeCartError } from './cart/change-cart.js';
export { makeClaimCart, type ClaimCartError } from './cart/claim-cart.js';
export { makeCreateCart, type CreateCartError, type CurrencyNotSold } from './cart/create-cart.js';
export { isVatNumber } from './placing/vat-number.js';
export type { ListShippingOptionsError } from './cart/list-shipping-options.js';
export type { PriceError } from './cart/price-for-caller.js';
export type { ShippingRefused } from './cart/quote-shipping.js';
export type { SetCheckoutError } from './cart/set-checkout.js';
export type { NoPrice } from './cart/choose-prices.js';
export type { CartNotFound } from './cart/authorize-cart.js';
export type { RemoveCouponError } from './cart/remove-coupon.js';
export type { RemoveLineError } from './cart/remove-line.js';
export type { SetLineError } from './cart/set-line.js';
export type { ViewCartError } from './cart/view-cart.js';

export type { AdjustStockError, AdjustStocksError } from './catalogue/adjust-stock.js';
export { itemNames } from './catalogue/item-names.js';
export { groupsOfCaller, type Shopper } from './catalogue/audience-of.js';
export { makeRebuildReports } from './reports/rebuild-reports.js';
export type * from './ports/read-models/report-reader.js';
export { changesSales, salesFactsOf, type SalesFact } from './reports/sales-facts.js';
export type { ViewReportError } from './reports/view-reports.js';
export { availabilityOf } from './catalogue/availability.js';
export { maximumBoughtWith, type ListRelatedProductsError } from './catalogue/related-products.js';
export type { FeedItem } from './catalogue/feeds/feed-items.js';
export type { ProductFeed } from './catalogue/feeds/read-product-feed.js';
export type { Sitemap, ViewSitemapError } from './catalogue/feeds/view-sitemap.js';
export type { ListProductsError } from './catalogue/list-products.js';
export type {
  ChangeCategoryError,
  CreateCategoryError,
  DeleteCategoryError,
  ViewManagedCategoryError,
} from './catalogue/categories/change-categories.js';
export type {
  ChangePriceListError,
  CreatePriceListError,
  DeletePriceListError,
  ViewPriceListError,
} from './catalogue/price-lists/change-price-lists.js';
export type { ListPriceChangesError } from './catalogue/price-lists/list-price-changes.js';
export type { ImportPricesError } from './catalogue/price-lists/price-list-csv.js';
export type { AddProductImageError } from './catalogue/images/add-product-image.js';
export type { ChangeProductImageError } from './catalogue/images/change-product-image.js';
export { maximumImageBytes, storeImage } from './catalogue/images/product-image-files.js';
export type { UploadImageError } from './catalogue/images/product-image-files.js';
export { absoluteUrl } from './catalogue/images/absolute-url.js';
export type { OpenImageError } from './catalogue/images/open-image.js';
export { makeChangeProduct, type ChangeProductError } from './catalogue/products/change-product.js';
export type { ChangeVariantError } from './catalogue/products/change-variants.js';
export { checkProduct } from './catalogue/products/check-product.js';
export { newProduct, type NewProduct } from './catalogue/products/new-product.js';
export type { CreateProductError } from './catalogue/products/create-product.js';
export type { DeleteProductError } from './catalogue/products/delete-product.js';
export type { ViewManagedProductError } from './catalogue/products/view-managed-product.js';
export type { CategoryNotFound, CategoryPage } from './catalogue/view-categories.js';
export type { ViewProductError } from './catalogue/view-product.js';
export { importFileKey } from './catalogue/imports/files/import-file-key.js';
export type { RequestProductImportError } from './catalogue/imports/files/request-product-import.js';
export type { ImportNotFound } from './catalogue/imports/view-import.js';
export type { RequestProductMirrorError } from './catalogue/mirroring/request-product-mirror.js';
export type { ViewProductMirrorError } from './catalogue/mirroring/view-product-mirror.js';

export type { AttachDigitalFileError, DigitalFileStale } from './downloads/attach-digital-file.js';
export { digitalPurchasesOf, downloadIdOf } from './downloads/digital-purchase.js';
export { isFileKey } from './downloads/file-key.js';
export { makeDownloadLinks } from './downloads/download-link.js';
export type { ListOrderDownloadsError } from './downloads/list-order-downloads.js';
export type { OpenDownloadError, ReadDownloadError } from './downloads/open-download.js';
export type { RemoveDigitalFileError } from './downloads/remove-digital-file.js';
export type { RequestDownloadError } from './downloads/request-download.js';
export type { ViewDigitalFileError } from './downloads/view-digital-file.js';

export type { Client, SignedIn } from './identity/sign-in.js';
export { makeAccountLinks } from './identity/account-links.js';
export type { ChangePasswordError } from './identity/change-password.js';
export type { ChangeUserError, ManagedUser, UserNotFound } from './identity/manage-users.js';
export type * from './identity/staff/accept-invitation.js';
export type * from './identity/staff/invite-user.js';
export { apiKeyPrefix } from './identity/api-keys/manage-api-keys.js';
export type * from './identity/api-keys/manage-api-keys.js';
export type * from './identity/api-keys/authenticate-api-key.js';
export type * from './ports/read-models/api-key-reader.js';
export type * from './ports/repositories/identity/api-key-records.js';
export type * from './identity/second-factor/check-code.js';
export type * from './identity/second-factor/manage-second-factor.js';
export type { ResetSecondFactorError } from './identity/second-factor/reset-second-factor.js';
export type * from './identity/second-factor/sign-in-user.js';
export type * from './ports/identity/one-time-passwords.js';
export type { SealedSecretRecords } from './ports/repositories/identity/sealed-secret-records.js';
export type * from './ports/repositories/identity/second-factor-records.js';
export type { LogInError } from './identity/log-in.js';
export type { SessionNotFound } from './identity/my-sessions.js';
export type { PasswordRefused } from './identity/passwords.js';
export type { ResetPasswordError } from './identity/reset-password.js';
export type { VerifyEmailError } from './identity/verify-email.js';
export type { RefreshSessionError } from './identity/refresh-session.js';
export type { RegisterCustomerError } from './identity/register-customer.js';

export { documentDigits, documentNumber, documentPrefixes } from './invoicing/document-number.js';
export {
  invoiceOf,
  numberedInvoice,
  type Invoice,
  type InvoiceLine,
  type Seller,
  type UnnumberedInvoice,
} from './invoicing/invoice.js';
export type { CreditNote } from './invoicing/credit-note.js';
export { makeIssueDocuments } from './invoicing/issue-documents.js';
export type { PrintedDocument } from './invoicing/print-document.js';
export type { PrintCreditNoteError } from './invoicing/print-credit-note.js';
export { makeInvoiceLinks } from './invoicing/invoice-link.js';
export type { OpenInvoiceError } from './invoicing/open-invoice.js';
export type { OrderByLink, ViewOrderByLinkError } from './ordering/order-page/view-order-by-link.js';
export type { PayOrderByLinkError } from './ordering/order-page/pay-order-by-link.js';
export type { OrderPageKey } from './ordering/order-page/order-page-texts.js';
export { orderSummary } from './mail/order-summary.js';
export type { MailLanguage } from './mail/mail-language.js';
export { languageOf } from './mail/texts/mail-texts.js';
export { orderWrites } from './ordering/order-writes.js';
export type { ShippingRates } from './ports/pricing/shipping-rates.js';
export type { MailOverrides } from './mail/texts/mail-texts.js';
export { unknownTexts } from './mail/texts/unknown-texts.js';
export type { PrintInvoiceError } from './invoicing/print-invoice.js';

export { foundOrderOf, foundOrderSortValueOf } from './ordering/found-order.js';
export { orderRowOf, orderSortValueOf, unknownArrival } from './ordering/order-row.js';
export { makeCancelOrder, type CancelOrderError } from './ordering/cancel-order.js';
export { makeCancelUnits, type CancelUnits, type CancelUnitsError } from './fulfilment/cancel-units.js';
export { makeDeliverParcel, type DeliverParcelError } from './fulfilment/deliver-parcel.js';
export { makeExpireUnpaidOrders, type ExpireUnpaidOrders } from './ordering/expire-unpaid-orders.js';
export { estimateArrival } from './fulfilment/estimate-arrival.js';
export type { ListMyOrders, ListMyOrdersError } from './ordering/list-my-orders.js';
export type { OrderVersionStale } from './ordering/lock-order.js';
export type { OrderView } from './ordering/order-view.js';
export { unpaidLimitsFor, type UnpaidLimits } from './placing/unpaid-limits.js';
export { sumDemand } from './placing/sum-demand.js';
export { ownOf, sharedOf, type SharedRules } from './placing/shared-rules.js';
export { inLockingOrder, usageByPromotion, withCodes } from './placing/usage-counters.js';
export { makePlaceOrder, type PlaceOrderError } from './placing/place-order.js';
export type { PlaceOrderCommand } from './placing/place-order-command.js';
export type { OrderNotFound } from './ordering/authorize-order.js';
export { awaitedReturnOf } from './fulfilment/awaited-return.js';
export { makeReceiveReturn, type ReceiveReturnError } from './fulfilment/receive-return.js';
export { makeRequestReturn, type RequestReturn, type RequestReturnError } from './fulfilment/request-return.js';
export type { SearchOrders, SearchOrdersError } from './ordering/search-orders.js';
export { makeShipOrder, type ShipOrder, type ShipOrderError } from './fulfilment/ship-order.js';
export type { ViewOrderError } from './ordering/view-order.js';
export type { ViewShipmentError } from './fulfilment/view-shipment.js';

export { waitingRefundsOf } from './paying/waiting-refunds.js';
export { mails } from './mail/mails.js';
export type { ResendMailError } from './mail/resend-mail.js';
export type { AmendOrderError } from './ordering/amend-order.js';
export {
  makeProposeWithdrawal,
  makeWithdraw,
  type ProposeWithdrawalError,
  type WithdrawError,
} from './withdrawal/withdraw.js';
export type { RecordManualPaymentError } from './paying/by-hand/record-manual-payment.js';
export type { SettleManualRefundError } from './paying/by-hand/settle-manual-refund.js';
export { manualProvider } from './paying/by-hand/manual-provider.js';
export type { StartTransferError } from './paying/by-hand/start-transfer.js';
export { makeEndPayments } from './paying/end-payments.js';
export {
  makeHandleProviderEvent,
  type HandleProviderEvent,
  type HandleProviderEventError,
} from './paying/handle-provider-event.js';
export { makeHandleSandboxEvent } from './paying/handle-sandbox-event.js';
export type { ReceiveWebhook, ReceiveWebhookError } from './paying/receive-webhook.js';
export { makeRefundOrder, type RefundOrderError, type WhatToRefund } from './paying/refund-order.js';
export { makeRequestDueRefunds } from './paying/request-due-refunds.js';
export { makeSendRefund } from './paying/send-refund.js';
export { makeStartPayment, type StartPaymentError } from './paying/start-payment.js';

export type { RemoveTaxRulesError } from './pricing/remove-tax-rules.js';
export type { SetTaxRulesError } from './pricing/set-tax-rules.js';
export { visibilityByDefault } from './cart/shown-pricing.js';
export type { ArchivePromotionError } from './promotions/archive-promotion.js';
export type { DraftRefused, PromotionPeriodEmpty } from './promotions/check-draft.js';
export type { PromotionNotFound } from './promotions/expected-promotion.js';
export { maximumCodes, type GenerateCodesError } from './promotions/generate-codes.js';
export type { PreviewPromotionError } from './promotions/preview-promotion.js';
export type { AddPromotionError, ChangePromotionError, PromotionChanges } from './promotions/set-promotion.js';
export type { PromotionWithUsage } from './promotions/view-promotions.js';
export type { ChangeShopError } from './shop/change-shop.js';
export type { SetMinimumOrderRulesError } from './pricing/minimum-order-rules.js';
export type {
  ChangeShippingMethodError,
  SetShippingMethodError,
  ShippingMethodChanges,
  ShippingMethodDraft,
  ShippingMethodNotFound,
  ShippingMethodStale,
} from './shipping/shipping-methods.js';

export { makeReconcilePayments } from './reconciling/reconcile-payments.js';
export { makeRequestReconciliation, type RequestReconciliationError } from './reconciling/request-reconciliation.js';
export type { ReconciliationNotFound } from './reconciling/view-reconciliation.js';

export type { AddReviewError, ChangeReviewError, ReviewNotFound, ReviewVersionStale } from './reviews/write-review.js';
export type { ProductNotFound } from './catalogue/view-product.js';
export type * from './ports/repositories/customers/wishlist-records.js';
export type { AddWishError } from './wishlist/my-wishlist.js';
export type { MoveToCartError } from './wishlist/move-to-cart.js';
export type { ListReviewsError } from './reviews/moderate-reviews.js';
export type * from './journal/comments.js';
export type * from './journal/read-posts.js';
export type * from './journal/set-post-image.js';
export type * from './journal/write-posts.js';
export type * from './ports/repositories/journal/comment-records.js';
export type * from './ports/repositories/journal/post-records.js';
export * from './jobs/manage-jobs.js';
export { makeJobSupervisor } from './jobs/supervise-jobs.js';
export type * from './extending/event-handlers.js';
export type { JobSupervision } from './jobs/job-supervision.js';
export type { FailedJob, JobRecords, JobState } from './ports/repositories/jobs/job-records.js';
