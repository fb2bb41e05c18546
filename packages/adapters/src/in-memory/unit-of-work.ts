import type { ApplicationEvent, DecisionReads, Ids, Repositories, UnitOfWork } from '@cartwright/application';
import { okAsync, type ResultAsync } from 'neverthrow';
import { auditLogOf } from './repositories/audit-log.js';
import { accountTokens } from './repositories/identity/account-tokens.js';
import { addressRecords } from './repositories/customers/address-records.js';
import { customerGroupRecords } from './repositories/customers/customer-group-records.js';
import { personalData } from './repositories/customers/personal-data.js';
import { wishlistRecords } from './repositories/customers/wishlist-records.js';
import { profileRecords } from './repositories/customers/profile-records.js';
import { cartRecords } from './repositories/cart-records.js';
import { catalogueRecords } from './repositories/catalogue-records.js';
import { awaitedImageRecords } from './repositories/catalogue/awaited-image-records.js';
import { categoryRecords } from './repositories/catalogue/category-records.js';
import { priceListRecords } from './repositories/catalogue/price-list-records.js';
import { reviewRecords } from './repositories/catalogue/review-records.js';
import { commentRecords } from './repositories/journal/comment-records.js';
import { postRecords } from './repositories/journal/post-records.js';
import { productRecords } from './repositories/catalogue/product-records.js';
import { digitalFileRecords } from './repositories/digital-file-records.js';
import { jobRecords } from './repositories/jobs/job-records.js';
import { idempotencyRecords } from './repositories/idempotency-records.js';
import { issuedDocumentRecords } from './repositories/invoicing/issued-document-records.js';
import { importRecords } from './repositories/import-records.js';
import { inboxOf } from './repositories/inbox.js';
import { orderRecords } from './repositories/order-records.js';
import { webhookRecords } from './repositories/events/webhook-records.js';
import { outboxOf, type OnAdded } from './repositories/outbox.js';
import { pricingFacts } from './repositories/pricing-facts.js';
import { writeChange } from './repositories/write-change.js';
import { paymentRecords } from './repositories/payment-records.js';
import { pricingRecords } from './repositories/pricing-records.js';
import { backtestRecords } from './repositories/pricing/backtest-records.js';
import { reportFileRecords } from './repositories/reports/report-file-records.js';
import { promotionRecords } from './repositories/promotion-records.js';
import { promotionUsageRecords } from './repositories/promotion-usage-records.js';
import { purgeRecords } from './repositories/purge-records.js';
import { returnRecords } from './repositories/return-records.js';
import { productMirrorRecords } from './repositories/catalogue/product-mirror-records.js';
import { reconciliationRecords } from './repositories/reconciliation-records.js';
import { apiKeyRecords } from './repositories/identity/api-key-records.js';
import { roleRecords } from './repositories/identity/role-records.js';
import { sealedSecretRecords } from './repositories/identity/sealed-secret-records.js';
import { secondFactorRecords } from './repositories/identity/second-factor-records.js';
import { sessionRecords } from './repositories/identity/session-records.js';
import { shipmentRecords } from './repositories/shipment-records.js';
import { shopRecords } from './repositories/shop-records.js';
import { stockRecords } from './repositories/stock-records.js';
import type { InMemoryStore, Tables } from './store.js';
import { userRecords } from './repositories/identity/user-records.js';

type Dependencies = {
  readonly store: InMemoryStore;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox. */
  readonly onEventsCommitted?: (events: readonly ApplicationEvent[]) => void;
};

/**
 * Transactions over an in-memory store: one at a time, each on a copy that is kept or dropped whole. A `run` begun
 * inside another `run` never ends, as on a database with one connection.
 *
 * @example makeInMemoryUnitOfWork({ store: createInMemoryStore(), ids: makeSequentialIds() })
 */
export function makeInMemoryUnitOfWork({ store, ids, onEventsCommitted }: Dependencies): UnitOfWork {
  const repositoriesOf = (tables: Tables, onAdded: OnAdded): Repositories => {
    const catalogue = catalogueRecords(tables, { ids });
    const reads: DecisionReads = {
      isLocking: false,
      pricing: pricingFacts(tables, catalogue),
      orders: orderRecords(tables),
      payments: paymentRecords(tables),
      inbox: inboxOf(tables),
      idempotency: idempotencyRecords(tables),
      shop: shopRecords(tables),
    };
    return {
      users: userRecords(tables),
      roles: roleRecords(tables),
      apiKeys: apiKeyRecords(tables),
      secondFactors: secondFactorRecords(tables),
      sealedSecrets: sealedSecretRecords(tables),
      sessions: sessionRecords(tables),
      accountTokens: accountTokens(tables),
      addresses: addressRecords(tables),
      profiles: profileRecords(tables),
      customerGroups: customerGroupRecords(tables),
      personalData: personalData(tables),
      catalogue,
      products: productRecords(tables, ids),
      productMirrors: productMirrorRecords(tables),
      categories: categoryRecords(tables),
      priceLists: priceListRecords(tables, ids),
      reviews: reviewRecords(tables),
      posts: postRecords(tables),
      comments: commentRecords(tables),
      wishlists: wishlistRecords(tables),
      digitalFiles: digitalFileRecords(tables),
      stock: stockRecords(tables, ids),
      pricing: { ...pricingRecords(tables), ...reads.pricing },
      promotions: promotionRecords(tables),
      backtests: backtestRecords(tables),
      reportFiles: reportFileRecords(tables),
      shop: shopRecords(tables),
      carts: cartRecords(tables),
      orders: orderRecords(tables),
      payments: paymentRecords(tables),
      issuedDocuments: issuedDocumentRecords(tables),
      shipments: shipmentRecords(tables),
      returns: returnRecords(tables),
      reconciliations: reconciliationRecords(tables),
      imports: importRecords(tables),
      awaitedImages: awaitedImageRecords(tables),
      idempotency: idempotencyRecords(tables),
      jobs: jobRecords(tables),
      inbox: inboxOf(tables),
      webhooks: webhookRecords(tables),
      outbox: outboxOf(tables, ids, onAdded),
      // Reports of the in-memory store are added up from the orders themselves.
      salesFacts: { repair: () => okAsync({ repaired: 0, removed: 0 }) },
      purges: purgeRecords(tables),
      auditLog: auditLogOf(tables),
      // Transactions run one at a time: each has everything locked.
      locking: { ...reads, isLocking: true, promotionUsage: promotionUsageRecords(tables) },
      commit: (change) => writeChange(tables, ids, onAdded, change),
    };
  };

  const transact = <T, E>(work: (tables: Tables, onAdded: OnAdded) => ResultAsync<T, E>) => {
    const added: ApplicationEvent[] = [];
    return store
      .transact((tables) => work(tables, (events) => void added.push(...events)))
      .andTee(() => {
        if (added.length > 0) onEventsCommitted?.(added);
      });
  };

  return {
    run: (work) => transact((tables, onAdded) => work(repositoriesOf(tables, onAdded))),
    read: (work) => store.read((tables) => work({ ...repositoriesOf(tables, () => undefined), isLocking: false })),
    commit: (change) => transact((tables, onAdded) => writeChange(tables, ids, onAdded, change)),
  };
}
