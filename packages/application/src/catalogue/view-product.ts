import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { NoPrice } from '../cart/choose-prices.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CatalogueReader, OfferedProduct, ProductView } from '../ports/read-models/catalogue-reader.js';
import { audienceOf, type AudienceDeps, type Shopper } from './audience-of.js';
import { chooseLocale } from './choose-locale.js';
import { showProduct, type Audience } from './show-product.js';
import { isPublished } from './is-published.js';

export type ViewProductQuery = Shopper & { readonly idOrSlug: string };
/** Shoppers cannot see a product with this id or slug. */
export type ProductNotFound = { readonly type: 'catalogue.product-not-found'; readonly idOrSlug: string };
export type ViewProductError = ProductNotFound | NoPrice | StorageUnavailable;
/** A product and its language. */
export type ViewedProduct = { readonly product: ProductView; readonly locale: string };
/** One product as the caller sees it: in their language and at their prices. */
export type ViewProduct = (query: ViewProductQuery) => ResultAsync<ViewedProduct, ViewProductError>;

export const makeViewProduct =
  (deps: AudienceDeps & { readonly catalogueReader: Pick<CatalogueReader, 'product'> }): ViewProduct =>
  ({ idOrSlug, ...shopper }) =>
    ResultAsync.combine([deps.catalogueReader.product(idOrSlug), deps.readOriginalLocale()]).andThen(
      ([found, original]) => {
        const locale = chooseLocale(shopper.locales ?? [], Object.keys(found?.translations ?? {}), original);
        const audience = { ...audienceOf(deps, shopper), locale };
        return show(idOrSlug, found, audience).map((product) => ({ product, locale }));
      },
    );

function show(
  idOrSlug: string,
  found: OfferedProduct | undefined,
  audience: Audience,
): Result<ProductView, ProductNotFound | NoPrice> {
  const [variant] = found?.variants ?? [];
  if (found === undefined || variant === undefined || !isPublished(found, audience.at)) {
    return err({ type: 'catalogue.product-not-found', idOrSlug });
  }
  const product = showProduct(found, audience);
  return product === undefined
    ? err({ type: 'pricing.no-price', variantId: variant.id, currency: audience.currency })
    : ok(product);
}
