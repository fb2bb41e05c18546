import type {
  ApplicationEvent,
  Change,
  Ids,
  ReadRepositories,
  Repositories,
  UnitOfWork,
} from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { byKey, type Database } from './connection/database.js';
import { query, withOutages } from './connection/try-query.js';
import { transact } from './connection/transact.js';
import { commitIn, makeCommitChanges } from './group-commit/commit-changes.js';
import { batchReads } from './loaders/batch-reads.js';
import { lockPricingFacts, pricingFactsFor, pricingFactsOf } from './loaders/pricing-facts.js';
import { makeDrizzleAuditLog } from './repositories/audit-log.js';
import { makeDrizzleAccountTokens } from './repositories/identity/account-tokens.js';
import { makeDrizzleAddressRecords } from './repositories/customers/address-records.js';
import { makeDrizzleCustomerGroupRecords } from './repositories/customers/customer-group-records.js';
import { makeDrizzleWishlistRecords } from './repositories/customers/wishlist-records.js';
import { makeDrizzleProfileRecords, profilesAmong } from './repositories/customers/profile-records.js';
import { makeDrizzleCartRecords } from './repositories/cart-records.js';
import { itemsAmong, makeDrizzleCatalogueRecords } from './repositories/catalogue-records.js';
import { makeDrizzleAwaitedImageRecords } from './repositories/catalogue/awaited-image-records.js';
import { makeDrizzleCategoryRecords } from './repositories/catalogue/category-records.js';
import { makeDrizzlePriceListRecords } from './repositories/catalogue/price-list-records.js';
import { makeDrizzleReviewRecords } from './repositories/catalogue/review-records.js';
import { makeDrizzleCommentRecords } from './repositories/journal/comment-records.js';
import { makeDrizzlePostRecords } from './repositories/journal/post-records.js';
import { makeDrizzleProductRecords } from './repositories/catalogue/product-records.js';
import { makeDrizzleDigitalFileRecords } from './repositories/digital-file-records.js';
import { makeDrizzleIdempotencyRecords } from './repositories/idempotency-records.js';
import { makeDrizzleImportRecords } from './repositories/import-records.js';
import { makeDrizzleJobRecords } from './repositories/job-records.js';
import { makeDrizzleInbox, seenAmong } from './repositories/inbox.js';
import { makeDrizzleIssuedDocumentRecords } from './repositories/issued-document-records.js';
import { makeDrizzleOrderRecords, ordersAmong, ordersWithDocuments } from './repositories/order-records.js';
import { makeDrizzleOutbox } from './repositories/outbox.js';
import {
  makeDrizzlePaymentRecords,
  paymentsAmong,
  paymentsAmongLookups,
  paymentsOfOrders,
} from './repositories/payment-records.js';
import { makeDrizzlePricingRecords } from './repositories/pricing/pricing-records.js';
import { makeDrizzleBacktestRecords } from './repositories/pricing/backtest-records.js';
import { makeDrizzleReportFileRecords } from './repositories/reports/report-file-records.js';
import { makeDrizzlePromotionRecords } from './repositories/pricing/promotion-records.js';
import { makeDrizzleShopRecords } from './repositories/pricing/shop-records.js';
import { makeDrizzlePromotionUsageRecords } from './repositories/pricing/promotion-usage-records.js';
import { makeDrizzleProductMirrorRecords } from './repositories/catalogue/product-mirror-records.js';
import { makeDrizzleReconciliationRecords } from './repositories/reconciliation-records.js';
import { makeDrizzleSalesFactRecords } from './repositories/reports/sales-fact-records.js';
import { makeDrizzleReturnRecords } from './repositories/return-records.js';
import { makeDrizzleApiKeyRecords } from './repositories/identity/api-key-records.js';
import { makeDrizzleRoleRecords } from './repositories/identity/role-records.js';
import { makeDrizzleSealedSecretRecords } from './repositories/identity/sealed-secret-records.js';
import { makeDrizzleSecondFactorRecords } from './repositories/identity/second-factor-records.js';
import { makeDrizzleSessionRecords } from './repositories/identity/session-records.js';
import { makeDrizzleShipmentRecords } from './repositories/shipment-records.js';
import { makeDrizzleStockRecords } from './repositories/stock/stock-records.js';
import { makeDrizzleUserRecords, usersAmong } from './repositories/identity/user-records.js';
import { makeDrizzleWebhookRecords } from './repositories/webhook-records.js';
import { makeDrizzlePersonalData } from './privacy/personal-data.js';
import { makeDrizzlePurgeRecords } from './retention/purge-records.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox, with these events. */
  readonly onEventsCommitted?: (events: readonly ApplicationEvent[]) => void;
  /** Called after each commit that may have changed products or stock, whatever became of it. */
  readonly onWritten?: () => void;
  /** The trace of what runs now, where traces are on: its events continue it. */
  readonly traceParent?: (() => string | undefined) | undefined;
  /** How long a transaction may take; on PGlite everything else waits for it. Default: 10 s. */
  readonly transactionTimeoutMs?: number;
};

