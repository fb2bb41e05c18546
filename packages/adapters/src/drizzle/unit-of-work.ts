import type { Ids, ReadRepositories, Repositories, UnitOfWork } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { makeDrizzleCartRecords, openCartsOf } from './repositories/cart-records.js';
import { makeCartsToPrice, withCartFacts } from './loaders/carts-to-price.js';
import { itemsAmong, makeDrizzleCatalogueRecords } from './repositories/catalogue-records.js';
import { byKey, type Database } from './connection/database.js';
import { makeDrizzleDigitalFileRecords } from './repositories/digital-file-records.js';
import { makeDrizzleIdempotencyRecords } from './repositories/idempotency-records.js';
import { makeDrizzleImportRecords } from './repositories/import-records.js';
import { makeDrizzleInbox, seenAmong } from './repositories/inbox.js';
import { makeDrizzleOrderRecords, orderCountsAmong, ordersAmong } from './repositories/order-records.js';
import { makeDrizzleOutbox } from './repositories/outbox.js';
import {
  makeDrizzlePaymentRecords,
  paymentsAmong,
  paymentsAmongReferences,
  paymentsOfOrders,
} from './repositories/payment-records.js';
import { makeDrizzlePricingRecords, pricingFor } from './repositories/pricing-records.js';
import { makeDrizzlePromotionUsageRecords } from './repositories/promotion-usage-records.js';
import type { ReadLeases } from './loaders/read-leases.js';
import { makeDrizzleReturnRecords } from './repositories/return-records.js';
import { makeDrizzleReconciliationRecords } from './repositories/reconciliation-records.js';
import { keepChanges } from './group-commit/keep-changes.js';
import { makeDrizzleSessionRecords } from './repositories/session-records.js';
import { makeDrizzleShipmentRecords } from './repositories/shipment-records.js';
import { batchReads } from './loaders/batched-reads.js';
import { makeDrizzleStockRecords } from './repositories/stock-records.js';
import { transact } from './connection/transact.js';
import { withOutages } from './connection/storage-failures.js';
import { makeDrizzleUserRecords, usersAmong } from './repositories/user-records.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox. */
  readonly onEventsCommitted?: () => void;
  /** How long a transaction may take; on PGlite everyone else waits for it. 10 s unless told. */
  readonly transactionTimeoutMs?: number;
  /** For use cases that only show: a cart that `read` finds comes with its prices as they were when its lease began. */
  readonly leases?: ReadLeases;
};

/**
 * Transactions on PostgreSQL or PGlite. Deadlocks and serialization failures are tried again as a whole, so `work` may run
 * more than once: what it does besides using its repositories must bear that.
 *
 * @example makeDrizzleUnitOfWork({ db, storeCurrency: 'USD', ids })
 */
export function makeDrizzleUnitOfWork(dependencies: Dependencies): UnitOfWork {
  const { db, storeCurrency, ids, onEventsCommitted, transactionTimeoutMs, leases } = dependencies;

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
  const keyed = byKey(db);
  const reading: ReadRepositories = batchReads(
    repositoriesOf(db, () => undefined),
    {
      items: (variantIds) => itemsAmong(keyed, variantIds, storeCurrency),
      users: (userIds) => usersAmong(keyed, userIds),
      orders: (orderIds) => ordersAmong(keyed, orderIds),
      orderCounts: (customerIds) => orderCountsAmong(keyed, customerIds),
      openCarts: (customerIds) => openCartsOf(keyed, customerIds),
      payments: (paymentIds) => paymentsAmong(keyed, paymentIds),
      paymentsByReference: (asked) => paymentsAmongReferences(keyed, asked),
      paymentsOfOrders: (orderIds) => paymentsOfOrders(keyed, orderIds),
      seenMessages: (messages) => seenAmong(keyed, messages),
      pricing: (buyers) => pricingFor(keyed, buyers),
    },
  );

  const findToPrice = makeCartsToPrice(keyed, storeCurrency, leases);

  return {
    run: (work) =>
      transact(
        { db, ...(transactionTimeoutMs === undefined ? {} : { timeoutMs: transactionTimeoutMs }) },
        (tx, onEventsAdded) => work(repositoriesOf(tx, onEventsAdded)),
      )
        .andTee(({ eventsAdded }) => {
          if (eventsAdded) onEventsCommitted?.();
        })
        .map(({ value }) => value),
    read: (work) => withOutages(() => work(withCartFacts(reading, findToPrice))),
    keep: keepChanges({ db, ids, ...(onEventsCommitted === undefined ? {} : { onEventsCommitted }) }),
  };
}
