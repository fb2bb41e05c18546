import type { Instant, ProductId } from '@cartwright/domain';
import { okAsync, ResultAsync } from 'neverthrow';
import type { Ids } from '../../ports/ids.js';
import type { RemoteFiles } from '../../ports/remote-files.js';
import type { AwaitedImage } from '../../ports/repositories/catalogue/awaited-image-records.js';
import type { ManagedProduct, ProductWrite } from '../../ports/repositories/catalogue/product-records.js';
import type { Repositories } from '../../ports/repositories/unit-of-work.js';
import { isLink, isLinkedBy, withoutAwaited } from '../images/awaited-images.js';
import type { ProductFormat } from './fields.js';
import type { ImportedProduct, StatedVariant } from './read-product.js';

/** What becomes of pictures that a file links to: `fetch` stores them in the shop, `link` keeps the links. */
export type PictureDeps = {
  readonly importImages?: 'fetch' | 'link';
  readonly remoteFiles: Pick<RemoteFiles, 'isRefused'>;
  readonly ids: Ids;
};

/**
 * Refuses links whose text shows that they lead into a private network. Pictures that the product has already are not
 * fetched again, so they stay: in an export they have the address of the shop, which may be private itself.
 */
export function refusePictures(
  imported: ImportedProduct,
  before: ManagedProduct | undefined,
  { columnOf }: ProductFormat,
  { importImages, remoteFiles }: PictureDeps,
): ImportedProduct {
  if (importImages !== 'fetch') return imported;
  const isKnown = (url: string): boolean =>
    before?.images.some((image) => isLinkedBy(image, url)) === true ||
    before?.variants.some(({ image }) => image === url) === true;
  const isRefusedUrl = (url: string): boolean => remoteFiles.isRefused(url) && !isKnown(url);
  const pictures = imported.pictures.filter(({ url }) => !isRefusedUrl(url));
  const isRefused = (image: string | null | undefined): boolean =>
    typeof image === 'string' && isLink(image) && isRefusedUrl(image);
  const variants = imported.variants.map((variant): StatedVariant => {
    if (!isRefused(variant.image)) return variant;
    const { image: _refused, ...rest } = variant;
    return rest;
  });
  const refused = [
    ...imported.pictures
      .filter(({ url }) => isRefusedUrl(url))
      .map(({ line }) => ({ line, column: columnOf('image') })),
    ...imported.variants
      .filter(({ image }) => isRefused(image))
      .map(({ line }) => ({ line, column: columnOf('variantImage') })),
  ].map((where) => ({
    ...where,
    code: 'image.address-refused',
    reason: `${where.column} is not on a public address`,
  }));
  if (refused.length === 0) return imported;
  const rejected = imported.rejected.pictures + imported.pictures.length - pictures.length;
  return {
    ...imported,
    pictures,
    variants,
    failures: [...imported.failures, ...refused],
    rejected: { ...imported.rejected, pictures: rejected },
  };
}

/** A product of a file whose variants name the shop's own pictures by their addresses, not by links to them. */
export const withOwnPictures = (imported: ImportedProduct, before: ManagedProduct | undefined): ImportedProduct => ({
  ...imported,
  variants: imported.variants.map((variant) => {
    const own = before?.images.find((image) => typeof variant.image === 'string' && isLinkedBy(image, variant.image));
    return own === undefined ? variant : { ...variant, image: own.url };
  }),
});

/** The pictures that existing products wait for, by product. */
export const awaitedOf = (
  { awaitedImages }: Repositories,
  products: readonly ManagedProduct[],
): ResultAsync<ReadonlyMap<ProductId, readonly AwaitedImage[]>, never> =>
  products.length === 0
    ? okAsync(new Map())
    : awaitedImages
        .ofProducts(products.map(({ id }) => id))
        .map((all) => new Map(products.map(({ id }) => [id, all.filter(({ productId }) => productId === id)])));

/** A product to write, and the pictures that it waits for afterwards and before. */
export type PlannedWrite = {
  readonly write: ProductWrite;
  readonly awaited: readonly AwaitedImage[];
  readonly before: readonly AwaitedImage[];
};

/** Takes the links that are to be fetched out of a product that is written. */
export function planPictures(
  write: ProductWrite,
  imported: ImportedProduct,
  {
    before,
    awaited,
    importId,
  }: {
    readonly before: ManagedProduct | undefined;
    readonly awaited: readonly AwaitedImage[];
    readonly importId: string;
  },
  { importImages, ids }: PictureDeps,
): PlannedWrite {
  const original = before === undefined ? write : { ...write, before };
  if (importImages !== 'fetch') return { write: original, awaited: [], before: awaited };
  const lines = new Map([
    ...imported.variants.map(({ line, image }) => [image, line] as const),
    ...imported.pictures.map(({ line, url }) => [url, line] as const),
  ]);
  const lineOf = (url: string): number => lines.get(url) ?? imported.lines[0] ?? 1;
  const split = withoutAwaited(write.product, { before, awaited, importId, lineOf, ids });
  return { write: { ...original, product: split.product }, awaited: split.awaited, before: awaited };
}

/** Stores what products wait for from now on, with a job for each new picture. */
export function saveAwaited(
  { awaitedImages, outbox }: Repositories,
  planned: readonly PlannedWrite[],
  at: Instant,
): ResultAsync<void, never> {
  const awaited = planned.flatMap((each) => each.awaited);
  const before = new Set(planned.flatMap((each) => each.before.map(({ id }) => id)));
  const left = new Set(awaited.map(({ id }) => id));
  const events = awaited
    .filter(({ id }) => !before.has(id))
    .map(({ id: imageId }) => ({ type: 'catalogue.image-awaited', imageId, at }) as const);
  const removed = [...before].filter((id) => !left.has(id));
  return (awaited.length === 0 ? okAsync(undefined) : awaitedImages.save(awaited))
    .andThen(() => (removed.length === 0 ? okAsync(undefined) : awaitedImages.remove(removed)))
    .andThen(() => (events.length === 0 ? okAsync(undefined) : outbox.add(events)));
}
