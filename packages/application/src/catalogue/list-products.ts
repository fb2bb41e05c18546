import { okAsync, ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  CatalogueReader,
  FacetName,
  ProductFacets,
  ProductFilter,
  ProductSortKey,
  ProductView,
} from '../ports/read-models/catalogue-reader.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from '../ports/read-models/paging.js';
import { audienceOf, type AudienceDeps, type Shopper } from './audience-of.js';
import { chooseLocale } from './choose-locale.js';
import { showProduct } from './show-product.js';

export type ListProductsQuery = Shopper & {
  readonly filter: ProductFilter;
  readonly sorting: Sorting<ProductSortKey>;
  readonly page: PageRequest;
  /** Facets to count. */
  readonly facets?: readonly FacetName[];
};
export type ListProductsError = CursorMalformed | StorageUnavailable;
/** A part of a list, and its language. */
export type ListedProducts = {
  readonly page: Page<ProductView>;
  readonly facets?: ProductFacets;
  readonly locale: string;
};
/** Products as the caller sees them: in their language and at their prices. */
export type ListProducts = (query: ListProductsQuery) => ResultAsync<ListedProducts, ListProductsError>;

export const makeListProducts =
  (deps: AudienceDeps & { readonly catalogueReader: CatalogueReader }): ListProducts =>
  ({ filter, sorting, page, facets = [], ...shopper }) => {
    const audience = audienceOf(deps, shopper);
    const locales = shopper.locales ?? [];
    const listed = { ...audience, locales };
    return ResultAsync.combine([
      deps.catalogueReader.products(filter, sorting, page, listed),
      deps.readOriginalLocale(),
    ]).andThen(([{ data, meta }, original]) => {
      const translated = new Set(data.flatMap(({ translations }) => Object.keys(translations)));
      const locale = chooseLocale(locales, translated, original);
      const shown = data.flatMap((product) => showProduct(product, { ...audience, locale }) ?? []);
      const result: ListedProducts = { page: { data: shown, meta }, locale };
      if (facets.length === 0) return okAsync(result);
      return deps.catalogueReader
        .facets(filter, facets, listed)
        .map((counted): ListedProducts => ({ ...result, facets: inLanguage(counted, locales, original) }));
    });
  };

/** Facets with category names in the reader's language. */
const inLanguage = (
  { category, ...facets }: ProductFacets,
  locales: readonly string[],
  original: string,
): ProductFacets => ({
  ...facets,
  ...(category === undefined
    ? {}
    : {
        category: category.map(({ translations = {}, ...value }) => ({
          ...value,
          name: translations[chooseLocale(locales, Object.keys(translations), original)]?.name ?? value.name,
        })),
      }),
});
