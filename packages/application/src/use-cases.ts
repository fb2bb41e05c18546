/**
 * The one list of use cases, each with who may call it. Long because it lists them all; nothing else belongs here.
 */
import type { VariantId } from '@cartwright/domain';
import type { SignedInCaller } from './caller.js';
import { auditedUnitOfWork } from './audit/audited-unit-of-work.js';
import { recordActs } from './audit/record-acts.js';
import { makeNoteSecurityEvent } from './audit/security-events.js';
import { makeAuditBooks } from './bookkeeping/audit-books.js';
import { makeAuditNightly } from './bookkeeping/audit-nightly.js';
import { makeAddCoupon } from './cart/add-coupon.js';
import { makeAddLine } from './cart/add-line.js';
import { makeClaimCart } from './cart/claim-cart.js';
import { makeCreateCart } from './cart/create-cart.js';
import { makeListShippingOptions } from './cart/list-shipping-options.js';
import { makeRemoveCoupon } from './cart/remove-coupon.js';
import { makeRemoveLine } from './cart/remove-line.js';
import { makeSetCheckout } from './cart/set-checkout.js';
import { makeSetLine } from './cart/set-line.js';
import { makeViewCart } from './cart/view-cart.js';
import { makeAdjustStock, makeAdjustStocks } from './catalogue/adjust-stock.js';
import { makeCheckStockLedger } from './catalogue/check-stock-ledger.js';
import {
  makeChangeCategory,
  makeCreateCategory,
  makeDeleteCategory,
  makeViewManagedCategory,
} from './catalogue/categories/change-categories.js';
import { makeReadProductFeed } from './catalogue/feeds/read-product-feed.js';
import { makeStorefrontLinks } from './catalogue/feeds/storefront-links.js';
import { makeViewSitemap } from './catalogue/feeds/view-sitemap.js';
import { makeAddProductImage } from './catalogue/images/add-product-image.js';
import { makeChangeProductImage, makeRemoveProductImage } from './catalogue/images/change-product-image.js';
import { makeFetchImage } from './catalogue/images/fetch-image.js';
import { makeOpenImage } from './catalogue/images/open-image.js';
import { makeMeasureCatalogueValidity } from './catalogue/catalogue-validity.js';
import { makeExportProducts } from './catalogue/imports/export-products.js';
import { makeImportProducts } from './catalogue/imports/import-products.js';
import { makeListProducts } from './catalogue/list-products.js';
import {
  makeChangePriceList,
  makeCreatePriceList,
  makeDeletePriceList,
  makeViewPriceList,
} from './catalogue/price-lists/change-price-lists.js';
import { makeListPriceChanges } from './catalogue/price-lists/list-price-changes.js';
import { makeExportPrices, makeImportPrices } from './catalogue/price-lists/price-list-csv.js';
import { makeChangeProduct } from './catalogue/products/change-product.js';
import { makeAddVariant, makeChangeVariant, makeDeleteVariant } from './catalogue/products/change-variants.js';
import { makeCreateProduct } from './catalogue/products/create-product.js';
import { makeDeleteProduct } from './catalogue/products/delete-product.js';
import { makeViewManagedProduct } from './catalogue/products/view-managed-product.js';
import { makeMirrorProducts } from './catalogue/mirroring/mirror-products.js';
import {
  makeBeginNightlyProductMirror,
  makeRequestProductMirror,
} from './catalogue/mirroring/request-product-mirror.js';
import { makeViewProductMirror } from './catalogue/mirroring/view-product-mirror.js';
import { makeListRelatedProducts } from './catalogue/related-products.js';
import { makeRequestProductImport } from './catalogue/imports/files/request-product-import.js';
import { makeListCategories, makeViewCategory } from './catalogue/view-categories.js';
import { makeViewImport } from './catalogue/imports/view-import.js';
import { makeCountSales } from './catalogue/count-sales.js';
import { makeSuggestProducts } from './catalogue/suggest-products.js';
import { makeViewProduct } from './catalogue/view-product.js';
import {
  makeChangeCustomerGroup,
  makeCreateCustomerGroup,
  makeDeleteCustomerGroup,
  makeListCustomerGroups,
  makeViewCustomerGroup,
} from './customers/groups/manage-groups.js';
import { makeAddAddress, makeChangeAddress, makeListMyAddresses, makeRemoveAddress } from './customers/my-addresses.js';
import { makeChangeMe, makeViewMe } from './customers/my-profile.js';
import { makeViewCustomer } from './customers/view-customer.js';
import { makeAttachDigitalFile } from './downloads/attach-digital-file.js';
import { makeDownloadLinks } from './downloads/download-link.js';
import { makeListOrderDownloads } from './downloads/list-order-downloads.js';
import { makeOpenDownload } from './downloads/open-download.js';
import { makeRemoveDigitalFile } from './downloads/remove-digital-file.js';
import { makeRequestDownload } from './downloads/request-download.js';
import { makeViewDigitalFile } from './downloads/view-digital-file.js';
import { makeCancelUnits } from './fulfilment/cancel-units.js';
import { makeHandleExtensionEvent } from './extending/handle-extension-event.js';
import { makeFollowOrder, makeFollowOrders } from './events/follow-orders.js';
import { makeReadEvents } from './events/read-events.js';
import {
  makeChangeWebhook,
  makeCreateWebhook,
  makeListDeliveries,
  makeListWebhooks,
  makeRemoveWebhook,
  makeRepeatDelivery,
  makeViewWebhook,
} from './events/webhooks/manage-webhooks.js';
import { makeDeliverParcel } from './fulfilment/deliver-parcel.js';
import { makeReceiveReturn } from './fulfilment/receive-return.js';
import { makeRequestReturn } from './fulfilment/request-return.js';
import { makeShipOrder } from './fulfilment/ship-order.js';
import { makePrintPackingSlip } from './fulfilment/print-packing-slip.js';
import { makeViewShipment } from './fulfilment/view-shipment.js';
import { anyone, internal, requires, signedIn, whileEnrolling } from './identity/access.js';
import { makeAccountLinks } from './identity/account-links.js';
import { makeAuthenticateApiKey } from './identity/api-keys/authenticate-api-key.js';
import { makeCreateApiKey, makeListApiKeys, makeRevokeApiKey } from './identity/api-keys/manage-api-keys.js';
import { makeAuthenticate } from './identity/authenticate.js';
import { makeAuthenticateBrowser } from './identity/browser-sessions/authenticate-browser.js';
import { makeBrowserSessionTokens } from './identity/browser-sessions/browser-session-tokens.js';
import { makeSignInBrowser } from './identity/browser-sessions/sign-in-browser.js';
import { makeSignOutBrowser } from './identity/browser-sessions/sign-out-browser.js';
import { makeViewBrowserSession } from './identity/browser-sessions/view-browser-session.js';
import { makeChangePassword } from './identity/change-password.js';
import { makeEnsureAdmin } from './identity/ensure-admin.js';
import { makeLogIn } from './identity/log-in.js';
import { makeLogOut, makeLogOutEverywhere } from './identity/log-out.js';
import { makeChangeUser, makeListUsers, makeViewUser } from './identity/manage-users.js';
import { makeEndMySession, makeListMySessions } from './identity/my-sessions.js';
import { makeRefreshSession } from './identity/refresh-session.js';
import { makeBeginProviderSignIn } from './identity/provider-sign-in/begin-provider-sign-in.js';
import { makeFinishProviderSignIn } from './identity/provider-sign-in/finish-provider-sign-in.js';
import { makeSignInAttempts } from './identity/provider-sign-in/sign-in-attempt.js';
import { makeSignInByCode } from './identity/provider-sign-in/sign-in-by-code.js';
import { makeRegisterCustomer } from './identity/register-customer.js';
import {
  makeChangeRole,
  makeDefineRole,
  makeDeleteRole,
  makeListRoles,
  makeViewRole,
} from './identity/roles/manage-roles.js';
import { makeRequestPasswordReset } from './identity/request-password-reset.js';
import { demandSecondFactor } from './identity/second-factor/demand-second-factor.js';
import {
  makeBeginSecondFactor,
  makeConfirmSecondFactor,
  makeRemoveSecondFactor,
} from './identity/second-factor/manage-second-factor.js';
import { makeResetSecondFactor } from './identity/second-factor/reset-second-factor.js';
import { makeAcceptInvitation } from './identity/staff/accept-invitation.js';
import { makeInviteUser, makeRepeatInvitation } from './identity/staff/invite-user.js';
import { makeResetPassword } from './identity/reset-password.js';
import { makeRequestEmailVerification, makeVerifyEmail } from './identity/verify-email.js';
import { makeInvoiceLinks } from './invoicing/invoice-link.js';
import { makeIssueDocuments } from './invoicing/issue-documents.js';
import { makeOpenInvoice } from './invoicing/open-invoice.js';
import { makePrintCreditNote } from './invoicing/print-credit-note.js';
import { makePrintInvoice } from './invoicing/print-invoice.js';
import {
  makeAddComment,
  makeListComments,
  makeListPostComments,
  makeModerateComment,
  makeRemoveComment,
} from './journal/comments.js';
import { makeListPosts, makeListTags, makeReadPostFeed, makeViewPost } from './journal/read-posts.js';
import { makeSetPostImage } from './journal/set-post-image.js';
import { makeChangePost, makeCreatePost, makeDeletePost, makeViewManagedPost } from './journal/write-posts.js';
import {
  makeListFailedJobs,
  makeListJobs,
  makePauseJob,
  makeResumeJob,
  makeRetryFailedJob,
  makeRunJobNow,
} from './jobs/manage-jobs.js';
import { makeAdmitKeyRequest } from './limits/admit-key-request.js';
import { makeAdmitRequest } from './limits/admit-request.js';
import { makeResendMail } from './mail/resend-mail.js';
import { makeSendMail } from './mail/send-mail.js';
import { makeAmendOrder } from './ordering/amend-order.js';
import { makeCancelOrder } from './ordering/cancel-order.js';
import { makeExpireUnpaidOrders } from './ordering/expire-unpaid-orders.js';
import { makeListMyOrders } from './ordering/list-my-orders.js';
import { makeRequestOrderLink } from './ordering/request-order-link.js';
import { makeViewOrderByLink } from './ordering/order-page/view-order-by-link.js';
import { makePayOrderByLink } from './ordering/order-page/pay-order-by-link.js';
import { makeOrderLinks } from './ordering/order-link.js';
import { makeSearchOrders } from './ordering/search-orders.js';
import { makeViewOrder } from './ordering/view-order.js';
import { makeRecordManualPayment } from './paying/by-hand/record-manual-payment.js';
import { makeSettleManualRefund } from './paying/by-hand/settle-manual-refund.js';
import { makeStartTransfer } from './paying/by-hand/start-transfer.js';
import { makeEndPayments } from './paying/end-payments.js';
import { makeHandleProviderEvent } from './paying/handle-provider-event.js';
import { makeHandleSandboxEvent } from './paying/handle-sandbox-event.js';
import { makeReceiveWebhook } from './paying/receive-webhook.js';
import { makeRefundOrder } from './paying/refund-order.js';
import { makeRequestDueRefunds } from './paying/request-due-refunds.js';
import { makeSendRefund } from './paying/send-refund.js';
import { makeStartPayment } from './paying/start-payment.js';
import { makePlaceOrder } from './placing/place-order.js';
import { ratedUnitOfWork } from './shipping/rated-unit-of-work.js';
import type { UseCasePorts } from './ports.js';
import type { AuditFilter } from './ports/audit/audit-reader.js';
import type { PageRequest, Sorting } from './ports/read-models/paging.js';
import type { PostFilter } from './ports/repositories/journal/post-records.js';
import type { DirectoryFilter, DirectorySortKey } from './ports/read-models/product-directory.js';
import { makeSetMinimumOrderRules, makeViewMinimumOrderRules } from './pricing/minimum-order-rules.js';
import { makeRemoveTaxRules } from './pricing/remove-tax-rules.js';
import { makeSetTaxRules } from './pricing/set-tax-rules.js';
import { makeViewTaxRules } from './pricing/view-tax-rules.js';
import { makeArchivePromotion } from './promotions/archive-promotion.js';
import { makeRequestBacktest } from './promotions/backtesting/request-backtest.js';
import { makeRunBacktest } from './promotions/backtesting/run-backtest.js';
import { makeViewBacktest } from './promotions/backtesting/view-backtest.js';
import { makeGenerateCodes } from './promotions/generate-codes.js';
import { makePreviewPromotion } from './promotions/preview-promotion.js';
import { makeAddPromotion, makeChangePromotion } from './promotions/set-promotion.js';
import { makeListPromotions, makeViewPromotion } from './promotions/view-promotions.js';
import { makeEraseGuest, makeEraseMe, makeEraseUser } from './privacy/erase-account.js';
import { makeEraseCopies } from './privacy/erase-copies.js';
import { makeExportMyData } from './privacy/export-my-data.js';
import { makeBeginNightlyReconciliation } from './reconciling/begin-nightly-reconciliation.js';
import { makeReconcilePayments } from './reconciling/reconcile-payments.js';
import { makeRequestReconciliation } from './reconciling/request-reconciliation.js';
import { makeViewReconciliation } from './reconciling/view-reconciliation.js';
import { makeListProductReviews, makeListReviews, makeModerateReview } from './reviews/moderate-reviews.js';
import { makeAddReview, makeChangeReview, makeRemoveReview } from './reviews/write-review.js';
import { makeOpenReportFile } from './reports/files/open-report-file.js';
import { makeReportFileLinks } from './reports/files/report-file-links.js';
import { makeReportParts } from './reports/files/report-parts.js';
import { makeRequestReportFile } from './reports/files/request-report-file.js';
import { makeViewReportFile } from './reports/files/view-report-file.js';
import { makeWriteReportFile } from './reports/files/write-report-file.js';
import { makeRebuildReports } from './reports/rebuild-reports.js';
import { makeMailLowStock } from './reports/mail-low-stock.js';
import { makeReports } from './reports/view-reports.js';
import { makePurgeOldData } from './retention/purge-old-data.js';
import { makeChangeShop } from './shop/change-shop.js';
import { makeResealSecrets } from './secrets/reseal-secrets.js';
import { makeEnsureShop } from './shop/ensure-shop.js';
import { makeReadOriginalLocale } from './shop/original-locale.js';
import { makeViewShop, makeViewShopDetails } from './shop/view-shop.js';
import {
  makeAddShippingMethod,
  makeChangeShippingMethod,
  makeListShippingMethods,
  makeRemoveShippingMethod,
  makeViewShippingMethod,
} from './shipping/shipping-methods.js';
import { makeProposeWithdrawal, makeWithdraw } from './withdrawal/withdraw.js';
import { makeMoveToCart } from './wishlist/move-to-cart.js';
import { makeAddWish, makeListMyWishlist, makeRemoveWish } from './wishlist/my-wishlist.js';

