import type {
  CatalogueReader,
  CategoryView,
  Page,
  PageRequest,
  ProductFilter,
  ProductSortKey,
  OfferedProduct,
  Sorting,
  UnitOfWork,
} from '@cartwright/application';
import type { ProductDraft } from '../sample-shop.js';

/** What the parts of the suite do with a subject. */
export type CatalogueVisit = {
  readonly unitOfWork: () => UnitOfWork;
  readonly reader: () => CatalogueReader;
  readonly add: (facts: Partial<ProductDraft>, at?: string) => Promise<string>;
  readonly list: (question?: {
    readonly filter?: ProductFilter;
    readonly sorting?: Sorting<ProductSortKey>;
    readonly page?: PageRequest;
  }) => Promise<Page<OfferedProduct>>;
  /** The names of the products that a filter lets through, sorted by name. */
  readonly names: (filter: ProductFilter) => Promise<readonly string[]>;
  readonly tree: () => Promise<readonly CategoryView[]>;
};

export const byName: Sorting<ProductSortKey> = [{ key: 'name', direction: 'asc' }];

export const wholeList: PageRequest = { type: 'page', page: 1, limit: 100 };
