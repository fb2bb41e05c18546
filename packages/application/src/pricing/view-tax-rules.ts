import type { TaxRules } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** The shop charges no tax. */
export type TaxRulesNotFound = { readonly type: 'tax-rules.not-found' };
export type ViewTaxRulesError = TaxRulesNotFound | StorageUnavailable;
/** How the shop charges tax. Rates are in millionths. */
export type ViewTaxRules = () => ResultAsync<TaxRules, ViewTaxRulesError>;

export const makeViewTaxRules =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewTaxRules =>
  () =>
    unitOfWork
      .read(({ pricing }) => pricing.rules())
      .andThen(({ tax }) => (tax === undefined ? err({ type: 'tax-rules.not-found' } as const) : ok(tax)));
