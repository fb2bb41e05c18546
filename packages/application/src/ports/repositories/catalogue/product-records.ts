import type { CategoryId, Instant, Money, ProductId, TaxClass, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ImageDimensions, ImageSizeName } from '../../image-resizer.js';
import type { ProductStatus } from '../catalogue-records.js';

/** Texts for search engines. */
export type Seo = { readonly title?: string; readonly description?: string };

/** What a product is called in another language; an absent text is not translated. */
export type ProductTranslation = { readonly name?: string; readonly description?: string; readonly seo?: Seo };

/** Texts of a shop's own, for its own programs. */
export type Metadata = Readonly<Record<string, string>>;

/** What variants of a product differ by, such as sizes. */
export type ProductOption = { readonly name: string; readonly values: readonly string[] };

/** A base price in one currency; `compareAtPrice` is what it cost before, for show only. */
export type BasePrice = { readonly price: Money; readonly compareAtPrice?: Money };

/** What editors say of a variant. */
export type VariantFacts = {
  readonly sku: string;
  readonly barcode?: string;
  /** By the name of the option. */
  readonly options: Readonly<Record<string, string>>;
  /** At most one a currency. */
  readonly prices: readonly BasePrice[];
  readonly digital: boolean;
  readonly taxClass?: TaxClass;
  readonly weightGrams?: number;
  readonly metadata: Metadata;
  /** The address of a picture. */
  readonly image?: string;
  /** Units are counted. */
  readonly stockTracked: boolean;
  /** It can be ordered without stock. Only for variants whose stock is counted. */
  readonly backorder: boolean;
  /** At most so many units left count as low; absent: as the shop has it. */
  readonly lowStockThreshold?: number;
};

/** A variant as editors see it. */
export type ManagedVariant = VariantFacts & {
  readonly id: VariantId;
  /** Such as `Red / M`; empty for a product's only variant. */
  readonly name: string;
  /** Units that can be sold now; absent where none are counted. */
  readonly available?: number;
  /** No longer sold; orders name it. */
  readonly archived: boolean;
};

/** What editors say of a product. */
export type ProductFacts = {
  readonly name: string;
  readonly description: string;
  readonly status: ProductStatus;
  /** An active or unlisted product is seen from then on; absent: at once. */
  readonly publishAt?: Instant;
  readonly featured: boolean;
  readonly brand?: string;
  readonly tags: readonly string[];
  readonly categoryIds: readonly CategoryId[];
  readonly options: readonly ProductOption[];
  readonly seo: Seo;
  readonly metadata: Metadata;
  /** By locale, such as `de` or `pt-BR`. */
  readonly translations: Readonly<Record<string, ProductTranslation>>;
};

/**
 * A picture of a product. One of the shop's own has `sizes`, and addresses below the shop's (`/images/…`). One of
 * another site has neither.
 */
export type ProductImage = {
  readonly id: string;
  readonly url: string;
  readonly alt: string;
  readonly width?: number;
  readonly height?: number;
  readonly sizes?: Readonly<Record<ImageSizeName, ImageDimensions & { readonly url: string }>>;
  /** The link that it was fetched from. */
  readonly source?: string;
};

/** A product as editors see it, with all its variants. */
export type ManagedProduct = ProductFacts & {
  readonly id: ProductId;
  readonly slug: string;
  readonly images: readonly ProductImage[];
  readonly variants: readonly ManagedVariant[];
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** Another variant has the SKU. Imported variants may share one, editors are warned. */
export type SkuTaken = { readonly type: 'catalogue.sku-taken'; readonly sku: string };
/** Another product has the slug. */
export type SlugTaken = { readonly type: 'catalogue.slug-taken'; readonly slug: string };
/** There is no category of this id to put a product into, or a category below. */
export type CategoryUnknown = { readonly type: 'catalogue.category-unknown'; readonly categoryId: CategoryId };
/** More units were ordered than there are, so some variant cannot go without backorders yet. */
export type UnitsOwed = { readonly type: 'catalogue.units-owed' };
export type SaveProductRefusal = SlugTaken | SkuTaken | CategoryUnknown | UnitsOwed;

/** Units that new variants begin with. */
export type InitialStock = ReadonlyMap<VariantId, number>;

/** What the movement ledger gets when a product is written; `actor` is the member of staff who does it. */
export type StockStart = { readonly initial: InitialStock; readonly actor?: string };

/** A product to write, and what was there before, if it existed. */
export type ProductWrite = {
  readonly before?: ManagedProduct;
  readonly product: ManagedProduct;
  /** Units on sale from now on, of variants that are counted; those of other variants stay, or begin with none. */
  readonly available: ReadonlyMap<VariantId, number>;
};

/** Products by what variants are labelled with. A code that several variants have identifies none. */
export type CodeOwners = {
  readonly bySku: ReadonlyMap<string, ProductId>;
  readonly byBarcode: ReadonlyMap<string, ProductId>;
};

/** Products as editors change them: each is read, changed and saved as a whole. */
export type ProductRecords = {
  readonly find: (id: ProductId) => ResultAsync<ManagedProduct | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: ProductId) => ResultAsync<ManagedProduct | undefined, never>;
  /** Adds a product. Without a slug it gets a free one, made of its name. Its SKUs may be no other variant's. */
  readonly add: (
    product: Omit<ManagedProduct, 'slug'> & { readonly slug?: string },
    stock: StockStart,
  ) => ResultAsync<ManagedProduct, SaveProductRefusal>;
  /**
   * Writes a locked product whose version is one more. Variants that it no longer has are deleted: none of them may
   * have been ordered. The stock of the others stays. One that is no longer counted has none. One that is counted from
   * now on begins with what `initial` says, and with the units that open orders hold, which are reserved. A SKU that is
   * changed may be no other variant's.
   */
  readonly save: (product: ManagedProduct, stock: StockStart) => ResultAsync<ManagedProduct, SaveProductRefusal>;
  /** Deletes a product and its variants, none of which may have been ordered. */
  readonly remove: (id: ProductId) => ResultAsync<void, never>;
  /** The first products in the order of their ids, those up to `after` left out. */
  readonly page: (page: {
    readonly after?: ProductId;
    readonly limit: number;
  }) => ResultAsync<readonly ManagedProduct[], never>;
  /** The ids of the products that have these slugs. */
  readonly idsBySlug: (slugs: readonly string[]) => ResultAsync<ReadonlyMap<string, ProductId>, never>;
  /** The products whose variants have these SKUs or barcodes, without codes that several variants have. */
  readonly ownersOf: (codes: {
    readonly skus: readonly string[];
    readonly barcodes: readonly string[];
  }) => ResultAsync<CodeOwners, never>;
  /** Those of the products that exist, locked until the transaction ends. */
  readonly lockAll: (ids: readonly ProductId[]) => ResultAsync<ReadonlyMap<ProductId, ManagedProduct>, never>;
  /**
   * Adds or saves many products in few statements. Existing ones are locked, and keep all their variants. Variants may
   * share a SKU. Of a variant that no longer takes backorders and owes units, none are on sale.
   */
  readonly saveAll: (writes: readonly ProductWrite[], actor?: string) => ResultAsync<void, never>;
  /** Those of the variants that some order names. */
  readonly ordered: (variantIds: readonly VariantId[]) => ResultAsync<ReadonlySet<VariantId>, never>;
};
