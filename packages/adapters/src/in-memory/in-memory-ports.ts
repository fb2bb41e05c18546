import type { Clock, Ids, Ports, Secrets, TokenIssuer } from '@cartwright/application';
import { makeCsvReader } from '../csv-parse/csv-reader.js';
import { makeReportWriter } from '../csv-stringify/report-writer.js';
import { ownShippingRates } from '../system/own-shipping-rates.js';
import { makePostalFormats } from '../lib-address/postal-formats.js';
import { makeSandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';
import { makeHtmlSanitizer } from '../sanitize-html/html-sanitizer.js';
import { makeInMemoryRemoteFiles } from './remote-files.js';
import { makeSharpImageResizer } from '../sharp/image-resizer.js';
import { makeAsyncCallContext } from '../system/async-call-context.js';
import { mailboxes } from '../system/mailboxes.js';
import { makeOriginReturnUrls } from '../system/origin-return-urls.js';
import { makeCommonPasswords } from '../zxcvbn/common-passwords.js';
import { makeCollectedLog } from './collected-log.js';
import { makeInMemoryEventFeed } from './read-models/event-feed.js';
import { makeInMemoryWebhookDeliveries } from './read-models/webhook-deliveries.js';
import { makeInMemoryWebhookSender } from './webhook-sender.js';
import { makeInMemoryFileStore } from './file-store.js';
import { makeInMemoryIdentityProviders } from './identity-providers.js';
import { makeInMemoryInvoicePrinter } from './invoice-printer.js';
import { makeInMemoryMailer } from './mailer.js';
import { makeInMemoryProductMirror } from './product-mirror.js';
import { makeInMemoryPasswordHasher } from './password-hasher.js';
import { makeInMemoryRateLimiter } from './rate-limiter.js';
import { makeOneTimePasswords } from '../otpauth/one-time-passwords.js';
import { makeInMemoryApiKeyReader } from './read-models/api-key-reader.js';
import { makeInMemoryAuditReader } from './read-models/audit-reader.js';
import { makeInMemoryBooksReader } from './read-models/books-reader.js';
import { makeInMemoryCatalogueReader } from './read-models/catalogue-reader.js';
import { makeInMemoryCustomerReader } from './read-models/customer-reader.js';
import { makeInMemoryDownloadReader } from './read-models/download-reader.js';
import { makeInMemoryOrderReader } from './read-models/order-reader.js';
import { makeInMemoryOrderSearch } from './read-models/order-search.js';
import { makeInMemoryProductDirectory } from './read-models/product-directory.js';
import { makeInMemoryReconciliationReader } from './read-models/reconciliation-reader.js';
import { makeInMemoryReportReader } from './read-models/report-reader.js';
import { makeInMemoryReturnReader } from './read-models/return-reader.js';
import { makeInMemorySessionReader } from './read-models/session-reader.js';
import { makeInMemoryStockReader } from './read-models/stock-reader.js';
import { makeInMemorySandboxPaymentStore } from './repositories/sandbox-payment-store.js';
import type { InMemoryStore } from './store.js';
import { makeInMemoryUnitOfWork } from './unit-of-work.js';

type InMemoryPortsDeps = {
  readonly store: InMemoryStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly tokenIssuer: TokenIssuer;
  readonly publicUrl: string;
};

/**
 * Every port on one store in memory, with sandbox payments.
 *
 * @example makeUseCases({ ...makeInMemoryPorts({ store, clock, ids, … }), storeCurrency, … })
 */
export function makeInMemoryPorts({ store, clock, ids, secrets, tokenIssuer, publicUrl }: InMemoryPortsDeps) {
  const unitOfWork = makeInMemoryUnitOfWork({ store, ids });
  const sandboxStore = makeInMemorySandboxPaymentStore({ store, ids });
  return {
    apiKeyReader: makeInMemoryApiKeyReader({ store }),
    acts: makeAsyncCallContext(),
    auditReader: makeInMemoryAuditReader({ store }),
    booksReader: makeInMemoryBooksReader({ store }),
    catalogueReader: makeInMemoryCatalogueReader({ store }),
    clock,
    commonPasswords: makeCommonPasswords(),
    csvReader: makeCsvReader(),
    reportWriter: makeReportWriter(),
    customerReader: makeInMemoryCustomerReader({ store }),
    downloadReader: makeInMemoryDownloadReader({ store }),
    eventFeed: makeInMemoryEventFeed({ store }),
    webhookDeliveries: makeInMemoryWebhookDeliveries({ store, clock }),
    webhookSender: makeInMemoryWebhookSender(),
    fileStore: makeInMemoryFileStore(),
    findSandboxEvent: sandboxStore.findEvent,
    htmlSanitizer: makeHtmlSanitizer(),
    identityProviders: makeInMemoryIdentityProviders(),
    ids,
    imageResizer: makeSharpImageResizer(),
    invoicePrinter: makeInMemoryInvoicePrinter(),
    log: makeCollectedLog(),
    mailboxes,
    mailer: makeInMemoryMailer(),
    oneTimePasswords: makeOneTimePasswords({ issuer: 'Shop' }),
    orderReader: makeInMemoryOrderReader({ store }),
    orderSearch: makeInMemoryOrderSearch({ store }),
    passwordHasher: makeInMemoryPasswordHasher(),
    paymentGateway: makeSandboxPaymentGateway({ store: sandboxStore, ids, clock, secrets, publicUrl }),
    postalFormats: makePostalFormats(),
    shippingRates: ownShippingRates,
    rateLimiter: makeInMemoryRateLimiter({ clock }),
    productDirectory: makeInMemoryProductDirectory({ store }),
    productMirror: makeInMemoryProductMirror(),
    reconciliationReader: makeInMemoryReconciliationReader({ store }),
    remoteFiles: makeInMemoryRemoteFiles(),
    reportReader: makeInMemoryReportReader({ store }),
    returnReader: makeInMemoryReturnReader({ store }),
    returnUrls: makeOriginReturnUrls([publicUrl]),
    secrets,
    sessionReader: makeInMemorySessionReader({ store }),
    stockReader: makeInMemoryStockReader({ store }),
    tokenIssuer,
    unitOfWork,
  } satisfies Ports & { readonly findSandboxEvent: unknown };
}
