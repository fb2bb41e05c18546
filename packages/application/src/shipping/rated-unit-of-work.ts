import { checkShippingMethod, type ShippingMethod } from '@cartwright/domain';
import type { Log } from '../ports/log.js';
import type { PricingFactsReader } from '../ports/repositories/pricing-facts.js';
import type { PricingRules } from '../ports/repositories/pricing-records.js';
import type { ReadRepositories, Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { ShippingRates } from '../ports/pricing/shipping-rates.js';

/**
 * The unit of work, in which carts are priced by the shipping methods that `shippingRates` returns. The methods that
 * staff manage stay those of the shop. Rates that throw or return a malformed method are logged, and the methods of the
 * shop hold.
 */
export function ratedUnitOfWork(unitOfWork: UnitOfWork, rates: ShippingRates, log: Log): UnitOfWork {
  const rated = (rules: PricingRules): PricingRules => {
    try {
      const shippingMethods = rates.current(rules.shippingMethods);
      for (const method of shippingMethods) requireValid(method, rules.shippingMethods);
      return { ...rules, shippingMethods };
    } catch (err) {
      log.error({ err }, 'shipping rates failed');
      return rules;
    }
  };
  const withRates = <Reader extends PricingFactsReader>(reader: Reader): Reader => ({
    ...reader,
    facts: (query) => reader.facts(query).map((facts) => ({ ...facts, rules: rated(facts.rules) })),
  });
  return {
    ...unitOfWork,
    run: (work) =>
      unitOfWork.run((repositories: Repositories) => {
        const { pricing, locking } = repositories;
        const lockingRated = { ...locking, pricing: withRates(locking.pricing) };
        return work({ ...repositories, pricing: withRates(pricing), locking: lockingRated });
      }),
    read: (work) =>
      unitOfWork.read((repositories: ReadRepositories) =>
        work({ ...repositories, pricing: withRates(repositories.pricing) }),
      ),
  };
}

/** A cart that meets a malformed method cannot be priced. Those of the shop were checked when they were set. */
function requireValid(method: ShippingMethod, own: readonly ShippingMethod[]): void {
  if (own.includes(method)) return;
  const checked = checkShippingMethod(method);
  if (!checked.ok) throw new Error(`malformed shipping method: ${JSON.stringify(checked.error)}`);
}
