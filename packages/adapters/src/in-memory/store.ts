/** Long because it lists every table. */
import type {
  Backtest,
  DueDelivery,
  FailedJob,
  FeedEvent,
  JobState,
  Webhook,
  WebhookDelivery,
  AccountToken,
  DefinedRole,
  ApplicationEvent,
  AuditEntry,
  AwaitedImage,
  DigitalFile,
  DocumentKind,
  Erasure,
  ManagedCategory,
  ManagedProduct,
  ManagedVariant,
  PaymentAttempt,
  PriceChange,
  PriceList,
  PricingRules,
  ImportUpload,
  ProductImport,
  PromotionUse,
  ProviderEvent,
  ProductMirrorRun,
  Reconciliation,
  RefreshToken,
  ReportFile,
  SecondFactor,
  ReturnRequest,
  Post,
  PostComment,
  Review,
  Session,
  StockHold,
  ShopDetails,
  StockMovement,
  StoredDocument,
  StorageUnavailable,
  Profile,
  StoredAddress,
  StoredApiKey,
  StoredCustomerGroup,
  StoredCart,
  StoredOrder,
  StoredPromotion,
  StoredUser,
  UsageCounter,
  WishlistItem,
  WrittenRecord,
} from '@cartwright/application';
import type {
  CategoryId,
  Instant,
  Money,
  OrderId,
  PricingInput,
  ProductId,
  PromotionId,
  ReturnId,
  ShipmentId,
  VariantId,
} from '@cartwright/domain';
import { err, ResultAsync, type Result } from 'neverthrow';
import type { SandboxPayment } from '../sandbox-payments/sandbox-payment.js';

export type ProductRow = Omit<ManagedProduct, 'variants'>;
export type VariantRow = Omit<ManagedVariant, 'stockTracked' | 'available'> & {
  readonly productId: ProductId;
  /** Units on sale; absent for what holds no stock. */
  readonly stock?: number;
  /** Units that open orders hold; absent as `stock` is. */
  readonly reserved?: number;
};
export type MovementRow = StockMovement & { readonly variantId: VariantId };
export type UsageRow = UsageCounter & { readonly uses: number; readonly spent?: Money };
export type IdempotencyRow = {
  readonly fingerprint: string;
  readonly expiresAt: Instant;
  readonly held?: { readonly resourceId: string; readonly until: Instant };
  readonly outcome?: string;
};
export type OutboxRow = {
  readonly event: ApplicationEvent;
  /** No claim gets it before. Absent: at once. */
  readonly notBefore?: Instant;
  readonly failedFor?: string;
  readonly failedAt?: Instant;
  /** The ids of complete jobs, of an event that causes several. */
  readonly ackedJobs?: readonly string[];
};

/** A delivery with the event that it sends, and when its retries began. */
export type StoredDelivery = WebhookDelivery & Pick<DueDelivery, 'event' | 'since'>;

