import type { ShopDetails, ShopRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pricingOf, type Tables } from '../store.js';

export const shopRecords = (tables: Tables): ShopRecords => {
  const save = (details: ShopDetails) => {
    tables.shop.set('shop', details);
    const { country: _country, locale: _locale, ...rules } = pricingOf(tables);
    const { country, locales: [locale] = [] } = details;
    tables.pricing.set('rules', {
      ...rules,
      ...(country === undefined ? {} : { country }),
      ...(locale === undefined ? {} : { locale }),
    });
    return okAsync(undefined);
  };
  const find = () => okAsync(tables.shop.get('shop'));
  return { find, lock: find, add: (details) => (tables.shop.has('shop') ? okAsync(undefined) : save(details)), save };
};
