import type { PricingRecords, PricingRules } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pricingOf, type Tables } from '../store.js';

export const pricingRecords = (tables: Tables): PricingRecords => {
  const save = (changes: Partial<PricingRules>) => {
    tables.pricing.set('rules', { ...pricingOf(tables), ...changes });
    return okAsync(undefined);
  };
  return {
    rules: () => okAsync(pricingOf(tables)),
    lockTax: () => okAsync(pricingOf(tables).taxZones),
    lockTaxShared: () => okAsync(pricingOf(tables).taxZones),
    saveTax: (taxZones) => {
      const { taxZones: _before, ...rest } = pricingOf(tables);
      tables.pricing.set('rules', taxZones === undefined ? rest : { ...rest, taxZones });
      return okAsync(undefined);
    },
    lockMinimumOrders: () => okAsync(pricingOf(tables).minimumOrderRules),
    saveMinimumOrders: (minimumOrderRules) => save({ minimumOrderRules }),
    lockShippingMethod: (wanted) => okAsync(pricingOf(tables).shippingMethods.find(({ id }) => id === wanted)),
    saveShippingMethod: (method) => {
      const { shippingMethods } = pricingOf(tables);
      const isKnown = shippingMethods.some(({ id }) => id === method.id);
      return save({
        shippingMethods: isKnown
          ? shippingMethods.map((each) => (each.id === method.id ? method : each))
          : [...shippingMethods, method],
      });
    },
    removeShippingMethod: (wanted) =>
      save({ shippingMethods: pricingOf(tables).shippingMethods.filter(({ id }) => id !== wanted) }),
  };
};
