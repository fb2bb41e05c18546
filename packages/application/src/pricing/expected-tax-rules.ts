import type { TaxRules } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { PricingRecords } from '../ports/repositories/pricing-records.js';

/**
 * What the caller takes for the rules that stand (`If-Match`), if they say so: asked once nobody else can change them.
 */
export type ExpectedTaxRules = { readonly isExpected?: (standing: TaxRules | undefined) => boolean };

/** Somebody changed the tax rules since the caller last saw them. */
export type TaxRulesStale = { readonly type: 'tax-rules.stale' };

/** Locks the rules that stand, and refuses a caller who takes them for others. */
export const lockExpectedTaxRules = (
  pricing: PricingRecords,
  { isExpected = () => true }: ExpectedTaxRules,
): ResultAsync<void, TaxRulesStale> =>
  pricing
    .lockTax()
    .andThen((standing) => (isExpected(standing) ? ok(undefined) : err({ type: 'tax-rules.stale' } as const)));
