import type { Ids } from '../../ports/ids.js';
import type { AwaitedImage } from '../../ports/repositories/catalogue/awaited-image-records.js';
import type { ManagedProduct, ProductImage } from '../../ports/repositories/catalogue/product-records.js';

/** The place of a picture that only variants show: after all others. */
const lastPosition = 1_000;

/**
 * A product with the links that are awaited among its pictures, as a file states it: only so can an import compare the
 * two. `withoutAwaited` is the reverse.
 */
export function withAwaited(product: ManagedProduct, awaited: readonly AwaitedImage[]): ManagedProduct {
  if (awaited.length === 0) return product;
  const images = [...product.images];
  for (const { id, url, alt, position } of [...awaited].sort((left, right) => left.position - right.position))
    images.splice(position, 0, { id, url, alt });
  const variants = product.variants.map((variant) => {
    const link = awaited.find((image) => image.variantIds.includes(variant.id));
    return link === undefined ? variant : { ...variant, image: link.url };
  });
  return { ...product, images, variants };
}

/** Whether a picture is on a site. The address of a picture of the shop itself is a path. */
export const isLink = (url: string): boolean => /^https?:/iu.test(url);

/** Whether a file links to a picture. The shop's own has a path, before which an export puts the shop's address. */
export const isLinkedBy = ({ url, source }: ProductImage, link: string): boolean =>
  url === link || source === link || (url.startsWith('/') && link.endsWith(url));

export type Split = { readonly product: ManagedProduct; readonly awaited: readonly AwaitedImage[] };

type From = {
  /** The product as it is stored; absent if it is new. */
  readonly before: ManagedProduct | undefined;
  readonly awaited: readonly AwaitedImage[];
  readonly importId: string;
  /** The line of the file that states a link. */
  readonly lineOf: (url: string) => number;
  readonly ids: Ids;
};

/** A product that an import has changed, as it is stored: without links that are still to be fetched. */
export function withoutAwaited(product: ManagedProduct, { before, awaited, importId, lineOf, ids }: From): Split {
  const stored = new Map(before?.images.map((image) => [image.id, image]));
  const known = new Map(awaited.map((image) => [image.id, image]));
  const links = new Map<string, AwaitedImage>();
  const awaitLink = (id: string, link: Pick<AwaitedImage, 'url' | 'alt' | 'position'>): AwaitedImage => {
    const made: AwaitedImage = {
      importId,
      line: lineOf(link.url),
      attempts: 0,
      ...known.get(id),
      ...link,
      id,
      productId: product.id,
      variantIds: [],
    };
    links.set(made.url, made);
    return made;
  };
  const images = product.images.flatMap((image, position): readonly ProductImage[] => {
    if (stored.has(image.id) || !isLink(image.url)) return [image];
    awaitLink(image.id, { url: image.url, alt: image.alt, position });
    return [];
  });
  const shown = new Map(before?.variants.map(({ id, image }) => [id, image]));
  const variants = product.variants.map(({ image, ...variant }) => {
    if (image === undefined) return variant;
    if (!isLink(image) || shown.get(variant.id) === image) return { ...variant, image };
    const earlier = awaited.find(({ url }) => url === image)?.id ?? ids.next();
    const link = links.get(image) ?? awaitLink(earlier, { url: image, alt: '', position: lastPosition });
    links.set(image, { ...link, variantIds: [...link.variantIds, variant.id] });
    return variant;
  });
  return { product: { ...product, images, variants }, awaited: [...links.values()] };
}
