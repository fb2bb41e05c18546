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
  makeDownloadLinks,
  makeHandleProviderEvent,
  makeListMyOrders,
  makeListOrderDownloads,
  makeListShippingOptions,
  makeLogIn,
  makeInvoiceLinks,
  makeOpenDownload,
  makeOpenInvoice,
  makePlaceOrder,
  makePrintInvoice,
  makeReceiveReturn,
  makeReceiveWebhook,
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
  type Role,
  type WebhookReader,
} from '@cartwright/application';
import { buildServer, type ServerDeps } from '@cartwright/adapters/fastify/build-server';
import { makeJwtTokenIssuer } from '@cartwright/adapters/fastify/jwt-token-issuer';
import { makeInMemoryCatalogueReader } from '@cartwright/adapters/in-memory/read-models/catalogue-reader';
import { makeInMemoryDownloadReader } from '@cartwright/adapters/in-memory/read-models/download-reader';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeInMemoryOrderPlacements } from '../src/in-memory/repositories/order-placements.js';
import { makeInMemoryFileStore } from '@cartwright/adapters/in-memory/file-store';
import { makeInMemoryOrderReader } from '@cartwright/adapters/in-memory/read-models/order-reader';
import { makeInMemoryOrderSearch } from '@cartwright/adapters/in-memory/read-models/order-search';
import { makeInMemoryPasswordHasher } from '@cartwright/adapters/in-memory/password-hasher';
import { makeInMemorySandboxPaymentStore } from '@cartwright/adapters/in-memory/repositories/sandbox-payment-store';
import { makeInMemoryReturnReader } from '@cartwright/adapters/in-memory/read-models/return-reader';
import { makeInMemoryReconciliationReader } from '@cartwright/adapters/in-memory/read-models/reconciliation-reader';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { makeInMemoryStockReader } from '@cartwright/adapters/in-memory/read-models/stock-reader';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { makeSandboxPaymentGateway } from '@cartwright/adapters/sandbox-payments/sandbox-gateway';
import { makePdfInvoicePrinter } from '@cartwright/adapters/pdfkit/invoice-printer';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { makeOriginReturnUrls } from '@cartwright/adapters/system/origin-return-urls';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';

const storeCurrency = 'USD';

/** An answer with its body read; a body that is no JSON stays text. */
export type Answer = {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape that it asked for
  readonly body: any;
};

/**
 * A whole shop behind its HTTP server, kept in memory: real use cases, sandbox payments, a clock that stands still. It
 * sells a mug (20.00 USD, 10 left), a pen (5.00 USD, 3 left) and a digital book (15.00 USD). The book has the tax class
 * `reduced`, the rest `standard`; no tax rules are set.
 *
 * @example
 * const shop = await openShop();
 * const cart = await shop.call('POST', '/api/v1/carts');
 */
