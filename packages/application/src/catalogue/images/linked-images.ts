import type { ProductImage } from '../../ports/repositories/catalogue/product-records.js';

/** Pictures of other sites as a product's own list has them. One that was there before keeps its id. */
export const linkedImages = (
  links: readonly { readonly url: string; readonly alt: string }[],
  before: readonly ProductImage[],
  newId: () => string,
): readonly ProductImage[] =>
  links.map(({ url, alt }) => ({ id: before.find((image) => image.url === url)?.id ?? newId(), url, alt }));
