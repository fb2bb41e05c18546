import type {
  CategoryId,
  CurrencyCode,
  CustomerGroup,
  Instant,
  Money,
  PriceOffer,
  ProductId,
  VariantId,
} from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CategoryTranslation } from '../repositories/catalogue/category-records.js';
import type {
  Metadata,
  ProductImage,
  ProductOption,
  ProductTranslation,
  Seo,
} from '../repositories/catalogue/product-records.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** What a shopper sees instead of the number of units left. */
export type Availability = 'in_stock' | 'low_stock' | 'out_of_stock' | 'backorder';

type VariantTexts = {
  readonly id: VariantId;
  readonly sku: string;
  readonly barcode?: string;
  /** Such as `Red / M`; empty for a product's only variant. */
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly digital: boolean;
  readonly weightGrams?: number;
  /** The address of a picture. */
  readonly image?: string;
};

/** A variant as it is stored: with every price that it may be sold at, for whomever. */
export type OfferedVariant = VariantTexts & {
  readonly offers: readonly PriceOffer[];
  /** Units that can be sold now; absent where none are counted. */
  readonly available?: number;
  readonly backorder: boolean;
  readonly lowStockThreshold?: number;
};

/** What is put into a cart, for one customer. */
export type VariantView = VariantTexts & {
  readonly price: Money;
  readonly compareAtPrice?: Money;
  /** Tax is part of the price. */
  readonly taxIncluded: boolean;
  readonly availability: Availability;
  /** Units left, where they are few. */
  readonly quantity?: number;
};

/** A category that a product is in; `path` are the names from the root to it. */
export type CategoryOfProduct = {
  readonly id: CategoryId;
  readonly slug: string;
  readonly name: string;
  readonly path: readonly string[];
};

