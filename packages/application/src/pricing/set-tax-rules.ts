import { checkTaxRules, type TaxClass, type TaxRules, type TaxRulesError } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { lockExpectedTaxRules, type ExpectedTaxRules, type TaxRulesStale } from './expected-tax-rules.js';

export type SetTaxRulesCommand = ExpectedTaxRules & { readonly rules: TaxRules };
/** The catalogue uses classes that the rules have no rate for: nothing of them could be sold any more. */
export type TaxClassesUncovered = {
  readonly type: 'tax-rules.classes-uncovered';
  readonly taxClasses: readonly TaxClass[];
};
export type SetTaxRulesError = Refusal<TaxRulesError> | TaxClassesUncovered | TaxRulesStale | StorageUnavailable;
/** Replaces how the shop charges tax, from now on. Orders keep the tax that they were placed with. */
export type SetTaxRules = (command: SetTaxRulesCommand) => ResultAsync<TaxRules, SetTaxRulesError>;

export const makeSetTaxRules =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): SetTaxRules =>
  ({ rules, ...expected }) =>
    fromDomain(checkTaxRules(rules)).asyncAndThen(() =>
      unitOfWork
        .run(({ pricing, catalogue }) =>
          lockExpectedTaxRules(pricing, expected)
            .andThen(() => catalogue.taxClasses())
            .andThen((used) => requireRates(rules, used))
            .andThen(() => pricing.saveTax(rules)),
        )
        .map(() => rules),
    );

function requireRates({ rates }: TaxRules, used: readonly TaxClass[]): Result<void, TaxClassesUncovered> {
  const taxClasses = used.filter((taxClass) => !Object.hasOwn(rates, taxClass));
  return taxClasses.length === 0 ? ok(undefined) : err({ type: 'tax-rules.classes-uncovered', taxClasses });
}
