import type { CategoryId } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import type { CatalogueReader, ProductView } from '../ports/read-models/catalogue-reader.js';
import { audienceOf, type AudienceDeps, type Shopper } from './audience-of.js';
import { chooseLocale } from './choose-locale.js';
import { makeListProducts, type ListProductsError } from './list-products.js';

/** `text` is the text typed so far; its last word may be incomplete. */
export type SuggestProductsQuery = Shopper & { readonly text: string };
/** A few of each, and the language of the products. */
export type Suggestions = {
  readonly products: readonly ProductView[];
  readonly categories: readonly { readonly id: CategoryId; readonly slug: string; readonly name: string }[];
  readonly brands: readonly string[];
  readonly locale: string;
};
/** Suggests products, categories and brands for a search. */
export type SuggestProducts = (query: SuggestProductsQuery) => ResultAsync<Suggestions, ListProductsError>;

export const makeSuggestProducts = (
  deps: AudienceDeps & { readonly catalogueReader: CatalogueReader },
): SuggestProducts => {
  const listProducts = makeListProducts(deps);
  return ({ text, ...shopper }) =>
    ResultAsync.combine([
      deps.catalogueReader.suggest(text, audienceOf(deps, shopper)),
      deps.readOriginalLocale(),
    ]).andThen(([{ productIds, categories, brands }, original]) =>
      listProducts({
        ...shopper,
        filter: { ids: productIds },
        sorting: [],
        page: { type: 'cursor', limit: Math.max(productIds.length, 1) },
      }).map(({ page: { data }, locale }) => ({
        products: productIds.flatMap((id) => data.find((product) => product.id === id) ?? []),
        categories: categories.map(({ translations = {}, ...category }) => ({
          ...category,
          name:
            translations[chooseLocale(shopper.locales ?? [], Object.keys(translations), original)]?.name ??
            category.name,
        })),
        brands,
        locale,
      })),
    );
};
