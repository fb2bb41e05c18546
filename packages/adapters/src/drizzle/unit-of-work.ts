import type { Ids, ReadRepositories, Repositories, UnitOfWork } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { makeDrizzleCartRecords, openCartsOf } from './cart-records.js';
import { makeCartsToPrice, withCartFacts } from './carts-to-price.js';
import { itemsAmong, makeDrizzleCatalogueRecords } from './catalogue-records.js';
import type { Database } from './database.js';
import { makeDrizzleDigitalFileRecords } from './digital-file-records.js';
import { makeDrizzleIdempotencyRecords } from './idempotency-records.js';
import { makeDrizzleImportRecords } from './import-records.js';
import { makeDrizzleInbox, seenAmong } from './inbox.js';
import { makeDrizzleOrderRecords, orderCountsAmong, ordersAmong } from './order-records.js';
import { makeDrizzleOutbox } from './outbox.js';
import { makeDrizzlePaymentRecords, paymentsAmong, paymentsAmongReferences, paymentsOfOrders } from './payment-records.js';
import { makeDrizzlePricingRecords, pricingFor } from './pricing-records.js';
import { makeDrizzlePromotionUsageRecords } from './promotion-usage-records.js';
import { makeDrizzleReturnRecords } from './return-records.js';
import { makeDrizzleReconciliationRecords } from './reconciliation-records.js';
import { keepChanges } from './keep-changes.js';
import { makeDrizzleSessionRecords } from './session-records.js';
import { makeDrizzleShipmentRecords } from './shipment-records.js';
import { sharedReads } from './shared-reads.js';
import { makeDrizzleStockRecords } from './stock-records.js';
import { transact } from './transact.js';
import { withOutages } from './storage-failures.js';
import { makeDrizzleUserRecords, usersAmong } from './user-records.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox. */
  readonly onEventsCommitted?: () => void;
  /** How long a transaction may take; on PGlite everyone else waits for it. 10 s unless told. */
  readonly transactionTimeoutMs?: number;
};

/**
 * Transactions on PostgreSQL or PGlite. Deadlocks and serialization failures are tried again as a whole, so `work` may run
 * more than once: what it does besides using its repositories must bear that.
 *
 * @example makeDrizzleUnitOfWork({ db, storeCurrency: 'USD', ids })
 */
export function makeDrizzleUnitOfWork(dependencies: Dependencies): UnitOfWork {
  const { db, storeCurrency, ids, onEventsCommitted, transactionTimeoutMs } = dependencies;

  const repositoriesOf = (tx: Database, onAdded: () => void): Repositories => ({
    users: makeDrizzleUserRecords(tx),
    sessions: makeDrizzleSessionRecords(tx),
    catalogue: makeDrizzleCatalogueRecords(tx, { storeCurrency, ids }),
    digitalFiles: makeDrizzleDigitalFileRecords(tx),
    stock: makeDrizzleStockRecords(tx, { ids }),
    pricing: makeDrizzlePricingRecords(tx),
    promotionUsage: makeDrizzlePromotionUsageRecords(tx),
    carts: makeDrizzleCartRecords(tx),
    orders: makeDrizzleOrderRecords(tx),
    payments: makeDrizzlePaymentRecords(tx),
    shipments: makeDrizzleShipmentRecords(tx),
    returns: makeDrizzleReturnRecords(tx),
    reconciliations: makeDrizzleReconciliationRecords(tx),
    imports: makeDrizzleImportRecords(tx),
    idempotency: makeDrizzleIdempotencyRecords(tx),
    inbox: makeDrizzleInbox(tx),
    outbox: makeDrizzleOutbox(tx, { ids, onAdded }),
  });

  // Reading holds no transaction, so one set of repositories serves every call.
  const reading: ReadRepositories = sharedReads(repositoriesOf(db, () => undefined), {
    items: (variantIds) => itemsAmong(db, variantIds, storeCurrency),
    users: (userIds) => usersAmong(db, userIds),
    orders: (orderIds) => ordersAmong(db, orderIds),
    orderCounts: (customerIds) => orderCountsAmong(db, customerIds),
    openCarts: (customerIds) => openCartsOf(db, customerIds),
    payments: (paymentIds) => paymentsAmong(db, paymentIds),
    paymentsByReference: (asked) => paymentsAmongReferences(db, asked),
    paymentsOfOrders: (orderIds) => paymentsOfOrders(db, orderIds),
    seenMessages: (messages) => seenAmong(db, messages),
    pricing: (buyers) => pricingFor(db, buyers),
  });

  const findToPrice = makeCartsToPrice(db, storeCurrency);

  return {
    run: (work) =>
      transact({ db, ...(transactionTimeoutMs === undefined ? {} : { timeoutMs: transactionTimeoutMs }) }, (tx, onEventsAdded) =>
        work(repositoriesOf(tx, onEventsAdded)),
      )
        .andTee(({ eventsAdded }) => {
          if (eventsAdded) onEventsCommitted?.();
        })
        .map(({ value }) => value),
    read: (work) => withOutages(() => work(withCartFacts(reading, findToPrice))),
    keep: keepChanges({ db, ids, ...(onEventsCommitted === undefined ? {} : { onEventsCommitted }) }),
  };
}
