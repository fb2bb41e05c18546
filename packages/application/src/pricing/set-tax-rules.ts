import { checkTaxZones, compareIds, type TaxClass, type TaxZone, type TaxZonesError } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import { fromSetup } from '../from-domain.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PricingRules } from '../ports/repositories/pricing-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { requireRates, type TaxClassesUncovered } from './classes-with-rates.js';
import { lockExpectedTaxRules, type ExpectedTaxRules, type TaxRulesStale } from './expected-tax-rules.js';

export type SetTaxRulesCommand = ExpectedTaxRules & { readonly zones: readonly TaxZone[] };
export type SetTaxRulesError = TaxZonesError | TaxClassesUncovered | TaxRulesStale | StorageUnavailable;
/** Replaces how the shop charges tax, from now on. Orders keep the tax that they were placed with. */
export type SetTaxRules = (command: SetTaxRulesCommand) => ResultAsync<readonly TaxZone[], SetTaxRulesError>;

export const makeSetTaxRules =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): SetTaxRules =>
  ({ zones, ...expected }) =>
    fromSetup(checkTaxZones(zones)).asyncAndThen(() =>
      unitOfWork
        .run(({ pricing, catalogue }) =>
          lockExpectedTaxRules(pricing, expected)
            .andThen(() => ResultAsync.combine([catalogue.taxClasses(), pricing.rules()]))
            .andThen(([ofVariants, rules]) => requireRates(zones, usedOf(ofVariants, rules)))
            .andThen(() => pricing.saveTax(zones)),
        )
        .map(() => zones),
    );

/** The tax classes of variants and of shipping methods, each once, by name. */
function usedOf(ofVariants: readonly TaxClass[], { shippingMethods }: PricingRules): readonly TaxClass[] {
  const ofMethods = shippingMethods.flatMap(({ taxClass }) => (taxClass === undefined ? [] : [taxClass]));
  return [...new Set([...ofVariants, ...ofMethods])].sort(compareIds);
}
