import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { lockExpectedTaxRules, type ExpectedTaxRules, type TaxRulesStale } from './expected-tax-rules.js';

export type RemoveTaxRulesError = TaxRulesStale | StorageUnavailable;
/**
 * From now on the shop charges no tax; doing it again changes nothing. Orders keep the tax that they were placed with.
 */
export type RemoveTaxRules = (expected: ExpectedTaxRules) => ResultAsync<void, RemoveTaxRulesError>;

export const makeRemoveTaxRules =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): RemoveTaxRules =>
  (expected) =>
    unitOfWork.run(({ pricing }) => lockExpectedTaxRules(pricing, expected).andThen(() => pricing.saveTax(undefined)));
