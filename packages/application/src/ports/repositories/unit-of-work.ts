import type { ResultAsync } from 'neverthrow';
import type { AccountTokens } from './account-tokens.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { AddressRecords } from './customers/address-records.js';
import type { CustomerGroupRecords } from './customers/customer-group-records.js';
import type { PersonalData } from './customers/personal-data.js';
import type { WishlistRecords } from './customers/wishlist-records.js';
import type { ProfileRecords } from './customers/profile-records.js';
import type { CartRecords } from './cart-records.js';
import type { CatalogueRecords } from './catalogue-records.js';
import type { AwaitedImageRecords } from './catalogue/awaited-image-records.js';
import type { CategoryRecords } from './catalogue/category-records.js';
import type { PriceListRecords } from './catalogue/price-list-records.js';
import type { ProductMirrorRecords } from './catalogue/product-mirror-records.js';
import type { ProductRecords } from './catalogue/product-records.js';
import type { ReviewRecords } from './catalogue/review-records.js';
import type { CommentRecords } from './journal/comment-records.js';
import type { PostRecords } from './journal/post-records.js';
import type { Change, ConcurrencyConflict } from '../change.js';
import type { StorageUnavailable } from '../failures.js';
import type { DigitalFileRecords } from './digital-file-records.js';
import type { IdempotencyRecords } from './idempotency-records.js';
import type { ImportRecords } from './import-records.js';
import type { IssuedDocumentRecords } from './invoicing/issued-document-records.js';
import type { Inbox } from './inbox.js';
import type { OrderRecords } from './order-records.js';
import type { WebhookRecords } from '../events/webhook-records.js';
import type { Outbox } from './outbox.js';
import type { PaymentRecords } from './payment-records.js';
import type { PricingFactsReader } from './pricing-facts.js';
import type { PricingRecords } from './pricing-records.js';
import type { PromotionRecords } from './promotion-records.js';
import type { PromotionUsageRecords } from './promotion-usage-records.js';
import type { BacktestRecords } from './reports/backtest-records.js';
import type { ReportFileRecords } from './reports/report-file-records.js';
import type { SalesFactRecords } from './reports/sales-fact-records.js';
import type { JobRecords } from './jobs/job-records.js';
import type { PurgeRecords } from './purge-records.js';
import type { ReturnRecords } from './return-records.js';
import type { ReconciliationRecords } from './reconciliation-records.js';
import type { ApiKeyRecords } from './identity/api-key-records.js';
import type { SealedSecretRecords } from './identity/sealed-secret-records.js';
import type { SecondFactorRecords } from './identity/second-factor-records.js';
import type { RoleRecords } from './identity/role-records.js';
import type { SessionRecords } from './session-records.js';
import type { ShipmentRecords } from './shipment-records.js';
import type { ShopRecords } from './shop-records.js';
import type { StockRecords } from './stock-records.js';
import type { UserRecords } from './user-records.js';

/** Everything a use case can change, bound to one transaction. */
export type Repositories = {
  readonly users: UserRecords;
  readonly roles: RoleRecords;
  readonly apiKeys: ApiKeyRecords;
  readonly secondFactors: SecondFactorRecords;
  readonly sealedSecrets: SealedSecretRecords;
  readonly sessions: SessionRecords;
  readonly accountTokens: AccountTokens;
  readonly addresses: AddressRecords;
  readonly profiles: ProfileRecords;
  readonly wishlists: WishlistRecords;
  readonly customerGroups: CustomerGroupRecords;
  readonly personalData: PersonalData;
  readonly catalogue: CatalogueRecords;
  readonly products: ProductRecords;
  readonly productMirrors: ProductMirrorRecords;
  readonly categories: CategoryRecords;
  readonly priceLists: PriceListRecords;
  readonly reviews: ReviewRecords;
  readonly posts: PostRecords;
  readonly comments: CommentRecords;
  readonly digitalFiles: DigitalFileRecords;
  readonly stock: StockRecords;
  readonly pricing: PricingRecords & PricingFactsReader;
  readonly promotions: PromotionRecords;
  readonly backtests: BacktestRecords;
  readonly reportFiles: ReportFileRecords;
  readonly shop: ShopRecords;
  readonly carts: CartRecords;
  readonly orders: OrderRecords;
  readonly payments: PaymentRecords;
  readonly issuedDocuments: IssuedDocumentRecords;
  readonly shipments: ShipmentRecords;
  readonly returns: ReturnRecords;
  readonly reconciliations: ReconciliationRecords;
  readonly imports: ImportRecords;
  readonly awaitedImages: AwaitedImageRecords;
  readonly idempotency: IdempotencyRecords;
  readonly jobs: JobRecords;
  readonly inbox: Inbox;
  readonly webhooks: WebhookRecords;
  readonly outbox: Outbox;
  readonly salesFacts: SalesFactRecords;
  readonly purges: PurgeRecords;
  readonly auditLog: AuditLog;
  /** The reads of decisions, each of which locks what it finds until the transaction ends. */
  readonly locking: DecisionReads;
  /** Writes a change within the transaction, which cannot go on after a conflict. */
  readonly commit: (change: Change) => ResultAsync<void, ConcurrencyConflict>;
};

