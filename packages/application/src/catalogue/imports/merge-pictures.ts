import type { Ids } from '../../ports/ids.js';
import type { ProductImage } from '../../ports/repositories/catalogue/product-records.js';
import { isLinkedBy } from '../images/awaited-images.js';
import type { Outcome } from './import-counts.js';
import type { StatedPicture } from './read-product.js';

/** The pictures of a file come first, in its order; others of the product stay behind them. */
export function mergePictures(
  before: readonly ProductImage[],
  stated: readonly StatedPicture[],
  ids: Ids,
): { readonly images: readonly ProductImage[]; readonly outcomes: readonly Outcome[] } {
  const left = new Set(before);
  const merged = stated.map(({ url, alt }, index): { readonly image: ProductImage; readonly outcome: Outcome } => {
    const known = before.find((image) => left.has(image) && isLinkedBy(image, url));
    if (known === undefined) return { image: { id: ids.next(), url, alt: alt ?? '' }, outcome: 'created' };
    left.delete(known);
    const image = alt === undefined || alt === known.alt.trim() ? known : { ...known, alt };
    return { image, outcome: image === known && before.indexOf(known) === index ? 'unchanged' : 'changed' };
  });
  return {
    images: [...merged.map(({ image }) => image), ...before.filter((image) => left.has(image))],
    outcomes: merged.map(({ outcome }) => outcome),
  };
}
