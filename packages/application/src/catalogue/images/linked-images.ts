import type { ProductImage } from '../../ports/repositories/catalogue/product-records.js';

/** Links to pictures of other sites as pictures of a product. An existing one keeps its id. */
export const linkedImages = (
  links: readonly { readonly url: string; readonly alt: string }[],
  before: readonly ProductImage[],
  newId: () => string,
): readonly ProductImage[] =>
  links.map(({ url, alt }) => ({ id: before.find((image) => image.url === url)?.id ?? newId(), url, alt }));
