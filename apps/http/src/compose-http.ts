import { makeArgon2PasswordHasher } from '@cartwright/adapters/argon2/argon2-password-hasher';
import { makeDrizzleCatalogueReader } from '@cartwright/adapters/drizzle/read-models/catalogue-reader';
import { makeDrizzleDownloadReader } from '@cartwright/adapters/drizzle/read-models/download-reader';
import { makeDrizzleOrderReader } from '@cartwright/adapters/drizzle/read-models/order-reader';
import { makeDrizzleOrderSearch } from '@cartwright/adapters/drizzle/read-models/order-search';
import { makeDrizzleReturnReader } from '@cartwright/adapters/drizzle/read-models/return-reader';
import { makeDrizzleReconciliationReader } from '@cartwright/adapters/drizzle/read-models/reconciliation-reader';
import { makeDrizzleStockReader } from '@cartwright/adapters/drizzle/read-models/stock-reader';
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { makeJwtTokenIssuer } from '@cartwright/adapters/fastify/jwt-token-issuer';
import { makeOriginReturnUrls } from '@cartwright/adapters/system/origin-return-urls';
import { makePdfInvoicePrinter } from '@cartwright/adapters/pdfkit/invoice-printer';
import {
  makeAddCoupon,
  makeAddLine,
  makeAdjustStock,
  makeAttachDigitalFile,
  makeCancelOrder,
  makeCancelUnits,
  makeClaimCart,
  makeCreateCart,
  makeDeliverParcel,
  makeEnsureAdmin,
  makeListMyOrders,
  makeListOrderDownloads,
  makeListShippingOptions,
  makeLogIn,
  makeOpenDownload,
  makeOpenInvoice,
  makePlaceOrder,
  makePrintInvoice,
  makeReceiveReturn,
  makeRefreshSession,
  makeRefundOrder,
  makeRegisterCustomer,
  makeRemoveCoupon,
  makeRemoveDigitalFile,
  makeRemoveLine,
  makeRemoveTaxRules,
  makeRequestDownload,
  makeRequestExpiry,
  makeRequestProductImport,
  makeRequestReconciliation,
  makeRequestReturn,
  makeSearchOrders,
  makeSetLine,
  makeSetTaxRules,
  makeShipOrder,
  makeStartPayment,
  makeViewCart,
  makeViewDigitalFile,
  makeViewImport,
  makeViewOrder,
  makeViewReconciliation,
  makeViewShipment,
  makeViewTaxRules,
} from '@cartwright/application';
import { publicUrlOf } from '@cartwright/adapters/runtime/public-url';
import { shopTokens as t } from '@cartwright/adapters/runtime/tokens';
import type { Resolve, TypedContainer } from '@cartwright/adapters/runtime/typed-container';
import { httpTokens as h } from './tokens.js';

