import { describeBooksReaderContract } from '@cartwright/application/contracts/read-models/books-reader';
import { describeCatalogueReaderContract } from '@cartwright/application/contracts/catalogue-reader';
import { describeDownloadReaderContract } from '@cartwright/application/contracts/download-reader';
import { describeOrderReaderContract } from '@cartwright/application/contracts/order-reader';
import { describeCustomerReaderContract } from '@cartwright/application/contracts/read-models/customer-reader';
import { describeOrderSearchContract } from '@cartwright/application/contracts/order-search';
import { describeEventFeedContract } from '@cartwright/application/contracts/event-feed';
import { describeWebhookDeliveriesContract } from '@cartwright/application/contracts/read-models/webhook-deliveries';
import { describeOutboxFeedContract } from '@cartwright/application/contracts/outbox-feed';
import { describeReconciliationReaderContract } from '@cartwright/application/contracts/read-models/reconciliation-reader';
import { describeScheduleRecordsContract } from '@cartwright/application/contracts/schedule-records';
import { describeReportReaderContract } from '@cartwright/application/contracts/read-models/report-reader';
import { describeReturnReaderContract } from '@cartwright/application/contracts/read-models/return-reader';
import { describeApiKeyReaderContract } from '@cartwright/application/contracts/identity/api-key-reader';
import { describeSessionReaderContract } from '@cartwright/application/contracts/identity/session-reader';
import { describeStockReaderContract } from '@cartwright/application/contracts/read-models/stock-reader';
import { makeInMemoryBooksReader } from './books-reader.js';
import { makeInMemoryCatalogueReader } from './catalogue-reader.js';
import { makeInMemoryDownloadReader } from './download-reader.js';
import { makeFakeClock } from '../fake-clock.js';
import { makeInMemoryOrderReader } from './order-reader.js';
import { makeInMemoryCustomerReader } from './customer-reader.js';
import { makeInMemoryOrderSearch } from './order-search.js';
import { makeInMemoryWebhookDeliveries } from './webhook-deliveries.js';
import { makeInMemoryEventFeed } from './event-feed.js';
import { makeInMemoryOutboxFeed } from '../repositories/outbox-feed.js';
import { makeInMemoryReconciliationReader } from './reconciliation-reader.js';
import { makeInMemoryScheduleRecords } from '../repositories/schedule-records.js';
import { makeInMemoryReportReader } from './report-reader.js';
import { makeInMemoryReturnReader } from './return-reader.js';
import { makeSequentialIds } from '../sequential-ids.js';
import { makeInMemoryApiKeyReader } from './api-key-reader.js';
import { makeInMemorySessionReader } from './session-reader.js';
import { makeInMemoryStockReader } from './stock-reader.js';
import { createInMemoryStore } from '../store.js';
import { makeInMemoryUnitOfWork } from '../unit-of-work.js';

const openShop = () => {
  const store = createInMemoryStore();
  const unitOfWork = makeInMemoryUnitOfWork({ store, ids: makeSequentialIds() });
  return { store, unitOfWork, dispose: async () => undefined };
};

describeCatalogueReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryCatalogueReader({ store }) };
});

describeBooksReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryBooksReader({ store }) };
});

describeOrderReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryOrderReader({ store }) };
});

describeDownloadReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryDownloadReader({ store }) };
});

describeOrderSearchContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, search: makeInMemoryOrderSearch({ store }) };
});

describeCustomerReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryCustomerReader({ store }) };
});

describeReportReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryReportReader({ store }) };
});

describeReturnReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryReturnReader({ store }) };
});

describeApiKeyReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryApiKeyReader({ store }), settle: async () => undefined };
});

describeSessionReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemorySessionReader({ store }) };
});

describeStockReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryStockReader({ store }) };
});

describeOutboxFeedContract('in memory', async () => {
  const { store, ...shop } = openShop();
  const clock = makeFakeClock();
  return { ...shop, feed: makeInMemoryOutboxFeed({ store, clock }), advance: async (ms) => clock.advance(ms) };
});

describeEventFeedContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, feed: makeInMemoryEventFeed({ store }) };
});

describeWebhookDeliveriesContract('in memory', async () => {
  const { store, ...shop } = openShop();
  const clock = makeFakeClock(new Date().toISOString());
  const deliveries = makeInMemoryWebhookDeliveries({ store, clock });
  return { ...shop, feed: makeInMemoryEventFeed({ store }), deliveries, advance: clock.advance, now: clock.now };
});

describeReconciliationReaderContract('in memory', async () => {
  const { store, ...shop } = openShop();
  return { ...shop, reader: makeInMemoryReconciliationReader({ store }) };
});

describeScheduleRecordsContract('in memory', async () => {
  const { store, dispose } = openShop();
  return { records: makeInMemoryScheduleRecords({ store }), dispose };
});
