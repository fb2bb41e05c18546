import type { DocumentKind } from '../ports/repositories/invoicing/issued-document-records.js';

/** What the numbers of each kind begin with. */
export const documentPrefixes = { invoice: 'INV-', 'credit-note': 'CN-' } as const satisfies Record<
  DocumentKind,
  string
>;

/** Digits of a counter; a shorter one is padded with zeros. */
export const documentDigits = 6;

/** @example documentNumber('invoice', 7) // 'INV-000007' */
export const documentNumber = (kind: DocumentKind, counter: number): string =>
  `${documentPrefixes[kind]}${String(counter).padStart(documentDigits, '0')}`;
