import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  CatalogueReader,
  ProductFilter,
  ProductSortKey,
  ProductView,
} from '../ports/read-models/catalogue-reader.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from '../ports/read-models/paging.js';
import { audienceOf, type AudienceDeps, type Looking } from './audience-of.js';
import { chooseLocale } from './choose-locale.js';
import { showProduct } from './show-product.js';

export type ListProductsQuery = Looking & {
  readonly filter: ProductFilter;
  readonly sorting: Sorting<ProductSortKey>;
  readonly page: PageRequest;
};
export type ListProductsError = CursorMalformed | StorageUnavailable;
/** A part of a list, and the language that it is shown in. */
export type ListedProducts = { readonly page: Page<ProductView>; readonly locale: string };
/** Products as the caller sees them: in their language and at their prices. */
export type ListProducts = (query: ListProductsQuery) => ResultAsync<ListedProducts, ListProductsError>;

export const makeListProducts =
  (deps: AudienceDeps & { readonly catalogueReader: CatalogueReader }): ListProducts =>
  ({ filter, sorting, page, ...looking }) =>
    audienceOf(deps, looking).andThen((audience) =>
      deps.catalogueReader
        .products(filter, sorting, page, { ...audience, locales: looking.locales ?? [] })
        .map(({ data, meta }) => {
          const translated = new Set(data.flatMap(({ translations }) => Object.keys(translations)));
          const locale = chooseLocale(looking.locales ?? [], translated);
          return {
            page: { data: data.flatMap((product) => showProduct(product, { ...audience, locale }) ?? []), meta },
            locale,
          };
        }),
    );