type ListQuery = { readonly page: PageRequest };
type ManagedProductsQuery = ListQuery & {
  readonly filter: DirectoryFilter;
  readonly sorting: Sorting<DirectorySortKey>;
};
type ManagedPostsQuery = ListQuery & { readonly filter: PostFilter };
type CustomersQuery = ListQuery & { readonly search?: string };
type AuditQuery = ListQuery & { readonly filter: AuditFilter };
type StockLedgerQuery = ListQuery & { readonly variantId: VariantId };

/**
 * Makes every use case. Routes and jobs receive the result; a route cannot leave a permission out, because the use case
 * checks its caller.
 *
 * @example const useCases = makeUseCases(ports);
 */
export const makeUseCases = ({ webhookReader, ...given }: UseCasePorts) => {
  const noteSecurityEvent = makeNoteSecurityEvent(given);
  const ports = {
    ...given,
    unitOfWork: ratedUnitOfWork(auditedUnitOfWork(given), given.shippingRates, given.log),
    noteSecurityEvent,
    readOriginalLocale: makeReadOriginalLocale(given),
  };
  const links = {
    downloadLinks: makeDownloadLinks({ ...ports, downloadsUrl: `${ports.publicUrl}/api/v1/downloads` }),
    reportFileLinks: makeReportFileLinks({ ...ports, reportFilesUrl: `${ports.publicUrl}/api/v1/report-files` }),
    invoiceLinks: makeInvoiceLinks({ ...ports, invoicesUrl: `${ports.publicUrl}/api/v1/invoices` }),
    orderLinks: makeOrderLinks(ports),
    accountLinks: makeAccountLinks(ports),
  };
  const reports = makeReports(ports);
  const listProducts = makeListProducts(ports);
  const viewShop = makeViewShop(ports);
  const catalogue = {
    catalogueReader: ports.catalogueReader,
    listProducts,
    viewShop,
    links: makeStorefrontLinks(ports),
  };
  const changePriceList = makeChangePriceList(ports);
  const changePost = makeChangePost(ports);
  const handleProviderEvent = makeHandleProviderEvent(ports);
  const demanding = { sessionReader: demandSecondFactor(ports) };
  const logIn = makeLogIn(ports);
  const browserSessionTokens = makeBrowserSessionTokens(ports);
  const authenticateBrowser = makeAuthenticateBrowser({ ...ports, ...demanding, browserSessionTokens });
  const providerSignIn = {
    signInAttempts: makeSignInAttempts(ports),
    callbackUrlOf: (provider: string) => `${ports.publicUrl}/api/v1/auth/oauth/${provider}/callback`,
  };
  const startPayment = makeStartPayment({ ...ports, handleProviderEvent });
  const browser = { browserSessionTokens, authenticateBrowser };
  return recordActs(ports, {
    // Identity
    admitRequest: internal(makeAdmitRequest(ports)),
    admitKeyRequest: internal(makeAdmitKeyRequest(ports)),
    authenticate: internal(makeAuthenticate({ ...ports, ...demanding })),
    authenticateApiKey: internal(makeAuthenticateApiKey(ports)),
    registerCustomer: anyone(makeRegisterCustomer(ports)),
    logIn: anyone(logIn),
    refreshSession: anyone(makeRefreshSession(ports)),
    authenticateBrowser: internal(authenticateBrowser),
    signInBrowser: anyone(makeSignInBrowser({ ...ports, ...browser, logIn })),
    viewBrowserSession: anyone(makeViewBrowserSession({ ...ports, ...browser })),
    signOutBrowser: anyone(makeSignOutBrowser({ ...ports, ...browser })),
    beginProviderSignIn: anyone(makeBeginProviderSignIn({ ...ports, ...providerSignIn })),
    finishProviderSignIn: anyone(makeFinishProviderSignIn({ ...ports, ...links, ...providerSignIn })),
    signInByCode: anyone(makeSignInByCode({ ...ports, ...links })),
    logOut: whileEnrolling(makeLogOut(ports)),
    logOutEverywhere: whileEnrolling(makeLogOutEverywhere(ports)),
    listMySessions: signedIn(makeListMySessions(ports)),
    endMySession: signedIn(makeEndMySession(ports)),
    changePassword: signedIn(makeChangePassword(ports)),
    beginSecondFactor: whileEnrolling(makeBeginSecondFactor(ports)),
    confirmSecondFactor: whileEnrolling(makeConfirmSecondFactor(ports)),
    removeSecondFactor: signedIn(makeRemoveSecondFactor(ports)),
    requestPasswordReset: anyone(makeRequestPasswordReset(ports)),
    resetPassword: anyone(makeResetPassword({ ...ports, ...links })),
    requestEmailVerification: signedIn(makeRequestEmailVerification(ports)),
    verifyEmail: anyone(makeVerifyEmail({ ...ports, ...links })),
    listUsers: requires('users.manage', makeListUsers(ports)),
    viewUser: requires('users.manage', makeViewUser(ports)),
    changeUser: requires('users.manage', makeChangeUser(ports)),
    resetSecondFactor: requires('users.manage', makeResetSecondFactor(ports)),
    inviteUser: requires('users.manage', makeInviteUser(ports)),
    repeatInvitation: requires('users.manage', makeRepeatInvitation(ports)),
    acceptInvitation: anyone(makeAcceptInvitation({ ...ports, ...links })),
    listRoles: requires('users.manage', makeListRoles(ports)),
    viewRole: requires('users.manage', makeViewRole(ports)),
    defineRole: requires('users.manage', makeDefineRole(ports)),
    changeRole: requires('users.manage', makeChangeRole(ports)),
    deleteRole: requires('users.manage', makeDeleteRole(ports)),
    listApiKeys: requires('api-keys.manage', makeListApiKeys(ports)),
    createApiKey: requires('api-keys.manage', makeCreateApiKey(ports)),
    revokeApiKey: requires('api-keys.manage', makeRevokeApiKey(ports)),
    ensureAdmin: internal(makeEnsureAdmin(ports)),
    // Customers
    viewMe: whileEnrolling(makeViewMe(ports)),
    changeMe: signedIn(makeChangeMe(ports)),
    listCustomers: requires('customers.read', ({ search, page }: CustomersQuery) =>
      ports.customerReader.list(search === undefined ? {} : { search }, page),
    ),
    viewCustomer: requires('customers.read', makeViewCustomer(ports)),
    listCustomerGroups: requires('users.manage', makeListCustomerGroups(ports)),
    viewCustomerGroup: requires('users.manage', makeViewCustomerGroup(ports)),
    createCustomerGroup: requires('users.manage', makeCreateCustomerGroup(ports)),
    changeCustomerGroup: requires('users.manage', makeChangeCustomerGroup(ports)),
    deleteCustomerGroup: requires('users.manage', makeDeleteCustomerGroup(ports)),
    listMyAddresses: signedIn(makeListMyAddresses(ports)),
    addAddress: signedIn(makeAddAddress(ports)),
    changeAddress: signedIn(makeChangeAddress(ports)),
    removeAddress: signedIn(makeRemoveAddress(ports)),
    // Privacy
    exportMyData: signedIn(makeExportMyData(ports)),
    eraseMe: signedIn(makeEraseMe(ports)),
    eraseUser: requires('users.manage', makeEraseUser(ports)),
    eraseGuest: requires('users.manage', makeEraseGuest(ports)),
    eraseCopies: internal(makeEraseCopies(ports)),
    // Catalogue
    listProducts: anyone(listProducts),
    readProductFeed: anyone(makeReadProductFeed({ ...ports, ...catalogue })),
    viewSitemap: anyone(makeViewSitemap({ ...ports, ...catalogue })),
    suggestProducts: anyone(makeSuggestProducts(ports)),
    listRelatedProducts: anyone(makeListRelatedProducts(ports)),
    viewProduct: anyone(makeViewProduct(ports)),
    listCategories: anyone(makeListCategories(ports)),
    viewCategory: anyone(makeViewCategory(ports)),
    measureCatalogueValidity: internal(makeMeasureCatalogueValidity(ports)),
    listManagedProducts: requires('catalogue.read', ({ filter, sorting, page }: ManagedProductsQuery) =>
      ports.productDirectory.list(filter, sorting, page),
    ),
    viewManagedProduct: requires('catalogue.read', makeViewManagedProduct(ports)),
    createProduct: requires('catalogue.edit', makeCreateProduct(ports)),
    changeProduct: requires('catalogue.edit', makeChangeProduct(ports)),
    deleteProduct: requires('catalogue.edit', makeDeleteProduct(ports)),
    addVariant: requires('catalogue.edit', makeAddVariant(ports)),
    changeVariant: requires('catalogue.edit', makeChangeVariant(ports)),
    deleteVariant: requires('catalogue.edit', makeDeleteVariant(ports)),
    listPriceLists: requires('pricing.read', (_all: object) =>
      ports.unitOfWork.read(({ priceLists }) => priceLists.list()),
    ),
    viewPriceList: requires('pricing.read', makeViewPriceList(ports)),
    createPriceList: requires('pricing.edit', makeCreatePriceList(ports)),
    changePriceList: requires('pricing.edit', changePriceList),
    deletePriceList: requires('pricing.edit', makeDeletePriceList(ports)),
    exportPrices: requires('pricing.read', makeExportPrices(ports)),
    importPrices: requires('pricing.edit', makeImportPrices({ ...ports, changePriceList })),
    listPriceChanges: requires('pricing.read', makeListPriceChanges(ports)),
    listManagedCategories: requires('catalogue.read', (_all: object) =>
      ports.unitOfWork.read(({ categories }) => categories.list()),
    ),
    viewManagedCategory: requires('catalogue.read', makeViewManagedCategory(ports)),
    createCategory: requires('catalogue.edit', makeCreateCategory(ports)),
    changeCategory: requires('catalogue.edit', makeChangeCategory(ports)),
    deleteCategory: requires('catalogue.edit', makeDeleteCategory(ports)),
    requestProductImport: requires('catalogue.edit', makeRequestProductImport(ports)),
    viewImport: requires('catalogue.edit', makeViewImport(ports)),
    exportProducts: requires('catalogue.edit', makeExportProducts(ports)),
    importProducts: internal(makeImportProducts(ports)),
    requestProductMirror: requires('catalogue.edit', makeRequestProductMirror(ports)),
    beginNightlyProductMirror: internal(makeBeginNightlyProductMirror(ports)),
    mirrorProducts: internal(makeMirrorProducts({ ...ports, ...catalogue })),
    listProductMirrors: requires('catalogue.read', ({ page }: ListQuery) =>
      ports.unitOfWork
        .read(({ productMirrors }) => productMirrors.page(page))
        .map((runs) => ({ ...runs, enabled: ports.productMirror.isEnabled })),
    ),
    viewProductMirror: requires('catalogue.read', makeViewProductMirror(ports)),
    adjustStock: requires('stock.edit', makeAdjustStock(ports)),
    adjustStocks: requires('stock.edit', makeAdjustStocks(ports)),
    viewStockLedger: requires('catalogue.read', ({ variantId, page }: StockLedgerQuery) =>
      ports.stockReader.ledger(variantId, page),
    ),
    checkStockLedger: internal(makeCheckStockLedger(ports)),
    countSales: internal(makeCountSales(ports)),
    fetchImage: internal(makeFetchImage(ports)),
    addProductImage: requires('catalogue.edit', makeAddProductImage(ports)),
    changeProductImage: requires('catalogue.edit', makeChangeProductImage(ports)),
    removeProductImage: requires('catalogue.edit', makeRemoveProductImage(ports)),
    openImage: anyone(makeOpenImage(ports)),
    attachDigitalFile: requires('catalogue.edit', makeAttachDigitalFile(ports)),
    viewDigitalFile: requires('catalogue.read', makeViewDigitalFile(ports)),
    removeDigitalFile: requires('catalogue.edit', makeRemoveDigitalFile(ports)),
    // Reviews
    listProductReviews: anyone(makeListProductReviews(ports)),
    addReview: signedIn(makeAddReview(ports)),
    changeReview: signedIn(makeChangeReview(ports)),
    removeReview: signedIn(makeRemoveReview(ports)),
    listReviews: requires('reviews.moderate', makeListReviews(ports)),
    approveReview: requires('reviews.moderate', makeModerateReview('approved')(ports)),
    rejectReview: requires('reviews.moderate', makeModerateReview('rejected')(ports)),
    // Journal
    listPosts: anyone(makeListPosts(ports)),
    viewPost: anyone(makeViewPost(ports)),
    listTags: anyone(makeListTags(ports)),
    readPostFeed: anyone(makeReadPostFeed({ ...ports, ...catalogue })),
    listPostComments: anyone(makeListPostComments(ports)),
    addComment: signedIn(makeAddComment(ports)),
    removeComment: signedIn(makeRemoveComment(ports)),
    listManagedPosts: requires('journal.edit', ({ filter, page }: ManagedPostsQuery) =>
      ports.unitOfWork.read(({ posts }) => posts.page(filter, page)),
    ),
    viewManagedPost: requires('journal.edit', makeViewManagedPost(ports)),
    createPost: requires('journal.edit', makeCreatePost(ports)),
    changePost: requires('journal.edit', changePost),
    setPostImage: requires('journal.edit', makeSetPostImage({ ...ports, changePost })),
    deletePost: requires('journal.edit', makeDeletePost(ports)),
    listComments: requires('journal.edit', makeListComments(ports)),
    approveComment: requires('journal.edit', makeModerateComment('approved')(ports)),
    rejectComment: requires('journal.edit', makeModerateComment('rejected')(ports)),
    // Prices and taxes
    viewTaxRules: requires('pricing.read', makeViewTaxRules(ports)),
    setTaxRules: requires('pricing.edit', makeSetTaxRules(ports)),
    removeTaxRules: requires('pricing.edit', makeRemoveTaxRules(ports)),
    viewMinimumOrderRules: requires('pricing.read', makeViewMinimumOrderRules(ports)),
    setMinimumOrderRules: requires('pricing.edit', makeSetMinimumOrderRules(ports)),
    listShippingMethods: requires('pricing.read', makeListShippingMethods(ports)),
    viewShippingMethod: requires('pricing.read', makeViewShippingMethod(ports)),
    addShippingMethod: requires('pricing.edit', makeAddShippingMethod(ports)),
    changeShippingMethod: requires('pricing.edit', makeChangeShippingMethod(ports)),
    removeShippingMethod: requires('pricing.edit', makeRemoveShippingMethod(ports)),
    viewShop: anyone(viewShop),
    viewShopDetails: requires('shop.edit', makeViewShopDetails(ports)),
    changeShop: requires('shop.edit', makeChangeShop(ports)),
    ensureShop: internal(makeEnsureShop(ports)),
    listPromotions: requires('pricing.read', makeListPromotions(ports)),
    viewPromotion: requires('pricing.read', makeViewPromotion(ports)),
    addPromotion: requires('pricing.edit', makeAddPromotion(ports)),
    changePromotion: requires('pricing.edit', makeChangePromotion(ports)),
    archivePromotion: requires('pricing.edit', makeArchivePromotion(ports)),
    generateCodes: requires('pricing.edit', makeGenerateCodes(ports)),
    previewPromotion: requires('pricing.edit', makePreviewPromotion(ports)),
    requestBacktest: requires('pricing.edit', makeRequestBacktest(ports)),
    viewBacktest: requires('pricing.edit', makeViewBacktest(ports)),
    runBacktest: internal(makeRunBacktest(ports)),
    // Wishlists
    listMyWishlist: signedIn(makeListMyWishlist(ports)),
    addWish: signedIn(makeAddWish(ports)),
    removeWish: signedIn(makeRemoveWish(ports)),
    moveToCart: signedIn(makeMoveToCart({ ...ports, createCart: makeCreateCart(ports) })),
    // Carts
    createCart: anyone(makeCreateCart(ports)),
    viewCart: anyone(makeViewCart(ports)),
    claimCart: signedIn(makeClaimCart(ports)),
    addLine: anyone(makeAddLine(ports)),
    setLine: anyone(makeSetLine(ports)),
    removeLine: anyone(makeRemoveLine(ports)),
    setCheckout: anyone(makeSetCheckout(ports)),
    addCoupon: anyone(makeAddCoupon(ports)),
    removeCoupon: anyone(makeRemoveCoupon(ports)),
    listShippingOptions: anyone(makeListShippingOptions(ports)),
    // Orders
    placeOrder: anyone(makePlaceOrder(ports)),
    requestOrderLink: anyone(makeRequestOrderLink(ports)),
    viewOrder: anyone(makeViewOrder(ports)),
    viewOrderByLink: anyone(makeViewOrderByLink({ ...ports, ...links })),
    payOrderByLink: anyone(makePayOrderByLink({ ...ports, ...links, startPayment })),
    listMyOrders: signedIn(makeListMyOrders(ports)),
    searchOrders: requires('orders.read', makeSearchOrders(ports)),
    cancelOrder: anyone(makeCancelOrder(ports)),
    resendMail: requires('orders.fulfil', makeResendMail(ports)),
    amendOrder: requires('orders.fulfil', makeAmendOrder(ports)),
    proposeWithdrawal: anyone(makeProposeWithdrawal(ports)),
    withdraw: anyone(makeWithdraw(ports)),
    cancelUnits: requires('orders.cancel', makeCancelUnits(ports)),
    expireUnpaidOrders: internal(makeExpireUnpaidOrders({ ...ports, handleProviderEvent })),
    // Parcels and returns
    shipOrder: requires('orders.fulfil', makeShipOrder(ports)),
    printPackingSlip: requires('orders.read', makePrintPackingSlip(ports)),
    viewShipment: requires('orders.read', makeViewShipment(ports)),
    deliverParcel: requires('orders.fulfil', makeDeliverParcel(ports)),
    requestReturn: anyone(makeRequestReturn(ports)),
    listAwaitedReturns: requires('orders.read', ({ page }: ListQuery) => ports.returnReader.awaited(page)),
    receiveReturn: requires('orders.fulfil', makeReceiveReturn(ports)),
    // Downloads and invoices
    listMyDownloads: signedIn(({ caller, page }: ListQuery & { readonly caller: SignedInCaller }) =>
      ports.downloadReader.downloadsOf(caller.userId, page),
    ),
    requestDownload: signedIn(makeRequestDownload({ ...ports, ...links })),
    listOrderDownloads: anyone(makeListOrderDownloads({ ...ports, ...links })),
    openDownload: anyone(makeOpenDownload({ ...ports, ...links })),
    printInvoice: anyone(makePrintInvoice(ports)),
    printCreditNote: anyone(makePrintCreditNote(ports)),
    openInvoice: anyone(makeOpenInvoice({ ...ports, ...links })),
    issueDocuments: internal(makeIssueDocuments(ports)),
    // Payments
    startTransfer: anyone(makeStartTransfer(ports)),
    recordManualPayment: requires('orders.refund', makeRecordManualPayment(ports)),
    settleManualRefund: requires('orders.refund', makeSettleManualRefund(ports)),
    startPayment: anyone(startPayment),
    handleProviderEvent: internal(handleProviderEvent),
    handleSandboxEvent: internal(makeHandleSandboxEvent({ ...ports, handleProviderEvent })),
    ...(webhookReader === undefined
      ? {}
      : { receiveWebhook: anyone(makeReceiveWebhook({ ...ports, webhookReader, handleProviderEvent })) }),
    endPayments: internal(makeEndPayments({ ...ports, handleProviderEvent })),
    refundOrder: requires('orders.refund', makeRefundOrder(ports)),
    requestDueRefunds: internal(makeRequestDueRefunds(ports)),
    sendRefund: internal(makeSendRefund({ ...ports, handleProviderEvent })),
    requestReconciliation: requires('reconciliations.run', makeRequestReconciliation(ports)),
    beginNightlyReconciliation: internal(makeBeginNightlyReconciliation(ports)),
    reconcilePayments: internal(makeReconcilePayments({ ...ports, handleProviderEvent })),
    listReconciliations: requires('reconciliations.read', ({ page }: ListQuery) =>
      ports.reconciliationReader.list(page),
    ),
    viewReconciliation: requires('reconciliations.read', makeViewReconciliation(ports)),
    // Jobs
    listJobs: requires('jobs.run', makeListJobs(ports)),
    pauseJob: requires('jobs.run', makePauseJob(ports)),
    resumeJob: requires('jobs.run', makeResumeJob(ports)),
    runJobNow: requires('jobs.run', makeRunJobNow(ports)),
    listFailedJobs: requires('jobs.run', makeListFailedJobs(ports)),
    retryFailedJob: requires('jobs.run', makeRetryFailedJob(ports)),
    // Events
    followOrder: anyone(makeFollowOrder(ports)),
    followOrders: requires('orders.read', makeFollowOrders(ports)),
    readEvents: requires('events.manage', makeReadEvents(ports)),
    listWebhooks: requires('events.manage', makeListWebhooks(ports)),
    viewWebhook: requires('events.manage', makeViewWebhook(ports)),
    createWebhook: requires('events.manage', makeCreateWebhook(ports)),
    changeWebhook: requires('events.manage', makeChangeWebhook(ports)),
    removeWebhook: requires('events.manage', makeRemoveWebhook(ports)),
    listDeliveries: requires('events.manage', makeListDeliveries(ports)),
    repeatDelivery: requires('events.manage', makeRepeatDelivery(ports)),
    handleExtensionEvent: internal(makeHandleExtensionEvent(ports)),
    // Reports
    reportSales: requires('reports.read', reports.sales),
    reportTopProducts: requires('reports.read', reports.topProducts),
    reportLowStock: requires('reports.read', reports.lowStock),
    reportCustomers: requires('reports.read', reports.customers),
    reportPromotions: requires('reports.read', reports.promotions),
    reportTaxes: requires('reports.read', reports.taxes),
    reportReviews: requires('reports.read', reports.reviews),
    requestReportFile: requires('reports.read', makeRequestReportFile(ports)),
    viewReportFile: requires('reports.read', makeViewReportFile({ ...ports, ...links })),
    openReportFile: anyone(makeOpenReportFile({ ...ports, ...links })),
    writeReportFile: internal(makeWriteReportFile({ ...ports, reportParts: makeReportParts({ ...ports, reports }) })),
    rebuildReports: internal(makeRebuildReports(ports)),
    mailLowStock: internal(makeMailLowStock({ ...ports, reportLowStock: reports.lowStock })),
    // Replacing the signing secret
    resealSecrets: internal(makeResealSecrets(ports)),
    // Retention
    purgeOldData: internal(makePurgeOldData(ports)),
    // Bookkeeping
    auditNightly: internal(makeAuditNightly({ ...ports, auditBooks: makeAuditBooks(ports) })),
    // Mail
    sendMail: internal(makeSendMail({ ...ports, ...links })),
    // Audit log
    listAuditEntries: requires('audit.read', ({ filter, page }: AuditQuery) => ports.auditReader.list(filter, page)),
    noteSecurityEvent: internal(noteSecurityEvent),
  });
};

export type UseCases = ReturnType<typeof makeUseCases>;
