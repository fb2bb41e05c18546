import type { VariantId } from '@cartwright/domain';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { documentNumber } from '../invoicing/document-number.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { BookedOrder, BooksReader, DocumentSequence } from '../ports/read-models/books-reader.js';
import type { StockReader } from '../ports/read-models/stock-reader.js';
import type { DocumentKind } from '../ports/repositories/invoicing/issued-document-records.js';
import { auditOrder, type OrderDifference } from './audit-order.js';
import { readAhead } from './read-ahead.js';
import type { ValueDifference } from './value-differences.js';

/** A stored value that differs from the one computed from its parts. */
export type BooksDifference =
  | OrderDifference
  | ({
      /** The stock differs from the sum of its movements. */
      readonly of: 'stock';
      readonly variantId: VariantId;
    } & ValueDifference)
  | ({
      /** A document number is missing or repeated, or the order of its document is missing. */
      readonly of: 'numbers';
      readonly kind: DocumentKind;
    } & ValueDifference);

/** How much was audited, and how many differences there are. */
export type AuditedBooks = {
  readonly orders: number;
  /** Orders of earlier versions, which stored no pricing input. They are only replayed. */
  readonly unpriced: number;
  readonly differences: number;
};
/**
 * Prices and replays every stored order, compares it with its payments, its invoice and its credit notes, looks for
 * gaps in their numbers, and compares every stock with its movements. It changes nothing, reads in pages and reports
 * each difference as it is found.
 */
export type AuditBooks = (
  report: (difference: BooksDifference) => void,
) => ResultAsync<AuditedBooks, StorageUnavailable>;

/** Orders and variants a statement; small, so that memory is bounded and other queries do not wait. */
const page = 200;

type AuditBooksDeps = {
  readonly booksReader: BooksReader;
  readonly stockReader: StockReader;
  readonly clock: Clock;
};

export const makeAuditBooks =
  (deps: AuditBooksDeps): AuditBooks =>
  (report) =>
    new ResultAsync(audit(deps, report));

async function audit(
  { booksReader, stockReader, clock }: AuditBooksDeps,
  report: (difference: BooksDifference) => void,
): Promise<Result<AuditedBooks, StorageUnavailable>> {
  const audited = { orders: 0, unpriced: 0, differences: 0 };
  const note = (difference: BooksDifference): void => {
    audited.differences += 1;
    report(difference);
  };
  for await (const found of readAhead<BookedOrder, StorageUnavailable>(page, (last) =>
    booksReader.orders(page, last?.id),
  )) {
    if (found.isErr()) return err(found.error);
    const now = clock.now();
    for (const booked of found.value) {
      audited.orders += 1;
      if (booked.input === undefined) audited.unpriced += 1;
      for (const difference of auditOrder(booked, now)) note(difference);
    }
  }
  const sequences = await booksReader.documentSequences();
  if (sequences.isErr()) return err(sequences.error);
  for (const sequence of sequences.value) {
    for (const difference of gapsIn(sequence)) note({ of: 'numbers', kind: sequence.kind, ...difference });
  }
  for (let after: VariantId | undefined, isMore = true; isMore;) {
    const compared = await stockReader.compare(page, after);
    if (compared.isErr()) return err(compared.error);
    for (const { variantId, stored, ledger } of compared.value.differences) {
      for (const field of ['available', 'reserved'] as const) {
        if (stored[field] === ledger[field]) continue;
        note({ of: 'stock', variantId, field, stored: stored[field], computed: ledger[field] });
      }
    }
    after = compared.value.last;
    isMore = after !== undefined;
  }
  return ok(audited);
}

function gapsIn({ kind, last, highest, ...found }: DocumentSequence): readonly ValueDifference[] {
  const each = (counters: readonly number[], stored: string, computed: string): readonly ValueDifference[] =>
    counters.map((counter) => ({ field: documentNumber(kind, counter), stored, computed }));
  return [
    ...(last === highest ? [] : [{ field: 'last', stored: last, computed: highest }]),
    ...each(found.missing, 'missing', 'issued'),
    ...each(found.repeated, 'issued more than once', 'issued once'),
    ...each(found.withoutOrder, 'without its order', 'of an order'),
  ];
}
