import type { TaxZone } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { PricingRecords } from '../ports/repositories/pricing-records.js';

/** What the caller takes for the current zones (`If-Match`), if they say so: checked under their lock. */
export type ExpectedTaxRules = { readonly isExpected?: (standing: readonly TaxZone[]) => boolean };

/** Somebody changed the tax rules since the caller last saw them. */
export type TaxRulesStale = { readonly type: 'tax-rules.stale' };

/** Locks the current zones, and refuses a caller who takes them for others. */
export const lockExpectedTaxRules = (
  pricing: PricingRecords,
  { isExpected = () => true }: ExpectedTaxRules,
): ResultAsync<void, TaxRulesStale> =>
  pricing
    .lockTax()
    .andThen((standing) => (isExpected(standing ?? []) ? ok(undefined) : err({ type: 'tax-rules.stale' } as const)));
