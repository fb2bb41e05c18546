import type { CategoryId, Instant, Money, ProductId, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** What a shopper sees instead of the number of units left. */
export type Availability = 'in_stock' | 'low_stock' | 'out_of_stock';

/** What is put into a cart. */
export type VariantView = {
  readonly id: VariantId;
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly availability: Availability;
  readonly digital: boolean;
};

/** A product as shoppers see it. `rating.average` is null while nobody has rated it. */
export type ProductView = {
  readonly id: ProductId;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly variants: readonly VariantView[];
  readonly categories: readonly { readonly id: CategoryId; readonly slug: string; readonly name: string }[];
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly rating: { readonly average: number | null; readonly count: number };
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** A category with all below it. */
export type CategoryView = {
  readonly id: CategoryId;
  readonly slug: string;
  readonly name: string;
  /** Active products in it and below. */
  readonly productCount: number;
  readonly children: readonly CategoryView[];
};

/** What all products of a list have; an absent member asks nothing. */
export type ProductFilter = {
  /** Words that all stand in the name, the description or a SKU. */
  readonly search?: string;
  /** A category's slug; products below it count. */
  readonly category?: string;
  /** Minor units of the store's currency; any variant in the range will do. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
};

/** `price` is that of the cheapest variant. */
export type ProductSortKey = 'price' | 'name' | 'createdAt';

/** The catalogue as shoppers see it: active products alone, plain rows. */
export type CatalogueReader = {
  readonly products: (
    filter: ProductFilter,
    sorting: Sorting<ProductSortKey>,
    page: PageRequest,
  ) => ResultAsync<Page<ProductView>, CursorMalformed | StorageUnavailable>;
  readonly product: (idOrSlug: string) => ResultAsync<ProductView | undefined, StorageUnavailable>;
  readonly categories: () => ResultAsync<readonly CategoryView[], StorageUnavailable>;
  readonly category: (slug: string) => ResultAsync<CategoryView | undefined, StorageUnavailable>;
};