export async function openShop(
  changes: Partial<ServerDeps> = {},
  {
    sandbox: withSandbox = true,
    webhookReader,
  }: { readonly sandbox?: boolean; readonly webhookReader?: WebhookReader } = {},
) {
  const clock = makeFakeClock();
  const ids = makeSequentialIds();
  const secrets = makeNodeSecrets({ key: 'a key for tests alone' });
  const store = createInMemoryStore();
  const unitOfWork = makeInMemoryUnitOfWork({ store, ids, storeCurrency });
  const passwordHasher = makeInMemoryPasswordHasher();
  const fileStore = makeInMemoryFileStore();
  const invoicing = {
    invoicePrinter: makePdfInvoicePrinter({ timeZone: 'UTC' }),
    seller: { name: 'Mill Lane Pottery', address: ['1 Mill Lane', 'Ockham'] },
  };
  const invoiceLinks = makeInvoiceLinks({ secrets, clock, invoicesUrl: 'http://127.0.0.1:3000/api/v1/invoices' });
  const downloadLinks = makeDownloadLinks({ secrets, clock, downloadsUrl: 'http://127.0.0.1:3000/api/v1/downloads' });
  const tokenIssuer = await makeJwtTokenIssuer({ secret: 'x'.repeat(32), issuer: 'shop', audience: 'shop', clock });
  const sandbox = makeSandboxPaymentGateway({
    store: makeInMemorySandboxPaymentStore({ store, ids }),
    ids,
    clock,
    secrets,
    publicUrl: 'http://127.0.0.1:3000',
  });
  const common = { unitOfWork, clock, ids, secrets, storeCurrency };
  const session = { ...common, tokenIssuer, passwordHasher };

  store.setPricing({
    promotions: [
      {
        id: 'ten-off',
        name: 'Ten percent off',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 100_000 },
        conditions: { couponCode: 'save10' },
      },
      {
        id: 'over',
        name: 'Over',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 100_000 },
        conditions: { couponCode: 'over', endsAt: '2020-01-01T00:00:00.000Z' },
      },
    ],
    shippingMethods: [
      {
        id: 'post',
        name: 'Post',
        charge: { type: 'flat', amount: { amount: 500, currency: storeCurrency } },
        deliveryDays: { min: 3, max: 5 },
      },
      { id: 'courier', name: 'Courier', charge: { type: 'flat', amount: { amount: 1500, currency: storeCurrency } } },
    ],
  });
  const variants = await stockTheShelves(unitOfWork, clock.now());

  const deps: ServerDeps = {
    publicUrl: 'http://127.0.0.1:3000',
    allowedOrigins: [],
    trustedProxies: [],
    logger: false,
    storeCurrency,
    version: '0.0.0-test',
    docs: true,
    registerCustomer: makeRegisterCustomer(session),
    logIn: makeLogIn(session),
    refreshSession: makeRefreshSession(session),
    createCart: makeCreateCart(common),
    viewCart: makeViewCart(common),
    claimCart: makeClaimCart(common),
    addLine: makeAddLine(common),
    setLine: makeSetLine(common),
    removeLine: makeRemoveLine(common),
    addCoupon: makeAddCoupon(common),
    removeCoupon: makeRemoveCoupon(common),
    listShippingOptions: makeListShippingOptions(common),
    placeOrder: makePlaceOrder({ ...common, orderPlacements: makeInMemoryOrderPlacements({ store, ids }) }),
    viewOrder: makeViewOrder(common),
    cancelOrder: makeCancelOrder(common),
    cancelUnits: makeCancelUnits(common),
    shipOrder: makeShipOrder(common),
    viewShipment: makeViewShipment(common),
    deliverParcel: makeDeliverParcel(common),
    requestReturn: makeRequestReturn(common),
    receiveReturn: makeReceiveReturn(common),
    downloadReader: makeInMemoryDownloadReader({ store }),
    listOrderDownloads: makeListOrderDownloads({ ...common, downloadLinks }),
    requestDownload: makeRequestDownload({ ...common, downloadLinks }),
    openDownload: makeOpenDownload({ ...common, fileStore, downloadLinks }),
    attachDigitalFile: makeAttachDigitalFile({ ...common, fileStore, maximumBytes: 3_000_000 }),
    viewDigitalFile: makeViewDigitalFile(common),
    removeDigitalFile: makeRemoveDigitalFile({ ...common, fileStore }),
    printInvoice: makePrintInvoice({ ...common, ...invoicing }),
    openInvoice: makeOpenInvoice({ ...common, ...invoicing, invoiceLinks }),
    listMyOrders: makeListMyOrders({ orderReader: makeInMemoryOrderReader({ store }), clock }),
    searchOrders: makeSearchOrders({ orderSearch: makeInMemoryOrderSearch({ store }) }),
    startPayment: makeStartPayment({
      ...common,
      paymentGateway: sandbox,
      returnUrls: makeOriginReturnUrls(['http://127.0.0.1:3000', 'https://shop.example']),
    }),
    refundOrder: makeRefundOrder(common),
    handleProviderEvent: makeHandleProviderEvent(common),
    requestProductImport: makeRequestProductImport(common),
    viewImport: makeViewImport(common),
    adjustStock: makeAdjustStock(common),
    requestExpiry: makeRequestExpiry(common),
    requestReconciliation: makeRequestReconciliation(common),
    viewReconciliation: makeViewReconciliation(common),
    reconciliationReader: makeInMemoryReconciliationReader({ store }),
    viewTaxRules: makeViewTaxRules(common),
    setTaxRules: makeSetTaxRules(common),
    removeTaxRules: makeRemoveTaxRules(common),
    catalogueReader: makeInMemoryCatalogueReader({ store }),
    returnReader: makeInMemoryReturnReader({ store }),
    stockReader: makeInMemoryStockReader({ store }),
    tokenIssuer,
    readiness: () =>
      Promise.resolve({ ready: true, draining: false, dependencies: [{ name: 'database', ok: true, latencyMs: 1 }] }),
    ...(withSandbox ? { sandbox } : {}),
    ...(webhookReader === undefined
      ? {}
      : {
          receiveWebhook: makeReceiveWebhook({ webhookReader, handleProviderEvent: makeHandleProviderEvent(common) }),
        }),
  };
  const server = await buildServer({ ...deps, ...changes });

  const call = async (
    method: NonNullable<InjectOptions['method']>,
    url: string,
    {
      body,
      headers = {},
    }: { readonly body?: InjectOptions['payload']; readonly headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const response = await server.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
    const text = response.payload;
    const isJson = String(response.headers['content-type']).includes('json') && text !== '';
    return { status: response.statusCode, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
  };
  const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
  return {
    server,
    store,
    fileStore,
    invoiceLinks,
    sandbox,
    clock,
    call,
    ...variants,
    /** Headers of somebody with a role, who need not be registered. */
    as: (role: Role, userId = '00000000-0000-7000-8000-0000000000aa') =>
      bearer(tokenIssuer.issue({ userId, role }).accessToken),
    /** Registers a customer; answers what they got, and the headers that they sign in with. */
    register: async (email = 'ada@example.com') => {
      const answer = await call('POST', '/api/v1/auth/register', {
        body: { email, password: 'correct horse', name: 'Ada' },
      });
      return { ...answer.body, headers: bearer(answer.body.accessToken) };
    },
    /** A guest's cart with some units of the mug in it, and the headers that reach it. */
    guestCart: async (quantity = 1) => {
      const created = await call('POST', '/api/v1/carts');
      const headers = { 'x-cart-token': String(created.body.token) };
      const path = `/api/v1/carts/${created.body.id}`;
      await call('PUT', `${path}/lines/${variants.mug}`, { headers, body: { quantity } });
      return { id: String(created.body.id), path, headers };
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

export const address = { fullName: 'Ada Lovelace', line1: '12 St James’s Square', city: 'London', country: 'GB' };

async function stockTheShelves(unitOfWork: ReturnType<typeof makeInMemoryUnitOfWork>, at: string) {
  const product = (slug: string, amount: number, stock?: number) => ({
    slug,
    name: slug === 'mug' ? 'Mug' : slug === 'pen' ? 'Pen' : 'Book',
    description: `A ${slug}.`,
    status: 'active' as const,
    images: [{ url: `https://images.example/${slug}.jpg`, alt: slug }],
    variants: [
      {
        sku: slug.toUpperCase(),
        name: '',
        price: { amount, currency: storeCurrency },
        digital: stock === undefined,
        taxClass: stock === undefined ? 'reduced' : 'standard',
        ...(stock === undefined ? {} : { stock }),
      },
    ],
  });
  const drafts = [product('mug', 2000, 10), product('pen', 500, 3), product('book', 1500)];
  const saved = await unitOfWork.run(({ catalogue }) =>
    catalogue.ensureCategory(['Home', 'Desk']).andThen((categoryId) =>
      drafts.reduce(
        (before, draft) =>
          before.andThen((list) =>
            catalogue.saveProduct({ ...draft, categoryIds: [categoryId] }, at).map((one) => [...list, one]),
          ),
        catalogue
          .saveProduct({ ...product('hidden', 100, 1), status: 'draft', categoryIds: [] }, at)
          .map((one) => [one]),
      ),
    ),
  );
  const [, mug = '', pen = '', book = ''] = saved._unsafeUnwrap().map(({ variants }) => variants[0]?.variantId);
  return { mug, pen, book };
}
