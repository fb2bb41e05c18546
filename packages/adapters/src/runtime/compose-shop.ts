import { makeCsvReader } from '../csv-parse/csv-reader.js';
import { makeDrizzleOrderPlacements } from '../drizzle/group-commit/order-placements.js';
import { makeDrizzleOutboxFeed } from '../drizzle/repositories/outbox-feed.js';
import { makeDrizzleSandboxPaymentStore } from '../drizzle/repositories/sandbox-payment-store.js';
import { makeDrizzleScheduleRecords } from '../drizzle/repositories/schedule-records.js';
import { makeDrizzleUnitOfWork } from '../drizzle/unit-of-work.js';
import { makeEmlMailer } from '../eml-files/eml-mailer.js';
import { makeLocalFileStore } from '../local-files/local-file-store.js';
import { makeSmtpMailer } from '../nodemailer/smtp-mailer.js';
import { makeSandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../system/node-secrets.js';
import { makeNodeTimers } from '../system/node-timers.js';
import { systemClock } from '../system/system-clock.js';
import { uuidIds } from '../system/uuid-ids.js';
import {
  makeBeginNightlyReconciliation,
  makeEndPayments,
  makeExpireUnpaidOrders,
  makeDownloadLinks,
  makeInvoiceLinks,
  makeHandleProviderEvent,
  makeHandleSandboxEvent,
  makeImportProducts,
  makeJobHandlers,
  makeNoOpFilter,
  makeOutboxRelay,
  makeReconcilePayments,
  makeRequestDueRefunds,
  makeSendMail,
  makeSendRefund,
} from '@cartwright/application';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { loadSecret } from './load-secret.js';
import { openJobQueue } from './open-job-queue.js';
import { openStorage } from './open-storage.js';
import { openStripePayments } from './open-stripe-payments.js';
import { publicUrlOf } from './public-url.js';
import { makeResourceStack, type ResourceStack } from './resource-stack.js';
import type { Settings } from './settings.js';
import { shopTokens as t } from './tokens.js';
import { makeTypedContainer, type TypedContainer } from './typed-container.js';
import { warnOfSettings } from './warn-of-settings.js';

export type Shop = { readonly container: TypedContainer; readonly resources: ResourceStack };

/**
 * Both processes' common part: each port with the adapter that the settings choose, and the use cases that jobs run.
 * Whoever composes a shop closes its `resources`.
 */
export async function composeShop(settings: Settings, log: Logger): Promise<Shop> {
  warnOfSettings(settings, log);
  const container = makeTypedContainer();
  const resources = makeResourceStack();
  const { provide } = container;

  const storage = await openStorage(settings);
  resources.add('database', storage.close);
  const jwtSecret = settings.jwtSecret ?? (await loadSecret(settings.dataDir));

  provide(t.settings, () => settings);
  provide(t.jwtSecret, () => jwtSecret);
  provide(t.log, () => log);
  provide(t.clock, () => systemClock);
  provide(t.ids, () => uuidIds);
  provide(t.timers, () => makeNodeTimers());
  provide(t.secrets, () => makeNodeSecrets({ key: jwtSecret }));
  provide(t.storage, () => storage);

  provide(t.unitOfWork, (resolve) =>
    makeDrizzleUnitOfWork({
      db: storage.db,
      storeCurrency: settings.storeCurrency,
      ids: resolve(t.ids),
      onEventsCommitted: () => resolve(t.outboxRelay).wake(),
    }),
  );
  provide(t.orderPlacements, (resolve) =>
    makeDrizzleOrderPlacements({
      db: storage.db,
      ids: resolve(t.ids),
      onEventsCommitted: () => resolve(t.outboxRelay).wake(),
    }),
  );
  provide(t.outboxFeed, (resolve) => makeDrizzleOutboxFeed({ db: storage.db, clock: resolve(t.clock) }));
  const jobs = await openJobQueue(settings, log);
  resources.add('job queue', jobs.queue.close);
  provide(t.jobQueue, () => jobs.queue);
  provide(t.jobScheduler, (resolve) =>
    jobs.makeScheduler({ records: makeDrizzleScheduleRecords({ db: storage.db }), clock: resolve(t.clock) }),
  );
  provide(t.outboxRelay, (resolve) =>
    makeOutboxRelay({
      feed: resolve(t.outboxFeed),
      queue: resolve(t.jobQueue),
      jobsFor: makeNoOpFilter({ unitOfWork: resolve(t.unitOfWork), paymentGateway: resolve(t.paymentGateway) }),
      batch: 50,
      maxInFlight: 500,
      gatherMs: 25,
      sweepMs: 2000,
      leaseMs: 10_000,
      timers: resolve(t.timers),
      random: Math.random,
      log,
    }),
  );
  provide(t.mailer, () => {
    if (settings.smtpUrl === undefined) {
      return makeEmlMailer({ directory: join(settings.dataDir, 'mail'), from: settings.mailFrom, log });
    }
    const mailer = makeSmtpMailer({ url: settings.smtpUrl, from: settings.mailFrom });
    resources.add('mail', async () => mailer.close());
    return mailer;
  });
  provide(t.csvReader, () => makeCsvReader());
  provide(t.fileStore, () => makeLocalFileStore({ directory: join(settings.dataDir, 'files') }));
  const linksTo = (things: string) => `${publicUrlOf(settings)}/api/v1/${things}`;
  provide(t.downloadLinks, (resolve) =>
    makeDownloadLinks({ secrets: resolve(t.secrets), clock: resolve(t.clock), downloadsUrl: linksTo('downloads') }),
  );
  provide(t.invoiceLinks, (resolve) =>
    makeInvoiceLinks({ secrets: resolve(t.secrets), clock: resolve(t.clock), invoicesUrl: linksTo('invoices') }),
  );
  provide(t.sandboxPaymentStore, (resolve) =>
    makeDrizzleSandboxPaymentStore({
      db: storage.db,
      ids: resolve(t.ids),
      onEventsCommitted: () => resolve(t.outboxRelay).wake(),
    }),
  );
  const stripePayments = await openStripePayments(settings, systemClock, log);
  provide(t.payments, (resolve) => {
    if (stripePayments !== undefined) return stripePayments;
    const sandbox = makeSandboxPaymentGateway({
      store: resolve(t.sandboxPaymentStore),
      ids: resolve(t.ids),
      clock: resolve(t.clock),
      secrets: resolve(t.secrets),
      publicUrl: publicUrlOf(settings),
    });
    return { gateway: sandbox, sandbox };
  });
  provide(t.paymentGateway, (resolve) => resolve(t.payments).gateway);

  provide(t.sendMail, (resolve) =>
    makeSendMail({
      unitOfWork: resolve(t.unitOfWork),
      mailer: resolve(t.mailer),
      clock: resolve(t.clock),
      downloadLinks: resolve(t.downloadLinks),
      invoiceLinks: resolve(t.invoiceLinks),
    }),
  );
  provide(t.importProducts, (resolve) =>
    makeImportProducts({
      unitOfWork: resolve(t.unitOfWork),
      csvReader: resolve(t.csvReader),
      clock: resolve(t.clock),
      storeCurrency: settings.storeCurrency,
    }),
  );
  provide(t.handleProviderEvent, (resolve) =>
    makeHandleProviderEvent({ unitOfWork: resolve(t.unitOfWork), clock: resolve(t.clock) }),
  );
  provide(t.requestDueRefunds, (resolve) =>
    makeRequestDueRefunds({ unitOfWork: resolve(t.unitOfWork), clock: resolve(t.clock), ids: resolve(t.ids) }),
  );
  provide(t.sendRefund, (resolve) =>
    makeSendRefund({
      unitOfWork: resolve(t.unitOfWork),
      paymentGateway: resolve(t.paymentGateway),
      clock: resolve(t.clock),
    }),
  );
  provide(t.endPayments, (resolve) =>
    makeEndPayments({
      unitOfWork: resolve(t.unitOfWork),
      paymentGateway: resolve(t.paymentGateway),
      clock: resolve(t.clock),
    }),
  );
  provide(t.expireUnpaidOrders, (resolve) =>
    makeExpireUnpaidOrders({
      unitOfWork: resolve(t.unitOfWork),
      clock: resolve(t.clock),
      log,
      timeToPayMs: settings.orderExpiryMinutes * 60_000,
    }),
  );
  provide(t.beginNightlyReconciliation, (resolve) =>
    makeBeginNightlyReconciliation({ unitOfWork: resolve(t.unitOfWork), clock: resolve(t.clock), ids: resolve(t.ids) }),
  );
  provide(t.reconcilePayments, (resolve) =>
    makeReconcilePayments({
      unitOfWork: resolve(t.unitOfWork),
      paymentGateway: resolve(t.paymentGateway),
      handleProviderEvent: resolve(t.handleProviderEvent),
      clock: resolve(t.clock),
      log,
    }),
  );
  provide(t.jobHandlers, (resolve) =>
    makeJobHandlers({
      sendMail: resolve(t.sendMail),
      importProducts: resolve(t.importProducts),
      handleSandboxEvent: makeHandleSandboxEvent({
        findSandboxEvent: (eventId) => resolve(t.sandboxPaymentStore).findEvent(eventId),
        handleProviderEvent: resolve(t.handleProviderEvent),
      }),
      requestDueRefunds: resolve(t.requestDueRefunds),
      sendRefund: resolve(t.sendRefund),
      endPayments: resolve(t.endPayments),
      expireUnpaidOrders: resolve(t.expireUnpaidOrders),
      beginNightlyReconciliation: resolve(t.beginNightlyReconciliation),
      reconcilePayments: resolve(t.reconcilePayments),
    }),
  );
  return { container, resources };
}
