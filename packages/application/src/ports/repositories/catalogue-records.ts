import type {
  CategoryId,
  Instant,
  Money,
  PriceEntry,
  PriceOffer,
  ProductId,
  TaxClass,
  VariantId,
} from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/**
 * What ordering needs to know of a variant. `offers` are its prices, in any currency; `taxClass` stands also while the
 * shop has no tax rules.
 */
export type CatalogueItem = Omit<PriceEntry, 'unitPrice'> & {
  readonly offers: readonly PriceOffer[];
  readonly variantId: VariantId;
  readonly name: string;
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

/** What is active or unlisted is on sale; what is unlisted stands in no list. */
export type ProductStatus = 'active' | 'unlisted' | 'draft' | 'archived';

/** What a product is to be; `slug` identifies it. */
export type ProductDraft = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly categoryIds: readonly CategoryId[];
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly variants: readonly VariantDraft[];
};

/** What a product's variant is to be; `sku` identifies it in the whole shop. */
export type VariantDraft = {
  readonly sku: string;
  /** Such as `Red / M`; empty for a product's only variant. */
  readonly name: string;
  readonly price: Money;
  readonly digital: boolean;
  /** Units to have on sale from now on; absent for what holds no stock. */
  readonly stock?: number;
  /** What the shop's tax rules charge it by; absent: no tax. */
  readonly taxClass?: TaxClass;
};

/** The SKU belongs to another product. */
export type SkuTaken = { readonly type: 'catalogue.sku-taken'; readonly sku: string };

/** A saved product's id, and those of the variants in its draft. */
export type SavedProduct = {
  readonly productId: ProductId;
  readonly variants: readonly { readonly variantId: VariantId; readonly sku: string }[];
};

/** The catalogue as ordering and imports need it: also what is not on sale. */
export type CatalogueRecords = {
  /** The variants that exist among `ids`, by id. */
  readonly items: (ids: readonly VariantId[]) => ResultAsync<ReadonlyMap<VariantId, CatalogueItem>, never>;
  /** Each tax class that some variant has, on sale or not, once; in the order of their names. */
  readonly taxClasses: () => ResultAsync<readonly TaxClass[], never>;
  /**
   * Makes the product or, when its slug exists, replaces what the draft says of it; variants are matched by SKU and
   * those that the draft leaves out stay. What is on sale is set to the draft's figure, the difference written to the
   * movement ledger with the member of staff (`actor`) who does it. Refuses, changing nothing, when a SKU belongs to
   * another product.
   */
  readonly saveProduct: (draft: ProductDraft, at: Instant, actor?: string) => ResultAsync<SavedProduct, SkuTaken>;
  /** Notes for each product how many units of it paid orders have, and what recent ones have beside it. */
  readonly countSales: () => ResultAsync<void, never>;
  /** The slug of the product that has each of these SKUs; a SKU that no variant has is absent. */
  readonly skuOwners: (skus: readonly string[]) => ResultAsync<ReadonlyMap<string, string>, never>;
  /** The category at the end of a path of names from the root, made where it is missing. */
  readonly ensureCategory: (path: readonly string[]) => ResultAsync<CategoryId, never>;
};
