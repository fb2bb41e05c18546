import type { ShopDetails, ShopRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pricingOf, type Tables } from '../store.js';

export const shopRecords = (tables: Tables): ShopRecords => {
  const save = (details: ShopDetails) => {
    tables.shop.set('shop', details);
    const { country: _before, ...rules } = pricingOf(tables);
    const { country } = details;
    tables.pricing.set('rules', country === undefined ? rules : { ...rules, country });
    return okAsync(undefined);
  };
  const find = () => okAsync(tables.shop.get('shop'));
  return { find, lock: find, add: (details) => (tables.shop.has('shop') ? okAsync(undefined) : save(details)), save };
};
