import type { CustomerId, Instant, OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StoredOrder } from '../order-records.js';
import type { Buyer } from '../promotion-usage-records.js';

/** Whom personal data is about. */
export type Person = {
  /** Absent for a guest. */
  readonly userId?: CustomerId;
  /** The spellings of the e-mail by which guests' orders and carts are theirs; none where the e-mail is not proven. */
  readonly emails: readonly string[];
  /** As `buyerOf` names them. */
  readonly buyers: readonly Buyer[];
};

/** Rows by what they are, such as `sessions`, with their fields and without their secrets. */
export type CollectedData = Readonly<Record<string, readonly unknown[]>>;

/** Somebody was erased. It names nobody: copies outside the database are recognised by digests. */
export type Erasure = {
  readonly id: string;
  /** Absent for guests. */
  readonly userId?: CustomerId;
  /** `Secrets.derive` of each mailbox that the shop wrote to. */
  readonly mailboxes: readonly string[];
  readonly at: Instant;
};

/** What is stored about people, in whatever table. */
export type PersonalData = {
  /** Everything that is stored about somebody. */
  readonly collect: (person: Person) => ResultAsync<CollectedData, never>;
  /** Somebody's orders by id, locked until the transaction ends. */
  readonly lockOrders: (person: Person) => ResultAsync<readonly StoredOrder[], never>;
  /**
   * Erased orders that name who paid by transfer, or hold a text about a refund, by id, at most `limit` that come after
   * the id `after`. Locked until the transaction ends.
   */
  readonly lockErasedWithTexts: (page: {
    readonly after?: OrderId;
    readonly limit: number;
  }) => ResultAsync<readonly StoredOrder[], never>;
  /**
   * Removes what is stored about somebody: the account with its rows, carts, texts, links and outcomes of idempotent
   * requests. Their orders, named by `orderIds`, stay as they are, and so do sums and stock movements.
   */
  readonly erase: (person: Person, orderIds: readonly OrderId[]) => ResultAsync<void, never>;
  readonly addErasure: (erasure: Erasure) => ResultAsync<void, never>;
  /** Those since an instant, oldest first. */
  readonly erasuresSince: (since: Instant) => ResultAsync<readonly Erasure[], never>;
  readonly wasErased: (userId: CustomerId) => ResultAsync<boolean, never>;
};