/** Rows are replaced, never changed in place, so that a copy of the maps is a copy of everything. */
export type Tables = {
  readonly users: Map<string, StoredUser>;
  readonly roles: Map<string, DefinedRole>;
  readonly apiKeys: Map<string, StoredApiKey>;
  /** By user. */
  readonly secondFactors: Map<string, SecondFactor>;
  readonly customerGroups: Map<string, StoredCustomerGroup>;
  readonly sessions: Map<string, Session>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly accountTokens: Map<string, AccountToken>;
  /** When each address of a user was last seen, by both. */
  readonly knownAddresses: Map<string, Instant>;
  readonly addresses: Map<string, StoredAddress>;
  /** By user. */
  readonly profiles: Map<string, Profile>;
  readonly erasures: Map<string, Erasure>;
  /** By number. */
  readonly issuedDocuments: Map<string, StoredDocument>;
  /** The last number of each kind, and when it was taken. */
  readonly documentCounters: Map<DocumentKind, { readonly counter: number; readonly issuedAt: Instant }>;
  readonly categories: Map<CategoryId, ManagedCategory>;
  readonly products: Map<ProductId, ProductRow>;
  readonly unitsSold: Map<ProductId, number>;
  /** What recent orders have beside a product, most often first; as `countSales` found it. */
  readonly boughtWith: Map<ProductId, readonly ProductId[]>;
  readonly variants: Map<VariantId, VariantRow>;
  readonly priceLists: Map<string, PriceList>;
  readonly priceChanges: Map<string, PriceChange>;
  readonly movements: Map<string, MovementRow>;
  readonly reviews: Map<string, Review>;
  readonly posts: Map<string, Post>;
  readonly comments: Map<string, PostComment>;
  readonly awaitedImages: Map<string, AwaitedImage>;
  /** By user and variant. */
  readonly wishes: Map<string, WishlistItem & { readonly userId: string }>;
  readonly digitalFiles: Map<VariantId, DigitalFile>;
  /** Only under `rules`. Absent: the shop has decided nothing. */
  readonly pricing: Map<'rules', PricingRules>;
  /** By promotion and buyer. */
  readonly promotionUsage: Map<string, UsageRow>;
  /** By order. */
  readonly promotionUses: Map<string, readonly PromotionUse[]>;
  readonly appliedPromotions: Map<OrderId, readonly { readonly promotionId: PromotionId; readonly amount: Money }[]>;
  readonly promotionCodes: Map<string, { readonly promotionId: PromotionId; readonly orderId?: OrderId }>;
  readonly archivedPromotions: Map<PromotionId, StoredPromotion>;
  readonly pricingInputs: Map<OrderId, PricingInput>;
  readonly backtests: Map<string, Backtest>;
  readonly reportFiles: Map<string, ReportFile>;
  readonly shop: Map<'shop', ShopDetails>;
  readonly carts: Map<string, StoredCart>;
  readonly orders: Map<string, StoredOrder>;
  /** Who placed each order, and the units that it reserves. */
  readonly holds: Map<string, StockHold>;
  readonly payments: Map<string, PaymentAttempt>;
  /** Which order each parcel is of. */
  readonly shipments: Map<ShipmentId, OrderId>;
  readonly returns: Map<ReturnId, ReturnRequest>;
  readonly imports: Map<string, { readonly record: ProductImport; readonly upload?: ImportUpload }>;
  readonly idempotency: Map<string, IdempotencyRow>;
  readonly inbox: Map<string, Instant>;
  readonly outbox: Map<string, OutboxRow>;
  readonly events: Map<string, FeedEvent>;
  readonly webhooks: Map<string, Webhook>;
  readonly webhookDeliveries: Map<string, StoredDelivery>;
  /** How far the feed of events was deleted. */
  readonly eventsDeletedTo: Map<'feed', number>;
  readonly auditLog: Map<string, AuditEntry>;
  readonly reconciliations: Map<string, Reconciliation>;
  readonly productMirrorRuns: Map<string, ProductMirrorRun>;
  readonly writtenVariants: Map<VariantId, WrittenRecord>;
  readonly jobStates: Map<string, JobState>;
  readonly failedJobs: Map<string, FailedJob>;
  /** The latest tick of each schedule. */
  readonly ticks: Map<string, Instant>;
  readonly sandboxPayments: Map<string, SandboxPayment>;
  readonly sandboxEvents: Map<string, ProviderEvent>;
};

/** What the in-memory adapters keep their rows in, and share: a database that lives as long as this object. */
export type InMemoryStore = {
  /** What is committed. To be read, not written. */
  readonly committed: () => Tables;
  readonly pricing: () => PricingRules;
  readonly setPricing: (rules: PricingRules) => void;
  /** Adds or replaces somebody who is signed in. */
  readonly setSignedIn: (user: StoredUser, session: Session) => void;
  /**
   * Runs `work` on a copy of its own that takes the place of what is committed when it returns Ok, and is dropped when
   * it returns Err or throws. One at a time: a second one waits, and one that is begun inside another never ends.
   */
  readonly transact: <T, E>(work: (tables: Tables) => ResultAsync<T, E>) => ResultAsync<T, E | StorageUnavailable>;
  /** Reads what is committed. */
  readonly read: <T, E>(work: (tables: Tables) => ResultAsync<T, E>) => ResultAsync<T, E | StorageUnavailable>;
  /** From now on everything returns `storage.unavailable`, until `comeBack`. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
};

/**
 * An empty store.
 *
 * @example
 * const store = createInMemoryStore();
 * const unitOfWork = makeInMemoryUnitOfWork({ store, ids: makeSequentialIds() });
 */
export function createInMemoryStore(): InMemoryStore {
  let committed = emptyTables();
  let away = false;
  let last: Promise<unknown> = Promise.resolve();

  const whenReachable = async <T, E>(
    work: () => PromiseLike<Result<T, E>>,
  ): Promise<Result<T, E | StorageUnavailable>> =>
    away ? err({ type: 'storage.unavailable', retryAfterSeconds: 1 }) : work();

  return {
    committed: () => committed,
    pricing: () => pricingOf(committed),
    setPricing: (rules) => {
      committed.pricing.set('rules', rules);
    },
    setSignedIn: (user, session) => {
      committed.users.set(user.id, user);
      committed.sessions.set(session.id, session);
    },
    transact: (work) => {
      const turn = last.then(() =>
        whenReachable(async () => {
          const copy = copyOf(committed);
          const result = await work(copy);
          if (result.isOk()) committed = copy;
          return result;
        }),
      );
      last = turn.catch(() => undefined);
      return new ResultAsync(turn);
    },
    read: (work) => new ResultAsync(whenReachable(() => work(committed))),
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
    },
  };
}

/** What the shop has decided about prices so far. */
export const pricingOf = ({ pricing }: Tables): PricingRules =>
  pricing.get('rules') ?? { promotions: [], shippingMethods: [] };

