import type { AwaitedImageRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const awaitedImageRecords = ({ awaitedImages, products }: Tables): AwaitedImageRecords => {
  /** Those of deleted products are gone with them. */
  const found = () => [...awaitedImages.values()].filter(({ productId }) => products.has(productId));
  const find = (id: string) => okAsync(found().find((image) => image.id === id));
  return {
    find,
    lock: find,
    ofProducts: (productIds) =>
      okAsync(
        found()
          .filter(({ productId }) => productIds.includes(productId))
          .sort((left, right) => left.position - right.position || compareIds(left.id, right.id)),
      ),
    save: (images) => {
      for (const image of images) awaitedImages.set(image.id, image);
      return okAsync(undefined);
    },
    remove: (ids) => {
      for (const id of ids) awaitedImages.delete(id);
      return okAsync(undefined);
    },
  };
};
