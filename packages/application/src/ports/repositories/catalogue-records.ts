import type { CategoryId, Instant, PriceEntry, PriceOffer, TaxClass, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/**
 * What ordering needs to know of a variant. `offers` are its prices, in any currency; it has a `taxClass` also while
 * the shop has no tax rules.
 */
export type CatalogueItem = Omit<PriceEntry, 'unitPrice'> & {
  readonly offers: readonly PriceOffer[];
  readonly variantId: VariantId;
  readonly name: string;
  /** The name by locale, in the languages that it is translated to. */
  readonly translatedNames?: Readonly<Record<string, string>>;
  readonly sku: string;
  /** Units that can be sold now, below zero where more were ordered; absent where none are counted. */
  readonly available?: number;
  /** It can be ordered without stock. */
  readonly backorder?: boolean;
  /** At most so many units left count as low; absent: as the shop has it. */
  readonly lowStockThreshold?: number;
  /** Of its product. */
  readonly slug: string;
  readonly options: Readonly<Record<string, string>>;
  /** The address of a picture: its own, or the first one of its product. */
  readonly image?: string;
  /** False for what is archived or still a draft. */
  readonly onSale: boolean;
  /** Of one unit, packed; absent: counted as nothing. */
  readonly weightGrams?: number;
  /** It is not on sale before. Absent: published. */
  readonly publishAt?: Instant;
};

/** Active and unlisted products are on sale. Unlisted ones are in no list. */
export type ProductStatus = 'active' | 'unlisted' | 'draft' | 'archived';

/** The catalogue as ordering needs it: also what is not on sale. */
export type CatalogueRecords = {
  /** The variants that exist among `ids`, by id. */
  readonly items: (ids: readonly VariantId[]) => ResultAsync<ReadonlyMap<VariantId, CatalogueItem>, never>;
  /** Each tax class that some variant has, on sale or not, once; in the order of their names. */
  readonly taxClasses: () => ResultAsync<readonly TaxClass[], never>;
  /** Notes for each product how many units of it paid orders have, and what recent ones have beside it. */
  readonly countSales: () => ResultAsync<void, never>;
  /** The category at the end of a path of names from the root, made where it is missing. */
  readonly ensureCategory: (path: readonly string[]) => ResultAsync<CategoryId, never>;
};