const emptyTables = (): Tables => ({
  users: new Map(),
  roles: new Map(),
  apiKeys: new Map(),
  secondFactors: new Map(),
  customerGroups: new Map(),
  sessions: new Map(),
  refreshTokens: new Map(),
  accountTokens: new Map(),
  knownAddresses: new Map(),
  addresses: new Map(),
  profiles: new Map(),
  erasures: new Map(),
  issuedDocuments: new Map(),
  documentCounters: new Map(),
  categories: new Map(),
  products: new Map(),
  unitsSold: new Map(),
  boughtWith: new Map(),
  variants: new Map(),
  priceLists: new Map(),
  priceChanges: new Map(),
  movements: new Map(),
  reviews: new Map(),
  posts: new Map(),
  comments: new Map(),
  awaitedImages: new Map(),
  wishes: new Map(),
  digitalFiles: new Map(),
  pricing: new Map(),
  promotionUsage: new Map(),
  promotionUses: new Map(),
  appliedPromotions: new Map(),
  promotionCodes: new Map(),
  archivedPromotions: new Map(),
  pricingInputs: new Map(),
  backtests: new Map(),
  reportFiles: new Map(),
  shop: new Map(),
  carts: new Map(),
  orders: new Map(),
  holds: new Map(),
  payments: new Map(),
  shipments: new Map(),
  returns: new Map(),
  imports: new Map(),
  idempotency: new Map(),
  inbox: new Map(),
  outbox: new Map(),
  events: new Map(),
  webhooks: new Map(),
  webhookDeliveries: new Map(),
  eventsDeletedTo: new Map(),
  auditLog: new Map(),
  reconciliations: new Map(),
  productMirrorRuns: new Map(),
  writtenVariants: new Map(),
  jobStates: new Map(),
  failedJobs: new Map(),
  ticks: new Map(),
  sandboxPayments: new Map(),
  sandboxEvents: new Map(),
});

const copyOf = (tables: Tables): Tables => ({
  users: new Map(tables.users),
  roles: new Map(tables.roles),
  apiKeys: new Map(tables.apiKeys),
  secondFactors: new Map(tables.secondFactors),
  customerGroups: new Map(tables.customerGroups),
  sessions: new Map(tables.sessions),
  refreshTokens: new Map(tables.refreshTokens),
  accountTokens: new Map(tables.accountTokens),
  knownAddresses: new Map(tables.knownAddresses),
  addresses: new Map(tables.addresses),
  profiles: new Map(tables.profiles),
  erasures: new Map(tables.erasures),
  issuedDocuments: new Map(tables.issuedDocuments),
  documentCounters: new Map(tables.documentCounters),
  categories: new Map(tables.categories),
  products: new Map(tables.products),
  unitsSold: new Map(tables.unitsSold),
  boughtWith: new Map(tables.boughtWith),
  variants: new Map(tables.variants),
  priceLists: new Map(tables.priceLists),
  priceChanges: new Map(tables.priceChanges),
  movements: new Map(tables.movements),
  reviews: new Map(tables.reviews),
  posts: new Map(tables.posts),
  comments: new Map(tables.comments),
  awaitedImages: new Map(tables.awaitedImages),
  wishes: new Map(tables.wishes),
  digitalFiles: new Map(tables.digitalFiles),
  pricing: new Map(tables.pricing),
  promotionUsage: new Map(tables.promotionUsage),
  promotionUses: new Map(tables.promotionUses),
  appliedPromotions: new Map(tables.appliedPromotions),
  promotionCodes: new Map(tables.promotionCodes),
  archivedPromotions: new Map(tables.archivedPromotions),
  pricingInputs: new Map(tables.pricingInputs),
  backtests: new Map(tables.backtests),
  reportFiles: new Map(tables.reportFiles),
  shop: new Map(tables.shop),
  carts: new Map(tables.carts),
  orders: new Map(tables.orders),
  holds: new Map(tables.holds),
  payments: new Map(tables.payments),
  shipments: new Map(tables.shipments),
  returns: new Map(tables.returns),
  imports: new Map(tables.imports),
  idempotency: new Map(tables.idempotency),
  inbox: new Map(tables.inbox),
  outbox: new Map(tables.outbox),
  events: new Map(tables.events),
  webhooks: new Map(tables.webhooks),
  webhookDeliveries: new Map(tables.webhookDeliveries),
  eventsDeletedTo: new Map(tables.eventsDeletedTo),
  auditLog: new Map(tables.auditLog),
  reconciliations: new Map(tables.reconciliations),
  productMirrorRuns: new Map(tables.productMirrorRuns),
  writtenVariants: new Map(tables.writtenVariants),
  jobStates: new Map(tables.jobStates),
  failedJobs: new Map(tables.failedJobs),
  ticks: new Map(tables.ticks),
  sandboxPayments: new Map(tables.sandboxPayments),
  sandboxEvents: new Map(tables.sandboxEvents),
});