type ProductTexts = {
  readonly id: ProductId;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand?: string;
  readonly tags: readonly string[];
  readonly options: readonly ProductOption[];
  readonly categories: readonly CategoryOfProduct[];
  readonly images: readonly ProductImage[];
  readonly seo: Seo;
  readonly rating: { readonly average: number | null; readonly count: number };
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** A product as it is stored: with every price and translation. */
export type OfferedProduct = ProductTexts & {
  /** It is not seen before. */
  readonly publishAt?: Instant;
  readonly translations: Readonly<Record<string, ProductTranslation>>;
  readonly taxIncluded: boolean;
  /** Those that are sold. */
  readonly variants: readonly OfferedVariant[];
};

/** A product as one customer sees it. `rating.average` is null while nobody has rated it. */
export type ProductView = ProductTexts & {
  readonly variants: readonly VariantView[];
};

/** A category with all below it. */
export type CategoryView = {
  readonly id: CategoryId;
  readonly slug: string;
  readonly name: string;
  readonly seo: Seo;
  readonly translations?: Readonly<Record<string, CategoryTranslation>> | undefined;
  /** Listed products in it and below. */
  readonly productCount: number;
  readonly children: readonly CategoryView[];
};

/** What all products of a list have; an absent member asks nothing. */
export type ProductFilter = {
  /**
   * Words that all stand in the name, the brand, a category, a tag, a SKU or the description, in any of their forms,
   * with or without accents. In the name also as part of a word, and where little is found, misspelt.
   */
  readonly search?: string;
  readonly ids?: readonly ProductId[];
  /** Of any of its variants. */
  readonly variantIds?: readonly VariantId[];
  /** Slugs of categories; products of any of them, or below it. */
  readonly category?: readonly string[];
  /** Products of any of these brands. */
  readonly brand?: readonly string[];
  /** Products with any of these tags. */
  readonly tag?: readonly string[];
  /** Minor units of the list's currency; any variant in the range will do. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
  readonly featured?: boolean;
  /** Values by the names of options, in any case; for each name, some variant has one of its values. */
  readonly options?: Readonly<Record<string, readonly string[]>>;
  /** At least so many stars. What nobody has rated is left out. */
  readonly minRating?: number;
};

/** What can be counted of a list. */
export type FacetName = 'category' | 'brand' | 'tag' | 'option' | 'price';

/** A value to filter by, and how many products it would leave. */
export type FacetValue = { readonly value: string; readonly name: string; readonly count: number };

/**
 * The values of a list to filter by, the most frequent first. Each facet counts what the filters of the others leave,
 * so that a reader sees what another choice would bring. At most 100 values each.
 */
export type ProductFacets = {
  /** Categories by slug, also those that products stand below. */
  readonly category?: readonly (FacetValue & { readonly translations?: CategoryView['translations'] })[];
  readonly brand?: readonly FacetValue[];
  readonly tag?: readonly FacetValue[];
  /** By the name of the option. */
  readonly option?: Readonly<Record<string, readonly FacetValue[]>>;
  /** Minor units of the list's currency; null of an empty list. */
  readonly price?: { readonly min: number | null; readonly max: number | null };
};

/**
 * `price` is that of the cheapest variant, for one unit; `popularity` are the units sold. What is not rated has the
 * lowest `rating`. `relevance` is how well a product fits the search.
 */
export type ProductSortKey = 'price' | 'name' | 'createdAt' | 'rating' | 'popularity' | 'relevance';

/** When a list is read, and at whose prices. */
export type ListedAt = {
  readonly at: Instant;
  readonly currency: CurrencyCode;
  readonly groups: readonly CustomerGroup[];
  /** In whose languages is searched too, best first. */
  readonly locales?: readonly string[];
};

/** Products, categories and brands by what they are called. */
export type Suggested = {
  readonly productIds: readonly ProductId[];
  readonly categories: readonly Pick<CategoryView, 'id' | 'slug' | 'name' | 'translations'>[];
  readonly brands: readonly string[];
};

/** Where in the order of ids some products begin: after one of them, or after so many. */
export type SlugRange = {
  readonly from: { readonly after: ProductId } | { readonly skip: number };
  readonly limit: number;
};

export type ListedSlug = Pick<ProductTexts, 'id' | 'slug' | 'updatedAt'>;

/** The catalogue as it stands in the shop: plain rows. */
export type CatalogueReader = {
  /** What begins as the text does: the last of its words may not be complete. At most five each. */
  readonly suggest: (text: string, listed: ListedAt) => ResultAsync<Suggested, StorageUnavailable>;
  /** The facets of a list of products, whatever its page. */
  readonly facets: (
    filter: ProductFilter,
    names: readonly FacetName[],
    listed: ListedAt,
  ) => ResultAsync<ProductFacets, StorageUnavailable>;
  /**
   * Products that are active, published and have a price in the currency. Without a sorting what fits the search best
   * comes first, or else the newest.
   */
  readonly products: (
    filter: ProductFilter,
    sorting: Sorting<ProductSortKey>,
    page: PageRequest,
    listed: ListedAt,
  ) => ResultAsync<Page<OfferedProduct>, CursorMalformed | StorageUnavailable>;
  /** One that is active or unlisted, also before it is published. */
  readonly product: (idOrSlug: string) => ResultAsync<OfferedProduct | undefined, StorageUnavailable>;
  /** The slugs of all products that lists show, in the order of their ids. */
  readonly listedSlugs: (range: SlugRange, listed: ListedAt) => ResultAsync<readonly ListedSlug[], StorageUnavailable>;
  /** How many products lists show. */
  readonly countListed: (listed: ListedAt) => ResultAsync<number, StorageUnavailable>;
  /** What is bought with a product, most often first, as `countSales` has found it; at most `maximumBoughtWith`. */
  readonly boughtWith: (id: ProductId) => ResultAsync<readonly ProductId[], StorageUnavailable>;
  readonly categories: (at: Instant) => ResultAsync<readonly CategoryView[], StorageUnavailable>;
  /** The next start or end of a price list or promotion, or the next publication of a product, after `at`. */
  readonly nextChange: (at: Instant) => ResultAsync<Instant | undefined, StorageUnavailable>;
};
