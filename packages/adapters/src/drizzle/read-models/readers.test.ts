import { describeBooksReaderContract } from '@cartwright/application/contracts/read-models/books-reader';
import { describeCatalogueReaderContract } from '@cartwright/application/contracts/catalogue-reader';
import { describeDownloadReaderContract } from '@cartwright/application/contracts/download-reader';
import { describeOrderReaderContract } from '@cartwright/application/contracts/order-reader';
import { describeCustomerReaderContract } from '@cartwright/application/contracts/read-models/customer-reader';
import { describeOrderSearchContract } from '@cartwright/application/contracts/order-search';
import { describeEventFeedContract } from '@cartwright/application/contracts/event-feed';
import { describeWebhookDeliveriesContract } from '@cartwright/application/contracts/read-models/webhook-deliveries';
import { describeOutboxFeedContract } from '@cartwright/application/contracts/outbox-feed';
import { describePaymentGatewayContract } from '@cartwright/application/contracts/payment-gateway';
import { describeReconciliationReaderContract } from '@cartwright/application/contracts/read-models/reconciliation-reader';
import { describeScheduleRecordsContract } from '@cartwright/application/contracts/schedule-records';
import { describeReportReaderContract } from '@cartwright/application/contracts/read-models/report-reader';
import { describeReturnReaderContract } from '@cartwright/application/contracts/read-models/return-reader';
import { describeApiKeyReaderContract } from '@cartwright/application/contracts/identity/api-key-reader';
import { describeSessionReaderContract } from '@cartwright/application/contracts/identity/session-reader';
import { describeStockReaderContract } from '@cartwright/application/contracts/read-models/stock-reader';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeSandboxPaymentStoreContract } from '../../../contracts/sandbox-payment-store.js';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { interruptible } from '../../../testing/interruptible-database.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { makeSandboxPaymentGateway } from '../../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { makeDrizzleBooksReader } from './books-reader.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';
import { makeDrizzleDownloadReader } from './download-reader.js';
import { makeDrizzleOrderReader } from './order-reader.js';
import { makeDrizzleCustomerReader } from './customer-reader.js';
import { makeDrizzleOrderSearch } from './order-search.js';
import { makeDrizzleWebhookDeliveries } from '../repositories/webhook-deliveries.js';
import { makeDrizzleEventFeed } from '../repositories/event-feed.js';
import { makeDrizzleOutboxFeed } from '../repositories/outbox-feed.js';
import { makeDrizzleReportReader } from './report-reader.js';
import { makeDrizzleReturnReader } from './return-reader.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { makeDrizzleReconciliationReader } from './reconciliation-reader.js';
import { makeDrizzleScheduleRecords } from '../repositories/schedule-records.js';
import { makeDrizzleApiKeyReader } from './api-key-reader.js';
import { makeDrizzleSessionReader } from './session-reader.js';
import { makeDrizzleStockReader } from './stock-reader.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const storeCurrency = 'USD';

describe.each(testedDatabases)('%s', (name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());

  const emptyShop = async () => {
    const { db } = database;
    await emptyAllTables(db);
    const ids = makeSequentialIds();
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids, storeCurrency });
    return { db, ids, unitOfWork, dispose: async () => undefined };
  };

  describeCatalogueReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleCatalogueReader({ db, storeCurrency }) };
  });

  describeBooksReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleBooksReader({ db }) };
  });

  describeOrderReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleOrderReader({ db }) };
  });

  describeDownloadReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleDownloadReader({ db }) };
  });

  describeOrderSearchContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, search: makeDrizzleOrderSearch({ db }) };
  });

  describeCustomerReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleCustomerReader({ db }) };
  });

  describeReportReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleReportReader({ db }) };
  });

  describeReturnReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleReturnReader({ db }) };
  });

  describeApiKeyReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    const reader = makeDrizzleApiKeyReader({ db });
    return { ...shop, reader, settle: reader.settle };
  });

  describeSessionReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleSessionReader({ db }) };
  });

  describeStockReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleStockReader({ db }) };
  });

  describeOutboxFeedContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    const clock = makeFakeClock();
    return { ...shop, feed: makeDrizzleOutboxFeed({ db, clock }), advance: async (ms) => clock.advance(ms) };
  });

  describeEventFeedContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, feed: makeDrizzleEventFeed({ db }) };
  });

  describeWebhookDeliveriesContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    const clock = makeFakeClock(new Date().toISOString());
    const deliveries = makeDrizzleWebhookDeliveries({ db, clock });
    return { ...shop, feed: makeDrizzleEventFeed({ db }), deliveries, advance: clock.advance, now: clock.now };
  });

  describeReconciliationReaderContract(`Drizzle on ${name}`, async () => {
    const { db, ...shop } = await emptyShop();
    return { ...shop, reader: makeDrizzleReconciliationReader({ db }) };
  });

  describeScheduleRecordsContract(`Drizzle on ${name}`, async () => {
    const { db, dispose } = await emptyShop();
    return { records: makeDrizzleScheduleRecords({ db }), dispose };
  });

  describeSandboxPaymentStoreContract(`Drizzle on ${name}`, async () => {
    const { db, ids, dispose } = await emptyShop();
    const clock = makeFakeClock();
    return {
      store: makeDrizzleSandboxPaymentStore({ db, ids }),
      feed: makeDrizzleOutboxFeed({ db, clock }),
      clock,
      dispose,
    };
  });

  describePaymentGatewayContract(`the sandbox in Drizzle on ${name}`, async () => {
    const { db, ids, dispose } = await emptyShop();
    const shop = interruptible(db);
    const store = makeDrizzleSandboxPaymentStore({ db: shop.db, ids });
    const [clock, secrets] = [makeFakeClock(), makeNodeSecrets({ key: 'a test' })];
    const gateway = makeSandboxPaymentGateway({
      store,
      ids,
      clock,
      secrets,
      publicUrl: 'https://shop.example',
      pageSize: 2,
    });
    return {
      gateway,
      pay: async ({ paymentId }) => (await gateway.confirm(paymentId, 'pm_card_visa')).isOk(),
      now: clock.now,
      setReachable: async (reachable) => shop.setReachable(reachable),
      dispose,
    };
  });
});
