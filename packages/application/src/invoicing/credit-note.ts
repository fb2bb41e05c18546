import type { CurrencyCode, Instant, Money, TaxReport } from '@cartwright/domain';
import type { Invoice } from './invoice.js';

/** Everything that a credit note says: what of an invoice is credited, and the tax that goes back with it. */
export type CreditNote = {
  readonly type: 'credit-note';
  readonly number: string;
  readonly issuedAt: Instant;
  readonly invoice: { readonly number: string; readonly issuedAt: Instant };
  readonly currency: CurrencyCode;
  /** Below zero where a refund did not arrive: then the note takes back an earlier one. */
  readonly amount: Money;
  readonly taxes: readonly TaxReport[];
} & Pick<Invoice, 'orderNumber' | 'timeZone' | 'seller' | 'email' | 'vatNumber' | 'billTo' | 'taxIncluded'>;
