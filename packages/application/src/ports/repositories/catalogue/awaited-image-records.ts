import type { ProductId, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A picture of a product that is to be fetched from another site. Nobody sees it before. */
export type AwaitedImage = {
  /** Its id as a picture of the product, too. */
  readonly id: string;
  readonly productId: ProductId;
  readonly url: string;
  readonly alt: string;
  /** Its place among the pictures of the product, from 0. */
  readonly position: number;
  /** Variants that show it. */
  readonly variantIds: readonly VariantId[];
  /** Where failures are reported: the import, and the line of its file. */
  readonly importId: string;
  readonly line: number;
  /** Failed attempts to fetch it. */
  readonly attempts: number;
};

export type AwaitedImageRecords = {
  readonly find: (id: string) => ResultAsync<AwaitedImage | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<AwaitedImage | undefined, never>;
  /** Of these products, by position. */
  readonly ofProducts: (productIds: readonly ProductId[]) => ResultAsync<readonly AwaitedImage[], never>;
  /** Adds pictures, or replaces those of the same ids. They are removed with their products. */
  readonly save: (images: readonly AwaitedImage[]) => ResultAsync<void, never>;
  readonly remove: (ids: readonly string[]) => ResultAsync<void, never>;
};
