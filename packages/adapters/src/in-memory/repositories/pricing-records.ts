import type { PricingRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pricingOf, type Tables } from '../store.js';

export const pricingRecords = (tables: Tables): PricingRecords => ({
  rules: () => okAsync(pricingOf(tables)),
  lockTax: () => okAsync(pricingOf(tables).tax),
  saveTax: (tax) => {
    const { tax: _before, ...rest } = pricingOf(tables);
    tables.pricing.set('rules', tax === undefined ? rest : { ...rest, tax });
    return okAsync(undefined);
  },
});
