import {
  availabilityOf,
  type CatalogueReader,
  type CategoryView,
  type ProductFilter,
  type ProductSortKey,
  type ProductView,
} from '@cartwright/application';
import type { CategoryId } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { CategoryRow, InMemoryStore, ProductRow, Tables, VariantRow } from '../store.js';

/** The catalogue of an in-memory store as shoppers see it. */
export const makeInMemoryCatalogueReader = ({ store }: { readonly store: InMemoryStore }): CatalogueReader => ({
  products: (filter, sorting, request) =>
    store.read((tables) => {
      const rows = activeProducts(tables)
        .filter((product) => matches(tables, product, filter))
        .map((product) => viewOf(tables, product));
      return pageOf(rows, sorting, valueOf, request).asyncAndThen((page) => okAsync(page));
    }),
  product: (idOrSlug) =>
    store.read((tables) => {
      const product = activeProducts(tables).find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
      return okAsync(product === undefined ? undefined : viewOf(tables, product));
    }),
  categories: () => store.read((tables) => okAsync(childrenOf(tables, undefined))),
  category: (slug) =>
    store.read((tables) => {
      const category = [...tables.categories.values()].find((row) => row.slug === slug);
      return okAsync(category === undefined ? undefined : categoryViewOf(tables, category));
    }),
});

const activeProducts = ({ products }: Tables): readonly ProductRow[] =>
  [...products.values()].filter(({ status }) => status === 'active');

const variantsOf = ({ variants }: Tables, product: ProductRow): readonly VariantRow[] =>
  [...variants.values()].filter(({ productId }) => productId === product.id);

function matches(tables: Tables, product: ProductRow, filter: ProductFilter): boolean {
  const variants = variantsOf(tables, product);
  const { search, category, minPrice = -Infinity, maxPrice = Infinity, inStock } = filter;
  const text = [product.name, product.description, ...variants.map(({ sku }) => sku)].join('\n').toLowerCase();
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return (
    words.every((word) => text.includes(word)) &&
    (category === undefined || isIn(tables, product, category)) &&
    ((filter.minPrice === undefined && filter.maxPrice === undefined) ||
      variants.some(({ price }) => price.amount >= minPrice && price.amount <= maxPrice)) &&
    (inStock === undefined || variants.some(({ stock }) => stock === undefined || stock > 0) === inStock)
  );
}

/** Whether the product stands in the category called `slug`, or below it. */
const isIn = ({ categories }: Tables, product: ProductRow, slug: string): boolean =>
  product.categoryIds.some((id) => {
    let at: CategoryId | undefined = id;
    while (at !== undefined) {
      const row: CategoryRow | undefined = categories.get(at);
      if (row?.slug === slug) return true;
      at = row?.parentId;
    }
    return false;
  });

/** A product costs what its cheapest variant costs. */
const valueOf = (product: ProductView, key: ProductSortKey): string | number => {
  switch (key) {
    case 'price':
      return Math.min(...product.variants.map(({ price }) => price.amount));
    case 'name':
      return product.name;
    case 'createdAt':
      return product.createdAt;
  }
};

const viewOf = (tables: Tables, product: ProductRow): ProductView => ({
  id: product.id,
  slug: product.slug,
  name: product.name,
  description: product.description,
  variants: variantsOf(tables, product).map(({ id, sku, name, price, stock, digital }) => ({
    id,
    sku,
    name,
    price,
    availability: availabilityOf(stock),
    digital,
  })),
  categories: product.categoryIds.flatMap((categoryId) => {
    const row = tables.categories.get(categoryId);
    return row === undefined ? [] : [{ id: row.id, slug: row.slug, name: row.name }];
  }),
  images: product.images,
  rating: { average: null, count: 0 },
  createdAt: product.createdAt,
  updatedAt: product.updatedAt,
});

const childrenOf = (tables: Tables, parentId: CategoryId | undefined): readonly CategoryView[] =>
  [...tables.categories.values()]
    .filter((row) => row.parentId === parentId)
    .sort((left, right) => left.name.localeCompare(right.name, 'en'))
    .map((row) => categoryViewOf(tables, row));

const categoryViewOf = (tables: Tables, { id, slug, name }: CategoryRow): CategoryView => ({
  id,
  slug,
  name,
  productCount: activeProducts(tables).filter((product) => isIn(tables, product, slug)).length,
  children: childrenOf(tables, id),
});
