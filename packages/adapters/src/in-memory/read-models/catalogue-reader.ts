import type {
  CatalogueReader,
  CategoryView,
  ListedAt,
  ManagedCategory,
  OfferedProduct,
  ProductFilter,
  ProductSortKey,
} from '@cartwright/application';
import { choosePrice, type CategoryId, type Instant, type PriceOffer } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import { offersOf } from '../repositories/catalogue-records.js';
import { pricingOf, type InMemoryStore, type ProductRow, type Tables, type VariantRow } from '../store.js';

/** The catalogue of an in-memory store as shoppers see it. */
export const makeInMemoryCatalogueReader = ({ store }: { readonly store: InMemoryStore }): CatalogueReader => ({
  products: (filter, sorting, request, listed) =>
    store.read((tables) => {
      const rows = listedProducts(tables, listed.at)
        .filter((product) => matches(tables, product, filter, listed))
        .map((product) => viewOf(tables, product));
      const page = pageOf(rows, sorting, (product, key) => valueOf(product, key, listed), request);
      return page.asyncAndThen((found) => okAsync(found));
    }),
  product: (idOrSlug) =>
    store.read((tables) => {
      const product = [...tables.products.values()].find(
        ({ id, slug, status }) =>
          (status === 'active' || status === 'unlisted') && (id === idOrSlug || slug === idOrSlug),
      );
      return okAsync(product === undefined ? undefined : viewOf(tables, product));
    }),
  categories: (at) => store.read((tables) => okAsync(childrenOf(tables, undefined, at))),
});

const listedProducts = ({ products }: Tables, at: Instant): readonly ProductRow[] =>
  [...products.values()].filter(
    ({ status, publishAt }) => status === 'active' && (publishAt === undefined || publishAt <= at),
  );

const variantsOf = ({ variants }: Tables, product: ProductRow): readonly VariantRow[] =>
  [...variants.values()].filter(({ productId, archived }) => productId === product.id && !archived);

/** What a customer pays for one unit of each variant that has a price. */
const amountsOf = (offered: readonly (readonly PriceOffer[])[], listed: ListedAt): readonly number[] =>
  offered.flatMap((offers) => {
    const chosen = choosePrice(offers, { ...listed, quantity: 1 });
    return chosen.ok ? [chosen.value.price.amount] : [];
  });

function matches(tables: Tables, product: ProductRow, filter: ProductFilter, listed: ListedAt): boolean {
  const variants = variantsOf(tables, product);
  const amounts = amountsOf(
    variants.map((variant) => offersOf(tables, variant)),
    listed,
  );
  const { ids, variantIds, brand, tag, featured } = filter;
  const { search, category, minPrice = -Infinity, maxPrice = Infinity, inStock } = filter;
  const texts = [
    product.name,
    product.description,
    product.brand ?? '',
    ...product.tags,
    ...variants.map(({ sku }) => sku),
  ];
  const text = texts.join('\n').toLowerCase();
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return (
    amounts.length > 0 &&
    words.every((word) => text.includes(word)) &&
    (ids === undefined || ids.includes(product.id)) &&
    (variantIds === undefined || variants.some(({ id }) => variantIds.includes(id))) &&
    (brand === undefined || product.brand === brand) &&
    (tag === undefined || product.tags.includes(tag)) &&
    (featured === undefined || product.featured === featured) &&
    (category === undefined || isIn(tables, product, category)) &&
    ((filter.minPrice === undefined && filter.maxPrice === undefined) ||
      amounts.some((amount) => amount >= minPrice && amount <= maxPrice)) &&
    (inStock === undefined ||
      variants.some(({ stock, backorder }) => stock === undefined || stock > 0 || backorder) === inStock)
  );
}

/** Whether the product stands in the category called `slug`, or below it. */
const isIn = ({ categories }: Tables, product: ProductRow, slug: string): boolean =>
  product.categoryIds.some((id) => {
    let at: CategoryId | undefined = id;
    while (at !== undefined) {
      const row: ManagedCategory | undefined = categories.get(at);
      if (row?.slug === slug) return true;
      at = row?.parentId;
    }
    return false;
  });

/** A product costs what its cheapest variant costs. */
const valueOf = (product: OfferedProduct, key: ProductSortKey, listed: ListedAt): string | number => {
  switch (key) {
    case 'price':
      return Math.min(
        ...amountsOf(
          product.variants.map(({ offers }) => offers),
          listed,
        ),
      );
    case 'name':
      return product.name;
    case 'createdAt':
      return product.createdAt;
  }
};

const viewOf = (tables: Tables, product: ProductRow): OfferedProduct => {
  const { featured: _featured, status: _status, version: _version, categoryIds, ...texts } = product;
  return {
    ...texts,
    taxIncluded: isTaxIncluded(tables),
    rating: { average: null, count: 0 },
    variants: variantsOf(tables, product).map(
      ({ productId: _of, prices, stock, taxClass: _taxClass, metadata: _own, archived: _archived, ...variant }) => ({
        ...variant,
        offers: offersOf(tables, { id: variant.id, prices }),
        ...(stock === undefined ? {} : { available: stock }),
      }),
    ),
    categories: categoryIds.flatMap((categoryId) => {
      const row = tables.categories.get(categoryId);
      return row === undefined ? [] : [{ id: row.id, slug: row.slug, name: row.name, path: pathOf(tables, row) }];
    }),
  };
};

/** As in the rest of the world, where nothing is known of the customer. */
const isTaxIncluded = (tables: Tables): boolean =>
  pricingOf(tables).taxZones?.some(({ countries, prices }) => countries.length === 0 && prices === 'inclusive') ??
  false;

const pathOf = (tables: Tables, { name, parentId }: ManagedCategory): readonly string[] => {
  const parent = parentId === undefined ? undefined : tables.categories.get(parentId);
  return parent === undefined ? [name] : [...pathOf(tables, parent), name];
};

const childrenOf = (tables: Tables, parentId: CategoryId | undefined, at: Instant): readonly CategoryView[] =>
  [...tables.categories.values()]
    .filter((row) => row.parentId === parentId)
    .sort((left, right) => left.name.localeCompare(right.name, 'en'))
    .map(({ id, slug, name, seo, translations }) => ({
      id,
      slug,
      name,
      seo,
      translations,
      productCount: listedProducts(tables, at).filter((product) => isIn(tables, product, slug)).length,
      children: childrenOf(tables, id, at),
    }));
