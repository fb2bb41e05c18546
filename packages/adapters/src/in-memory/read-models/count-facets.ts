import type { FacetName, ManagedCategory, ProductFacets, ProductFilter } from '@cartwright/application';
import type { CategoryId } from '@cartwright/domain';
import { mostFrequent, optionFacet, sum, valuesOf, type Group } from '../../system/facet-values.js';

/** What facets count of a product; each option as JSON of its name and value. */
export type FacetedProduct = {
  readonly brand?: string;
  readonly tags: readonly string[];
  readonly categoryIds: readonly CategoryId[];
  readonly options: readonly string[];
  /** Minor units, of all its variants. */
  readonly amounts: readonly number[];
};

/**
 * Counts facets: each over the products that the filter lets through without the part of it that the facet offers.
 *
 * @param listed - the products that a filter lets through
 */
export function countFacets(
  filter: ProductFilter,
  names: readonly FacetName[],
  listed: (filter: ProductFilter) => readonly FacetedProduct[],
  categories: ReadonlyMap<CategoryId, ManagedCategory>,
): ProductFacets {
  const without = (...left: readonly (keyof ProductFilter)[]): readonly FacetedProduct[] =>
    listed(Object.fromEntries(Object.entries(filter).filter(([name]) => !left.some((one) => one === name))));
  const groups = (products: readonly FacetedProduct[], of: (product: FacetedProduct) => readonly string[]) =>
    products.map((product): Group => ({ values: of(product), count: 1 }));
  const amounts = without('minPrice', 'maxPrice').flatMap((product) => product.amounts);
  const extreme = (of: (...all: readonly number[]) => number) => (amounts.length === 0 ? null : of(...amounts));
  const facets: Required<ProductFacets> = {
    category: categoryFacet(
      groups(without('category'), ({ categoryIds }) => categoryIds),
      categories,
    ),
    brand: valuesOf(groups(without('brand'), ({ brand }) => (brand === undefined ? [] : [brand]))),
    tag: valuesOf(groups(without('tag'), ({ tags }) => tags)),
    option: optionsOf(filter, listed, groups),
    price: { min: extreme(Math.min), max: extreme(Math.max) },
  };
  return Object.fromEntries(names.map((name) => [name, facets[name]]));
}

function optionsOf(
  filter: ProductFilter,
  listed: (filter: ProductFilter) => readonly FacetedProduct[],
  groups: (products: readonly FacetedProduct[], of: (product: FacetedProduct) => readonly string[]) => readonly Group[],
): NonNullable<ProductFacets['option']> {
  const chosen = Object.entries(filter.options ?? {});
  const without = (name: string): ProductFilter => ({
    ...filter,
    options: Object.fromEntries(chosen.filter(([other]) => other !== name)),
  });
  const names = chosen.map(([name]) => name);
  return optionFacet(
    ['option', ...names.map((name) => `option:${name.toLowerCase()}`)],
    [filter, ...names.map(without)].map((left) => groups(listed(left), ({ options }) => options)),
  );
}

function categoryFacet(
  groups: readonly Group[],
  categories: ReadonlyMap<CategoryId, ManagedCategory>,
): NonNullable<ProductFacets['category']> {
  const withAbove = (ids: readonly string[]): ReadonlySet<string> => {
    const all = new Set<string>();
    for (const start of ids)
      for (let at = categories.get(start); at !== undefined; at = categories.get(at.parentId ?? '')) all.add(at.id);
    return all;
  };
  return mostFrequent(
    [...sum(groups, withAbove)].flatMap(([id, count]) => {
      const row = categories.get(id);
      return row === undefined ? [] : [{ value: row.slug, name: row.name, count, translations: row.translations }];
    }),
  );
}
