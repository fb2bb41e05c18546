import type { CatalogueReader, OfferedProduct } from '../ports/read-models/catalogue-reader.js';
import type { HtmlSanitizer } from '../ports/html-sanitizer.js';
import { sanitizeTexts } from './sanitize-texts.js';

/**
 * The catalogue with safe descriptions. Imports and editors store safe ones, but earlier versions did
 * not.
 * A product that comes from a cache is sanitized once.
 */
export function makeSanitizedCatalogue({
  catalogueReader,
  htmlSanitizer,
}: {
  readonly catalogueReader: CatalogueReader;
  readonly htmlSanitizer: HtmlSanitizer;
}): CatalogueReader {
  const known = new WeakMap<OfferedProduct, OfferedProduct>();
  const sanitized = (product: OfferedProduct): OfferedProduct => {
    const before = known.get(product);
    if (before !== undefined) return before;
    const safe = sanitizeTexts(htmlSanitizer, product);
    known.set(product, safe);
    return safe;
  };
  return {
    ...catalogueReader,
    products: (filter, sorting, page, listed) =>
      catalogueReader
        .products(filter, sorting, page, listed)
        .map((found) => ({ ...found, data: found.data.map(sanitized) })),
    product: (idOrSlug) =>
      catalogueReader.product(idOrSlug).map((found) => (found === undefined ? undefined : sanitized(found))),
  };
}