/**
 * The reads that a decision rests on. Outside a transaction they lock nothing, and concurrent reads share a statement;
 * in one they lock what they find.
 */
export type DecisionReads = {
  /** Whether these reads lock what they find. */
  readonly isLocking: boolean;
  readonly pricing: PricingFactsReader;
  readonly orders: Pick<OrderRecords, 'find'>;
  readonly payments: Pick<PaymentRecords, 'find' | 'lookUp' | 'ofOrder'>;
  readonly inbox: Pick<Inbox, 'seen'>;
  readonly idempotency: Pick<IdempotencyRecords, 'isKnown'>;
  /** Not locked: a shop that changes its name in the meantime has either. */
  readonly shop: Pick<ShopRecords, 'find'>;
  /** Only under locks: locks the counters of limited promotions and returns what they stand at. */
  readonly promotionUsage?: PromotionUsageRecords;
};

/** What may be read without a transaction: no locks, nothing to commit. */
export type ReadRepositories = DecisionReads & {
  readonly users: Pick<UserRecords, 'byId' | 'byEmail' | 'list' | 'withRoles'>;
  readonly roles: Pick<RoleRecords, 'list' | 'find'>;
  readonly apiKeys: Pick<ApiKeyRecords, 'list'>;
  readonly webhooks: Pick<WebhookRecords, 'list' | 'find'>;
  readonly secondFactors: Pick<SecondFactorRecords, 'find'>;
  readonly sessions: Pick<SessionRecords, 'find' | 'isKnownAddress' | 'isAddressOfAnybody' | 'ofUser'>;
  readonly accountTokens: Pick<AccountTokens, 'find'>;
  readonly addresses: Pick<AddressRecords, 'ofUser'>;
  readonly profiles: Pick<ProfileRecords, 'ofUser'>;
  readonly wishlists: Pick<WishlistRecords, 'ofUser'>;
  readonly customerGroups: Pick<CustomerGroupRecords, 'list' | 'find'>;
  readonly personalData: Pick<PersonalData, 'collect'>;
  readonly catalogue: Pick<CatalogueRecords, 'items'>;
  readonly products: Pick<ProductRecords, 'find' | 'page'>;
  readonly productMirrors: Pick<ProductMirrorRecords, 'find' | 'page' | 'written' | 'writtenAs' | 'active'>;
  readonly categories: Pick<CategoryRecords, 'find' | 'list'>;
  readonly priceLists: Pick<PriceListRecords, 'list' | 'find' | 'variantsNamed' | 'priceChanges'>;
  readonly reviews: Pick<ReviewRecords, 'page'>;
  readonly posts: Pick<PostRecords, 'find' | 'page' | 'published' | 'publishedOne' | 'tags' | 'publishedSlugs'>;
  readonly comments: Pick<CommentRecords, 'page'>;
  readonly pricing: Pick<PricingRecords, 'rules'>;
  readonly promotions: Pick<PromotionRecords, 'list' | 'totals'>;
  readonly backtests: Pick<BacktestRecords, 'find'>;
  readonly reportFiles: Pick<ReportFileRecords, 'find' | 'expired'>;
  readonly jobs: Pick<JobRecords, 'states' | 'failed' | 'failures'>;
  readonly digitalFiles: Pick<DigitalFileRecords, 'find' | 'among'>;
  readonly orders: Pick<OrderRecords, 'findWithDocuments' | 'pendingPlacedBy' | 'withNumber'>;
  readonly payments: Pick<PaymentRecords, 'createdBetween'>;
  readonly issuedDocuments: Pick<IssuedDocumentRecords, 'find' | 'ofOrder'>;
  readonly shipments: Pick<ShipmentRecords, 'orderOf'>;
  readonly returns: Pick<ReturnRecords, 'find' | 'ofOrder'>;
  readonly reconciliations: Pick<ReconciliationRecords, 'find'>;
  readonly imports: Pick<ImportRecords, 'find' | 'withFileBefore'>;
  readonly awaitedImages: Pick<AwaitedImageRecords, 'find'>;
};

/**
 * `run` is one transaction: what `work` does commits when it returns Ok, and is undone entirely when it returns Err or
 * throws. Repositories report business refusals only; a database that fails while they work surfaces once, from `run`,
 * `read` and `commit`, as `storage.unavailable` (away, too slow) or as a thrown defect (everything else).
 */
export type UnitOfWork = {
  readonly run: <T, E>(
    work: (repositories: Repositories) => ResultAsync<T, E>,
  ) => ResultAsync<T, E | StorageUnavailable>;
  readonly read: <T, E>(
    work: (repositories: ReadRepositories) => ResultAsync<T, E>,
  ) => ResultAsync<T, E | StorageUnavailable>;
  /** Writes a change that was decided on a `read`. Concurrent changes may share a commit (group commit). */
  readonly commit: (change: Change) => ResultAsync<void, ConcurrencyConflict | StorageUnavailable>;
};
