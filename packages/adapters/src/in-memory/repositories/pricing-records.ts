import type { PricingRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { usageFor } from './promotion-usage-records.js';
import { pricingOf, type Tables } from '../store.js';

export const pricingRecords = (tables: Tables): PricingRecords => ({
  rules: () => okAsync(pricingOf(tables)),
  current: (buyer) => okAsync({ rules: pricingOf(tables), promotionUsage: usageFor(tables, buyer) }),
  lockTax: () => okAsync(pricingOf(tables).tax),
  saveTax: (tax) => {
    const { tax: _before, ...rest } = pricingOf(tables);
    tables.pricing.set('rules', tax === undefined ? rest : { ...rest, tax });
    return okAsync(undefined);
  },
});
