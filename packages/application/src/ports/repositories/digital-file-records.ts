import type { Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** The file that buyers of a digital variant get. */
export type DigitalFile = {
  readonly variantId: VariantId;
  /** Where a `FileStore` keeps it; each file that was ever attached has one of its own. */
  readonly key: string;
  /** What the buyer's copy is called, without a path. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly uploadedAt: Instant;
};

/** Which file belongs to which variant, at most one each. */
export type DigitalFileRecords = {
  readonly find: (variantId: VariantId) => ResultAsync<DigitalFile | undefined, never>;
  /** The files that exist among those of `variantIds`. */
  readonly among: (variantIds: readonly VariantId[]) => ResultAsync<readonly DigitalFile[], never>;
  /** Attaches a file to a variant that exists, and returns the one that it replaces. */
  readonly attach: (file: DigitalFile) => ResultAsync<DigitalFile | undefined, never>;
  /** Removes the variant's file and returns it. */
  readonly detach: (variantId: VariantId) => ResultAsync<DigitalFile | undefined, never>;
};
