import type { FacetName, ProductFilter } from '@cartwright/application';
import { Type } from 'typebox';
import { PageMeta, pageQuery, sortQuery } from '../../requests/list-schemas.js';
import { localeAndCurrencyQuery } from '../../requests/shopper.js';
import { closed, nullable } from '../../requests/plain-schemas.js';
import { ProductResponse } from './catalogue-schemas.js';

const FacetValues = Type.Array(
  Type.Object(
    { value: Type.String(), name: Type.String(), count: Type.Integer() },
    { title: 'FacetValue', description: 'A filter value, its name, and how many products match.' },
  ),
);

const FacetPrice = Type.Integer({ description: 'Minor units.' });

const Facets = Type.Object(
  {
    category: Type.Optional(FacetValues),
    brand: Type.Optional(FacetValues),
    tag: Type.Optional(FacetValues),
    option: Type.Optional(Type.Record(Type.String(), FacetValues, { description: 'By option name.' })),
    price: Type.Optional(
      Type.Object(
        { min: nullable(FacetPrice), max: nullable(FacetPrice) },
        { description: 'Minor units in the currency of the list; null if it is empty.' },
      ),
    ),
  },
  { title: 'Facets', description: 'Each counts the products that match all other filters; at most 100 values each.' },
);

export const ProductListResponse = Type.Object({
  data: Type.Array(ProductResponse),
  meta: Type.Object({ ...PageMeta.properties, facets: Type.Optional(Facets) }, { title: 'ProductPageMeta' }),
});

/** A filter by an option: `option.Color=red`. */
const optionPattern = '^option\\..{1,80}$';

export const facetNames = ['category', 'brand', 'tag', 'option', 'price'] as const satisfies readonly FacetName[];
export const productSortKeys = ['price', 'name', 'createdAt', 'rating', 'popularity'] as const;

const Price = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Minor units in the currency of the list.',
});

/** Values of one filter, as a repeated parameter. */
const anyOfValues = (description = '') =>
  Type.Array(Type.String({ maxLength: 255 }), {
    maxItems: 20,
    description: `${description} Repeated, it lists what has any of its values: \`brand=a&brand=b\`.`.trim(),
  });

export const ProductListQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'Words in any order, form and case, with or without accents. A product matches if all are in its name, brand, ' +
          'categories, tags, SKUs or description. Parts of words match in the name. A search with few results also tolerates ' +
          'typing errors.',
      }),
    ),
    ids: Type.Optional(
      Type.String({ maxLength: 3700, description: 'At most 100 ids separated by commas. Only these are listed.' }),
    ),
    category: Type.Optional(anyOfValues("A category's slug; includes its descendants.")),
    brand: Type.Optional(anyOfValues('The name of a brand.')),
    tag: Type.Optional(anyOfValues('A tag.')),
    minPrice: Type.Optional(Price),
    maxPrice: Type.Optional(Price),
    inStock: Type.Optional(Type.Boolean()),
    minRating: Type.Optional(
      Type.Number({ minimum: 0, maximum: 5, description: 'Minimum stars. Unrated products are omitted.' }),
    ),
    facets: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `Facets to count in \`meta.facets\`, separated by commas: ${facetNames.join(', ')}.`,
      }),
    ),
    sort: sortQuery(productSortKeys),
    ...localeAndCurrencyQuery,
    ...pageQuery,
  },
  { ...closed, patternProperties: { [optionPattern]: anyOfValues() } },
);

/** `option.Color=red&option.Color=blue` as a filter by the option `Color`. */
export function readOptions<Filter extends object>(query: Filter): Filter & Pick<ProductFilter, 'options'> {
  const isOption = (name: string): boolean => name.startsWith('option.');
  const entries = Object.entries(query) as readonly (readonly [string, readonly string[]])[];
  const options = entries.flatMap(([name, value]) =>
    isOption(name) ? [[name.slice('option.'.length), value] as const] : [],
  );
  const rest = Object.fromEntries(entries.filter(([name]) => !isOption(name))) as Filter;
  return options.length === 0 ? rest : { ...rest, options: Object.fromEntries(options) };
}
