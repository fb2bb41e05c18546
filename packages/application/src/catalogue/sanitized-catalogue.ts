import type { CatalogueReader, ProductView } from '../ports/read-models/catalogue-reader.js';
import type { HtmlSanitizer } from '../ports/html-sanitizer.js';

/**
 * The catalogue with safe descriptions, whatever is stored. Imports sanitize what they store; earlier versions did not.
 * A product that comes from a cache is sanitized once.
 */
export function makeSanitizedCatalogue({
  catalogueReader,
  htmlSanitizer,
}: {
  readonly catalogueReader: CatalogueReader;
  readonly htmlSanitizer: HtmlSanitizer;
}): Pick<CatalogueReader, 'products' | 'product'> {
  const known = new WeakMap<ProductView, ProductView>();
  const sanitized = (product: ProductView): ProductView => {
    const before = known.get(product);
    if (before !== undefined) return before;
    const description = htmlSanitizer.sanitize(product.description);
    const safe = description === product.description ? product : { ...product, description };
    known.set(product, safe);
    return safe;
  };
  return {
    products: (filter, sorting, page) =>
      catalogueReader.products(filter, sorting, page).map((found) => ({ ...found, data: found.data.map(sanitized) })),
    product: (idOrSlug) =>
      catalogueReader.product(idOrSlug).map((found) => (found === undefined ? undefined : sanitized(found))),
  };
}