/**
 * Transactions on PostgreSQL or PGlite. Deadlocks and serialization failures are retried as a whole, so `work` may run
 * more than once: what it does besides using its repositories must allow for that.
 *
 * @example makeDrizzleUnitOfWork({ db, storeCurrency: 'USD', ids })
 */
export function makeDrizzleUnitOfWork(dependencies: Dependencies): UnitOfWork {
  const { db, storeCurrency, ids, onEventsCommitted, onWritten, traceParent, transactionTimeoutMs } = dependencies;
  const traced: (change: Change) => Change =
    traceParent === undefined ? (change) => change : (change) => withTrace(change, traceParent());

  const repositoriesOf = (tx: Database, onAdded: (events: readonly ApplicationEvent[]) => void): Repositories => {
    const orders = makeDrizzleOrderRecords(tx);
    const payments = makeDrizzlePaymentRecords(tx);
    const inbox = makeDrizzleInbox(tx);
    const idempotency = makeDrizzleIdempotencyRecords(tx);
    const shop = makeDrizzleShopRecords(tx);
    return {
      users: makeDrizzleUserRecords(tx),
      roles: makeDrizzleRoleRecords(tx),
      apiKeys: makeDrizzleApiKeyRecords(tx),
      secondFactors: makeDrizzleSecondFactorRecords(tx),
      sealedSecrets: makeDrizzleSealedSecretRecords(tx),
      sessions: makeDrizzleSessionRecords(tx),
      accountTokens: makeDrizzleAccountTokens(tx),
      addresses: makeDrizzleAddressRecords(tx),
      profiles: makeDrizzleProfileRecords(tx),
      customerGroups: makeDrizzleCustomerGroupRecords(tx),
      personalData: makeDrizzlePersonalData(tx),
      catalogue: makeDrizzleCatalogueRecords(tx, { storeCurrency, ids }),
      products: makeDrizzleProductRecords(tx, { storeCurrency, ids }),
      productMirrors: makeDrizzleProductMirrorRecords(tx),
      categories: makeDrizzleCategoryRecords(tx),
      priceLists: makeDrizzlePriceListRecords(tx, { ids }),
      reviews: makeDrizzleReviewRecords(tx),
      posts: makeDrizzlePostRecords(tx),
      comments: makeDrizzleCommentRecords(tx),
      wishlists: makeDrizzleWishlistRecords(tx),
      digitalFiles: makeDrizzleDigitalFileRecords(tx),
      stock: makeDrizzleStockRecords(tx, { ids }),
      pricing: {
        ...makeDrizzlePricingRecords(tx),
        facts: (wanted) => query(() => pricingFactsFor(tx, wanted, storeCurrency)),
      },
      promotions: makeDrizzlePromotionRecords(tx),
      backtests: makeDrizzleBacktestRecords(tx),
      reportFiles: makeDrizzleReportFileRecords(tx),
      shop,
      carts: makeDrizzleCartRecords(tx),
      orders,
      payments,
      issuedDocuments: makeDrizzleIssuedDocumentRecords(tx),
      shipments: makeDrizzleShipmentRecords(tx),
      returns: makeDrizzleReturnRecords(tx),
      reconciliations: makeDrizzleReconciliationRecords(tx),
      imports: makeDrizzleImportRecords(tx),
      awaitedImages: makeDrizzleAwaitedImageRecords(tx),
      idempotency,
      jobs: makeDrizzleJobRecords(tx),
      inbox,
      webhooks: makeDrizzleWebhookRecords(tx),
      outbox: makeDrizzleOutbox(tx, { ids, onAdded, traceParent }),
      salesFacts: makeDrizzleSalesFactRecords(tx),
      purges: makeDrizzlePurgeRecords(tx),
      auditLog: makeDrizzleAuditLog(tx),
      locking: {
        isLocking: true,
        pricing: { facts: (wanted) => query(() => lockPricingFacts(tx, wanted, storeCurrency)) },
        orders: { find: orders.lock },
        promotionUsage: makeDrizzlePromotionUsageRecords(tx),
        payments: {
          ...payments,
          lookUp: (lookup) =>
            payments.lookUp(lookup).andThen(({ stored }) =>
              // Looked up again once the order is locked: another event may have set the references in the meantime.
              stored === undefined
                ? payments.lookUp(lookup)
                : orders.lock(stored.order.id).andThen(() => payments.lookUp(lookup)),
            ),
        },
        inbox,
        idempotency,
        shop,
      },
      commit: (change) => commitIn(tx, ids, onAdded, traced(change)),
    };
  };

  // Reading holds no transaction, so one set of repositories serves every call.
  const keyed = byKey(db);
  const reading: ReadRepositories = batchReads(
    { ...repositoriesOf(db, () => undefined), isLocking: false },
    {
      pricingFacts: (queries) => pricingFactsOf(keyed, queries, storeCurrency),
      items: (variantIds) => itemsAmong(keyed, variantIds, storeCurrency),
      users: (userIds) => usersAmong(keyed, userIds),
      profiles: (userIds) => profilesAmong(keyed, userIds),
      orders: (orderIds) => ordersAmong(keyed, orderIds),
      ordersWithDocuments: (orderIds) => ordersWithDocuments(keyed, orderIds),
      payments: (paymentIds) => paymentsAmong(keyed, paymentIds),
      paymentLookups: (lookups) => paymentsAmongLookups(keyed, lookups),
      paymentsOfOrders: (orderIds) => paymentsOfOrders(keyed, orderIds),
      seenMessages: (messages) => seenAmong(keyed, messages),
    },
  );

  const commitChanges = makeCommitChanges({ db, ids }, onEventsCommitted);
  const commit: UnitOfWork['commit'] = (change) => commitChanges(traced(change));
  const written = (): void => onWritten?.();

  return {
    run: (work) =>
      transact(
        { db, ...(transactionTimeoutMs === undefined ? {} : { timeoutMs: transactionTimeoutMs }) },
        (tx, onEventsAdded) => work(repositoriesOf(tx, onEventsAdded)),
      )
        .andTee(({ events }) => {
          if (events.length > 0) onEventsCommitted?.(events);
        })
        .andTee(written)
        .orTee(written)
        .map(({ value }) => value),
    read: (work) => withOutages(() => work(reading)),
    commit: (change) => (change.stock === undefined ? commit(change) : commit(change).andTee(written).orTee(written)),
  };
}

const withTrace = (change: Change, traceParent: string | undefined): Change =>
  traceParent === undefined ? change : { ...change, traceParent };
