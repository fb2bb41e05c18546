import type { Instant, Money, Order, OrderId, OrderStatus, PaymentStatus, PricingInput } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type {
  DocumentContent,
  DocumentKind,
  IssuedDocument,
} from '../repositories/invoicing/issued-document-records.js';

/** What is stored beside an order's document, to search and sort by. */
export type OrderColumns = {
  readonly number: string;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly total: Money;
};

/** An attempt to pay, by the ids that its provider may have for it. */
export type BookedAttempt = {
  readonly provider: string;
  readonly references: readonly string[];
  readonly amount: Money;
};

/** An invoice or a credit note, with its content. */
export type BookedDocument = {
  readonly document: IssuedDocument;
  /** Absent once its retention is over. */
  readonly content?: DocumentContent;
  /** The parts that were changed after they were stored. */
  readonly changed: readonly ('content' | 'pdf')[];
};

/** The numbers of one kind of document, by their counters. Of each list the first twenty. */
export type DocumentSequence = {
  readonly kind: DocumentKind;
  /** The last number that was taken, 0 where none was. */
  readonly last: number;
  /** The highest number of a document, 0 where there is none. */
  readonly highest: number;
  readonly missing: readonly number[];
  readonly repeated: readonly number[];
  /** Those whose order does not exist. */
  readonly withoutOrder: readonly number[];
};

/** All that is stored of an order's money, on one snapshot. */
export type BookedOrder = {
  readonly id: OrderId;
  readonly columns: OrderColumns;
  /** Absent where the stored document cannot be read. */
  readonly order?: Order;
  /** What it was priced with. Absent for orders of earlier versions. */
  readonly input?: PricingInput;
  readonly attempts: readonly BookedAttempt[];
  /** The invoice first, then credit notes by number. */
  readonly documents: readonly BookedDocument[];
};

/** From `from` (inclusive) to `to` (exclusive). */
export type PlacementPeriod = { readonly from: Instant; readonly to: Instant };

/** An order by its placement. Such orders sort by `placedAt` and then by id. */
export type PlacedOrder = { readonly id: OrderId; readonly placedAt: Instant };

/** What an order was priced with; `input` is absent for orders of earlier versions. */
export type PlacedPricing = PlacedOrder & { readonly input?: PricingInput };

/** Every stored order, in pages: what it was priced with, and what became of it. */
export type BooksReader = {
  /** The next `limit` orders after one, in ascending id order. Fewer: there are no more. */
  readonly orders: (limit: number, after?: OrderId) => ResultAsync<readonly BookedOrder[], StorageUnavailable>;
  /** The sequence of each kind of document. */
  readonly documentSequences: () => ResultAsync<readonly DocumentSequence[], StorageUnavailable>;
  /** The next `limit` orders of a period after one, oldest first. Fewer: there are no more. */
  readonly placedIn: (
    period: PlacementPeriod,
    limit: number,
    after?: PlacedOrder,
  ) => ResultAsync<readonly PlacedPricing[], StorageUnavailable>;
  readonly countPlacedIn: (period: PlacementPeriod) => ResultAsync<number, StorageUnavailable>;
};