/** Adds to a composed shop what answers HTTP: read models, sign-in, and the use cases that routes call. */
export async function composeHttp({ provide, resolve }: TypedContainer): Promise<void> {
  const settings = resolve(t.settings);
  const { storeCurrency, storeName, storeAddress, storeTimeZone, publicUrl, allowedOrigins } = settings;
  const { db, leases } = resolve(t.storage);
  const tokenIssuer = await makeJwtTokenIssuer({
    secret: resolve(t.jwtSecret),
    issuer: publicUrl ?? 'cartwright',
    audience: 'cartwright-api',
    clock: resolve(t.clock),
  });

  provide(h.tokenIssuer, () => tokenIssuer);
  provide(h.passwordHasher, () => makeArgon2PasswordHasher());
  provide(h.catalogueReader, () => makeDrizzleCatalogueReader({ db, storeCurrency, leases }));
  provide(h.orderReader, () => makeDrizzleOrderReader({ db }));
  provide(h.returnUrls, () => makeOriginReturnUrls([publicUrlOf(settings), ...allowedOrigins]));
  provide(h.orderSearch, () => makeDrizzleOrderSearch({ db }));
  provide(h.downloadReader, () => makeDrizzleDownloadReader({ db }));
  provide(h.returnReader, () => makeDrizzleReturnReader({ db }));
  provide(h.reconciliationReader, () => makeDrizzleReconciliationReader({ db }));
  provide(h.stockReader, () => makeDrizzleStockReader({ db }));

  const shared = (get: Resolve) => ({
    unitOfWork: get(t.unitOfWork),
    clock: get(t.clock),
    ids: get(t.ids),
    secrets: get(t.secrets),
    tokenIssuer: get(h.tokenIssuer),
    passwordHasher: get(h.passwordHasher),
    storeCurrency,
  });
  provide(h.registerCustomer, (get) => makeRegisterCustomer(shared(get)));
  provide(h.logIn, (get) => makeLogIn(shared(get)));
  provide(h.refreshSession, (get) => makeRefreshSession(shared(get)));
  provide(h.ensureAdmin, (get) => makeEnsureAdmin(shared(get)));
  provide(h.createCart, (get) => makeCreateCart(shared(get)));
  provide(h.viewCart, (get) =>
    makeViewCart({ ...shared(get), unitOfWork: makeDrizzleUnitOfWork({ db, storeCurrency, ids: get(t.ids), leases }) }),
  );
  provide(h.claimCart, (get) => makeClaimCart(shared(get)));
  provide(h.addLine, (get) => makeAddLine(shared(get)));
  provide(h.setLine, (get) => makeSetLine(shared(get)));
  provide(h.removeLine, (get) => makeRemoveLine(shared(get)));
  provide(h.addCoupon, (get) => makeAddCoupon(shared(get)));
  provide(h.removeCoupon, (get) => makeRemoveCoupon(shared(get)));
  provide(h.listShippingOptions, (get) => makeListShippingOptions(shared(get)));
  provide(h.placeOrder, (get) => makePlaceOrder({ ...shared(get), orderPlacements: get(t.orderPlacements) }));
  provide(h.viewOrder, (get) => makeViewOrder(shared(get)));
  provide(h.cancelOrder, (get) => makeCancelOrder(shared(get)));
  provide(h.cancelUnits, (get) => makeCancelUnits(shared(get)));
  provide(h.shipOrder, (get) => makeShipOrder(shared(get)));
  provide(h.viewShipment, (get) => makeViewShipment(shared(get)));
  provide(h.deliverParcel, (get) => makeDeliverParcel(shared(get)));
  provide(h.requestReturn, (get) => makeRequestReturn(shared(get)));
  provide(h.receiveReturn, (get) => makeReceiveReturn(shared(get)));
  const downloads = (get: Resolve) => ({
    ...shared(get),
    fileStore: get(t.fileStore),
    downloadLinks: get(t.downloadLinks),
  });
  provide(h.listOrderDownloads, (get) => makeListOrderDownloads(downloads(get)));
  provide(h.requestDownload, (get) => makeRequestDownload(downloads(get)));
  provide(h.openDownload, (get) => makeOpenDownload(downloads(get)));
  provide(h.attachDigitalFile, (get) => makeAttachDigitalFile(downloads(get)));
  provide(h.viewDigitalFile, (get) => makeViewDigitalFile(downloads(get)));
  provide(h.removeDigitalFile, (get) => makeRemoveDigitalFile(downloads(get)));
  provide(h.invoicePrinter, () => makePdfInvoicePrinter({ timeZone: storeTimeZone }));
  const seller = { name: storeName, address: storeAddress };
  const invoicing = (get: Resolve) => ({
    ...shared(get),
    invoicePrinter: get(h.invoicePrinter),
    invoiceLinks: get(t.invoiceLinks),
    seller,
  });
  provide(h.printInvoice, (get) => makePrintInvoice(invoicing(get)));
  provide(h.openInvoice, (get) => makeOpenInvoice(invoicing(get)));
  provide(h.listMyOrders, (get) => makeListMyOrders({ orderReader: get(h.orderReader), clock: get(t.clock) }));
  provide(h.searchOrders, (get) => makeSearchOrders({ orderSearch: get(h.orderSearch) }));
  provide(h.startPayment, (get) =>
    makeStartPayment({ ...shared(get), paymentGateway: get(t.paymentGateway), returnUrls: get(h.returnUrls) }),
  );
  provide(h.refundOrder, (get) => makeRefundOrder(shared(get)));
  provide(h.requestProductImport, (get) => makeRequestProductImport(shared(get)));
  provide(h.viewImport, (get) => makeViewImport(shared(get)));
  provide(h.adjustStock, (get) => makeAdjustStock(shared(get)));
  provide(h.requestExpiry, (get) => makeRequestExpiry(shared(get)));
  provide(h.requestReconciliation, (get) => makeRequestReconciliation(shared(get)));
  provide(h.viewReconciliation, (get) => makeViewReconciliation(shared(get)));
  provide(h.viewTaxRules, (get) => makeViewTaxRules(shared(get)));
  provide(h.setTaxRules, (get) => makeSetTaxRules(shared(get)));
  provide(h.removeTaxRules, (get) => makeRemoveTaxRules(shared(get)));
}
