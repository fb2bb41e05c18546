import type { CatalogueReader, OfferedProduct } from '../ports/read-models/catalogue-reader.js';
import type { HtmlSanitizer } from '../ports/html-sanitizer.js';
import { sanitizeTexts } from './sanitize-texts.js';

/**
 * The catalogue with safe descriptions. Imports and editors store safe ones, but earlier versions did not.
 */
export function makeSanitizedCatalogue({
  catalogueReader,
  htmlSanitizer,
}: {
  readonly catalogueReader: CatalogueReader;
  readonly htmlSanitizer: HtmlSanitizer;
}): CatalogueReader {
  const sanitized = (product: OfferedProduct): OfferedProduct => sanitizeTexts(htmlSanitizer, product);
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
