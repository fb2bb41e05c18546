import type { FacetValue, ProductFacets } from '@cartwright/application';

/** So many values of a facet are named. */
const mostValues = 100;

/** Products that have the same list of values, such as tags, and how many they are. */
export type Group = { readonly values: readonly (string | null)[]; readonly count: number };

/** How many products have each value; `entriesOf` returns what the values of a group count for, each once. */
export function sum(
  groups: readonly Group[],
  entriesOf: (values: readonly string[]) => Iterable<string> = (values) => new Set(values),
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { values, count } of groups)
    for (const value of entriesOf(values.filter((one) => one !== null)))
      counts.set(value, (counts.get(value) ?? 0) + count);
  return counts;
}

export const mostFrequent = <Value extends FacetValue>(values: readonly Value[]): readonly Value[] =>
  values.toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1)).slice(0, mostValues);

export const valuesOf = (groups: readonly Group[]): readonly FacetValue[] =>
  mostFrequent([...sum(groups)].map(([value, count]) => ({ value, name: value, count })));

/**
 * The values of each option, by its name. `counted` has the groups of each of `facets`: `option` for all options that
 * nothing is chosen of, and `option:colour` for one that a filter chooses a value of.
 */
export function optionFacet(
  facets: readonly string[],
  counted: readonly (readonly Group[])[],
): NonNullable<ProductFacets['option']> {
  const options = new Map<string, FacetValue[]>();
  for (const [index, facet] of facets.entries())
    for (const [entry, count] of sum(counted[index] ?? [])) {
      const [name = '', value = ''] = JSON.parse(entry) as readonly string[];
      const own = `option:${name.toLowerCase()}`;
      if (facet !== (facets.includes(own) ? own : 'option')) continue;
      options.set(name, [...(options.get(name) ?? []), { value, name: value, count }]);
    }
  return Object.fromEntries(
    [...options]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .slice(0, mostValues)
      .map(([name, values]) => [name, mostFrequent(values)]),
  );
}
