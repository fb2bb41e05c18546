import { describe, expect, it } from 'vitest';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';
import { itemNames, itemsInLanguage } from './item-names.js';

const item = (name: string, translatedNames?: CatalogueItem['translatedNames']): CatalogueItem => ({
  ...itemNames({ name, ...(translatedNames === undefined ? {} : { translatedNames }) }, ''),
  variantId: name,
  productId: name,
  categoryIds: [],
  digital: false,
  offers: [],
  sku: name,
  slug: name,
  options: {},
  onSale: true,
});
const items = new Map([
  ['mug', item('Mug', { de: 'Becher', 'fr-CH': 'Gobelet' })],
  ['pen', item('Pen', { de: 'Stift' })],
  ['book', item('Book')],
]);
const shown = (wanted: readonly string[], original?: string) => {
  const { items: found, locale } = itemsInLanguage(items, wanted, original);
  return [locale, ...[...found.values()].map(({ name }) => name)];
};

describe('the names of items', () => {
  it('are in the first wanted language that one of them is translated to', () => {
    expect(shown(['nl', 'de-AT', 'fr'])).toEqual(['de', 'Becher', 'Stift', 'Book']);
    expect(shown(['fr', 'de'])).toEqual(['fr-CH', 'Gobelet', 'Pen', 'Book']);
  });

  it('are the original ones where that language is wanted before, or no other is there', () => {
    expect(shown(['en', 'de'])).toEqual(['en', 'Mug', 'Pen', 'Book']);
    expect(shown(['nl', 'de'], 'nl')).toEqual(['nl', 'Mug', 'Pen', 'Book']);
    expect(shown(['pl'], 'nl')).toEqual(['nl', 'Mug', 'Pen', 'Book']);
    expect(shown([])).toEqual(['en', 'Mug', 'Pen', 'Book']);
  });

  it('end with the name of the variant', () => {
    expect(itemNames({ name: 'Mug', translatedNames: { de: 'Becher' } }, 'Red')).toEqual({
      name: 'Mug (Red)',
      translatedNames: { de: 'Becher (Red)' },
    });
    expect(itemNames({ name: 'Mug' }, '')).toEqual({ name: 'Mug' });
  });
});
