import type { ProductId } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { CatalogueReader, ProductFilter, ProductSortKey } from '../ports/read-models/catalogue-reader.js';
import type { Sorting } from '../ports/read-models/paging.js';
import type { AudienceDeps, Shopper } from './audience-of.js';
import { findProduct } from './find-product.js';
import { makeListProducts, type ListedProducts, type ListProductsError } from './list-products.js';
import type { ProductNotFound } from './view-product.js';

/** Maximum products stored as bought together with one. */
export const maximumBoughtWith = 20;

/** `limit` is at most `maximumBoughtWith`. */
export type ListRelatedProductsQuery = Shopper & { readonly idOrSlug: string; readonly limit: number };
export type ListRelatedProductsError = ProductNotFound | ListProductsError;
/**
 * Products that customers bought together with a product, most often first. Popular products of its category follow
 * while there are fewer than `limit`.
 */
export type ListRelatedProducts = (
  query: ListRelatedProductsQuery,
) => ResultAsync<
  Pick<ListedProducts, 'locale'> & { readonly data: ListedProducts['page']['data'] },
  ListRelatedProductsError
>;

export const makeListRelatedProducts = (
  deps: AudienceDeps & { readonly catalogueReader: CatalogueReader },
): ListRelatedProducts => {
  const listProducts = makeListProducts(deps);
  const { catalogueReader, clock } = deps;

  return ({ idOrSlug, limit, ...shopper }) => {
    const list = (filter: ProductFilter, sorting: Sorting<ProductSortKey>) =>
      // One more, since the product itself may be among them.
      listProducts({ ...shopper, filter, sorting, page: { type: 'cursor', limit: maximumBoughtWith + 1 } });

    const boughtWith = (id: ProductId) =>
      catalogueReader.boughtWith(id).andThen((ids) =>
        list({ ids }, []).map(({ page: { data }, locale }) => ({
          data: ids.flatMap((other) => data.find((product) => product.id === other) ?? []),
          locale,
        })),
      );

    return findProduct(catalogueReader, idOrSlug, clock.now()).andThen(({ id, categories: [category] }) =>
      boughtWith(id).andThen(({ data, locale }) => {
        if (data.length >= limit || category === undefined) return okAsync({ data: data.slice(0, limit), locale });
        const known = new Set([id, ...data.map((product) => product.id)]);
        return list({ category: [category.slug] }, [{ key: 'popularity', direction: 'desc' }]).map(
          ({ page, locale: categoryLocale }) => ({
            data: [...data, ...page.data.filter((product) => !known.has(product.id))].slice(0, limit),
            // An empty list counts as one in the original language.
            locale: data.length === 0 ? categoryLocale : locale,
          }),
        );
      }),
    );
  };
};
