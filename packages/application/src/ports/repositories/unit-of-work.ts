import type { ResultAsync } from 'neverthrow';
import type { CartRecords } from './cart-records.js';
import type { CatalogueRecords } from './catalogue-records.js';
import type { ChangeOvertaken, DecidedChange } from './decided-change.js';
import type { StorageUnavailable } from '../failures.js';
import type { DigitalFileRecords } from './digital-file-records.js';
import type { IdempotencyRecords } from './idempotency-records.js';
import type { ImportRecords } from './import-records.js';
import type { Inbox } from './inbox.js';
import type { OrderRecords } from './order-records.js';
import type { Outbox } from './outbox.js';
import type { PaymentRecords } from './payment-records.js';
import type { PricingRecords } from './pricing-records.js';
import type { PromotionUsageRecords } from './promotion-usage-records.js';
import type { ReturnRecords } from './return-records.js';
import type { ReconciliationRecords } from './reconciliation-records.js';
import type { SessionRecords } from './session-records.js';
import type { ShipmentRecords } from './shipment-records.js';
import type { StockRecords } from './stock-records.js';
import type { UserRecords } from './user-records.js';

/** Everything a use case can change, bound to one transaction. */
export type Repositories = {
  readonly users: UserRecords;
  readonly sessions: SessionRecords;
  readonly catalogue: CatalogueRecords;
  readonly digitalFiles: DigitalFileRecords;
  readonly stock: StockRecords;
  readonly pricing: PricingRecords;
  readonly promotionUsage: PromotionUsageRecords;
  readonly carts: CartRecords;
  readonly orders: OrderRecords;
  readonly payments: PaymentRecords;
  readonly shipments: ShipmentRecords;
  readonly returns: ReturnRecords;
  readonly reconciliations: ReconciliationRecords;
  readonly imports: ImportRecords;
  readonly idempotency: IdempotencyRecords;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
};

/** What may be read without a transaction: no locks, nothing to commit. */
export type ReadRepositories = {
  readonly users: Pick<UserRecords, 'byId' | 'byEmail' | 'withRoles'>;
  readonly catalogue: Pick<CatalogueRecords, 'items'>;
  readonly pricing: Pick<PricingRecords, 'rules' | 'current'>;
  readonly digitalFiles: Pick<DigitalFileRecords, 'find' | 'among'>;
  readonly carts: Pick<CartRecords, 'find' | 'findOpenOf'>;
  readonly orders: Pick<OrderRecords, 'find' | 'countOf' | 'pendingPlacedBy'>;
  readonly payments: Pick<PaymentRecords, 'find' | 'findByReference' | 'ofOrder' | 'createdBetween'>;
  readonly shipments: Pick<ShipmentRecords, 'orderOf'>;
  readonly returns: Pick<ReturnRecords, 'find' | 'ofOrder'>;
  readonly reconciliations: Pick<ReconciliationRecords, 'find'>;
  readonly imports: Pick<ImportRecords, 'find'>;
  readonly inbox: Pick<Inbox, 'seen'>;
};

/**
 * One transaction at a time: what `work` does commits when it answers Ok, and is undone entirely when it answers Err or
 * throws. Repositories report business refusals alone; a database that fails while they work surfaces once, from `run`
 * and `read`, as `storage.unavailable` (away, too slow) or as a thrown defect (everything else).
 */
export type UnitOfWork = {
  readonly run: <T, E>(
    work: (repositories: Repositories) => ResultAsync<T, E>,
  ) => ResultAsync<T, E | StorageUnavailable>;
  readonly read: <T, E>(
    work: (repositories: ReadRepositories) => ResultAsync<T, E>,
  ) => ResultAsync<T, E | StorageUnavailable>;
  /** Keeps what was decided by a `read`, in one go. Whoever is overtaken decides again in a `run`. */
  readonly keep: (change: DecidedChange) => ResultAsync<void, ChangeOvertaken | StorageUnavailable>;
};
