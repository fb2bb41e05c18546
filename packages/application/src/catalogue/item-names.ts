import { localesOf } from '../shop/original-locale.js';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';
import { chooseLocale } from './choose-locale.js';

type Names = Pick<CatalogueItem, 'name' | 'translatedNames'>;

/**
 * The names of a variant from those of its product and its own one, which is in the language of the shop.
 *
 * @example itemNames({ name: 'Mug', translatedNames: { de: 'Becher' } }, 'Red')
 * // { name: 'Mug (Red)', translatedNames: { de: 'Becher (Red)' } }
 */
export function itemNames({ name, translatedNames = {} }: Names, variantName: string): Names {
  const named = (product: string) => (variantName === '' ? product : `${product} (${variantName})`);
  const translated = Object.entries(translatedNames).map(([locale, product]) => [locale, named(product)] as const);
  return {
    name: named(name),
    ...(translated.length === 0 ? {} : { translatedNames: Object.fromEntries(translated) }),
  };
}

/**
 * Items with their names in the first of the wanted locales (best first) that one of them is translated to, and that
 * locale. An item without this translation has its original name.
 */
export function itemsInLanguage<Id>(
  items: ReadonlyMap<Id, CatalogueItem>,
  wanted: readonly string[],
  original: string | undefined,
): { readonly items: ReadonlyMap<Id, CatalogueItem>; readonly locale: string } {
  const [untranslated] = localesOf(original === undefined ? undefined : { locales: [original] });
  const known = new Set([...items.values()].flatMap(({ translatedNames = {} }) => Object.keys(translatedNames)));
  const locale = chooseLocale(wanted, known, untranslated);
  if (!known.has(locale)) return { items, locale };
  const shown = [...items].map(([id, item]) => {
    const name = item.translatedNames?.[locale];
    return [id, name === undefined ? item : { ...item, name }] as const;
  });
  return { items: new Map(shown), locale };
}
