import type { CurrencyCode, Instant, Money, ProductId, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { MirroredField, WrittenVariant } from '../../catalogue/product-mirror.js';
import type { CursorMalformed, Page, PageRequest } from '../../read-models/paging.js';

/** A difference between the shop and the payment provider. `reference` is the provider's id of a product. */
export type MirrorDifference =
  /** The provider cannot have the variant; `reason` is its own code. */
  | { readonly type: 'product.refused'; readonly variantId: VariantId; readonly reason: string }
  | {
      readonly type: 'price.refused';
      readonly variantId: VariantId;
      readonly currency: CurrencyCode;
      readonly reason: string;
    }
  /** Somebody deleted it at the provider. */
  | { readonly type: 'product.missing'; readonly variantId: VariantId; readonly reference: string }
  /** Somebody changed these fields at the provider. */
  | {
      readonly type: 'product.changed';
      readonly variantId: VariantId;
      readonly reference: string;
      readonly fields: readonly MirroredField[];
    }
  /** A product that can be bought at the provider and that the shop did not make. */
  | { readonly type: 'product.unknown'; readonly reference: string; readonly name: string }
  /** Somebody archived a present price of the shop. */
  | {
      readonly type: 'price.archived';
      readonly variantId: VariantId;
      readonly reference: string;
      readonly priceReference: string;
    }
  /** A price of a product of the shop that the shop did not make. */
  | {
      readonly type: 'price.unknown';
      readonly variantId: VariantId;
      readonly reference: string;
      readonly priceReference: string;
      readonly price?: Money;
    };

/** How much a run has processed, and with what result. */
export type MirrorCounts = {
  readonly products: number;
  readonly variants: number;
  readonly created: number;
  readonly updated: number;
  readonly deactivated: number;
  readonly refused: number;
  readonly differences: number;
};

/** The parts of a run, in their order. */
export type MirrorPhase = 'products' | 'removed-variants' | 'unknown-products' | 'prices';

/** One run of the mirror, over all products. */
export type ProductMirrorRun = {
  readonly id: string;
  /** The tick of its schedule; absent for one that was requested by hand. */
  readonly dueAt?: Instant;
  /** The id of the user who requested it. */
  readonly requestedBy?: string;
  readonly requestedAt: Instant;
  /** It writes all variants, also those that have not changed in the shop. */
  readonly rewrite: boolean;
  /** Products of the shop when it was requested. */
  readonly total: number;
  readonly phase: MirrorPhase;
  /** How far its phase is; an interrupted run continues from here. */
  readonly cursor?: string;
  /** Absent while it is not done. */
  readonly finishedAt?: Instant;
  readonly counts: MirrorCounts;
  /** The first thousand. */
  readonly differences: readonly MirrorDifference[];
};

/** A run without what it found in particular. */
export type ProductMirrorRow = Omit<ProductMirrorRun, 'differences'>;

/** A variant that the provider has. */
export type WrittenRecord = WrittenVariant & {
  readonly variantId: VariantId;
  readonly productId: ProductId;
  /** Of all that was written. */
  readonly contentHash: string;
  readonly isActive: boolean;
  readonly writtenAt: Instant;
};

/** Runs of the product mirror, and what the provider calls each variant. */
export type ProductMirrorRecords = {
  /** Stores it and returns true; returns false and stores nothing while one is not done, or when one has its tick. */
  readonly add: (run: ProductMirrorRun) => ResultAsync<boolean, never>;
  readonly find: (id: string) => ResultAsync<ProductMirrorRun | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<ProductMirrorRun | undefined, never>;
  /** The one that is not done. */
  readonly unfinished: () => ResultAsync<ProductMirrorRun | undefined, never>;
  readonly ofTick: (dueAt: Instant) => ResultAsync<ProductMirrorRun | undefined, never>;
  /** Writes one that this transaction has locked. */
  readonly save: (run: ProductMirrorRun) => ResultAsync<void, never>;
  /** Those requested last come first. */
  readonly page: (page: PageRequest) => ResultAsync<Page<ProductMirrorRow>, CursorMalformed>;
  /** Those of the variants that were written. */
  readonly written: (variantIds: readonly VariantId[]) => ResultAsync<ReadonlyMap<VariantId, WrittenRecord>, never>;
  /** The same by the provider's ids. */
  readonly writtenAs: (references: readonly string[]) => ResultAsync<ReadonlyMap<string, WrittenRecord>, never>;
  /** The first active ones in the order of their variants' ids, those up to `after` left out. */
  readonly active: (page: {
    readonly after?: VariantId;
    readonly limit: number;
  }) => ResultAsync<readonly WrittenRecord[], never>;
  /** Adds or replaces what was written of variants. */
  readonly note: (records: readonly WrittenRecord[]) => ResultAsync<void, never>;
};
