import type { Readiness, ServerDeps } from '@cartwright/adapters/fastify/server-deps';
import { publicUrlOf } from '@cartwright/adapters/runtime/public-url';
import { makeReceiveWebhook } from '@cartwright/application';
import { shopTokens as t } from '@cartwright/adapters/runtime/tokens';
import { readLeaseMs } from '@cartwright/adapters/runtime/open-storage';
import type { TypedContainer } from '@cartwright/adapters/runtime/typed-container';
import { createRequire } from 'node:module';
import { httpTokens as h } from './tokens.js';

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** All that the server calls, out of the container. */
export function serverDeps({ resolve }: TypedContainer, readiness: () => Promise<Readiness>): ServerDeps {
  const settings = resolve(t.settings);
  const { allowedOrigins, trustedProxies, storeCurrency } = settings;
  const { sandbox, webhookReader } = resolve(t.payments);
  const handleProviderEvent = resolve(t.handleProviderEvent);
  return {
    publicUrl: publicUrlOf(settings),
    allowedOrigins,
    trustedProxies,
    logger: resolve(t.log),
    storeCurrency,
    version,
    docs: settings.docs,
    // An embedded shop is one process, whose leases end with its commits: nobody else has one to wait for.
    ...(resolve(t.storage).kind === 'pglite'
      ? {}
      : { holdWrites: { forMs: readLeaseMs, now: () => performance.now(), timers: resolve(t.timers) } }),
    registerCustomer: resolve(h.registerCustomer),
    logIn: resolve(h.logIn),
    refreshSession: resolve(h.refreshSession),
    createCart: resolve(h.createCart),
    viewCart: resolve(h.viewCart),
    claimCart: resolve(h.claimCart),
    addLine: resolve(h.addLine),
    setLine: resolve(h.setLine),
    removeLine: resolve(h.removeLine),
    addCoupon: resolve(h.addCoupon),
    removeCoupon: resolve(h.removeCoupon),
    listShippingOptions: resolve(h.listShippingOptions),
    placeOrder: resolve(h.placeOrder),
    viewOrder: resolve(h.viewOrder),
    cancelOrder: resolve(h.cancelOrder),
    cancelUnits: resolve(h.cancelUnits),
    shipOrder: resolve(h.shipOrder),
    viewShipment: resolve(h.viewShipment),
    deliverParcel: resolve(h.deliverParcel),
    requestReturn: resolve(h.requestReturn),
    receiveReturn: resolve(h.receiveReturn),
    printInvoice: resolve(h.printInvoice),
    openInvoice: resolve(h.openInvoice),
    downloadReader: resolve(h.downloadReader),
    listOrderDownloads: resolve(h.listOrderDownloads),
    requestDownload: resolve(h.requestDownload),
    openDownload: resolve(h.openDownload),
    attachDigitalFile: resolve(h.attachDigitalFile),
    viewDigitalFile: resolve(h.viewDigitalFile),
    removeDigitalFile: resolve(h.removeDigitalFile),
    listMyOrders: resolve(h.listMyOrders),
    searchOrders: resolve(h.searchOrders),
    startPayment: resolve(h.startPayment),
    refundOrder: resolve(h.refundOrder),
    handleProviderEvent,
    ...(webhookReader === undefined
      ? {}
      : { receiveWebhook: makeReceiveWebhook({ webhookReader, handleProviderEvent }) }),
    requestProductImport: resolve(h.requestProductImport),
    viewImport: resolve(h.viewImport),
    adjustStock: resolve(h.adjustStock),
    requestExpiry: resolve(h.requestExpiry),
    requestReconciliation: resolve(h.requestReconciliation),
    viewReconciliation: resolve(h.viewReconciliation),
    reconciliationReader: resolve(h.reconciliationReader),
    viewTaxRules: resolve(h.viewTaxRules),
    setTaxRules: resolve(h.setTaxRules),
    removeTaxRules: resolve(h.removeTaxRules),
    catalogueReader: resolve(h.catalogueReader),
    returnReader: resolve(h.returnReader),
    stockReader: resolve(h.stockReader),
    tokenIssuer: resolve(h.tokenIssuer),
    readiness,
    ...(sandbox === undefined ? {} : { sandbox }),
  };
}
