/** Long because it answers every question that shoppers ask of the catalogue, as the SQL of the real one does. */
import type {
  CatalogueReader,
  CategoryView,
  ListedAt,
  ManagedCategory,
  OfferedProduct,
  ProductFilter,
  ProductSortKey,
  Sorting,
} from '@cartwright/application';
import { choosePrice, compareIds, type CategoryId, type Instant, type PriceOffer } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { countFacets, type FacetedProduct } from './count-facets.js';
import { pageOf } from './page-of.js';
import { beginsLike, searchProducts, type SearchedTexts } from './search-products.js';
import { offersOf } from '../repositories/catalogue-records.js';
import { pricingOf, type InMemoryStore, type ProductRow, type Tables, type VariantRow } from '../store.js';
import { ratingOf } from '../repositories/catalogue/review-records.js';

/** The catalogue of an in-memory store as shoppers see it. */
export const makeInMemoryCatalogueReader = ({ store }: { readonly store: InMemoryStore }): CatalogueReader => ({
  products: (filter, asked, request, listed) =>
    store.read((tables) => {
      const relevance = relevanceOf(tables, filter.search ?? '', listed.at);
      const rows = listedProducts(tables, listed.at)
        .filter(({ id }) => relevance === undefined || relevance.has(id))
        .filter((product) => matches(tables, product, filter, listed))
        .map((product) => viewOf(tables, product));
      const sorting = asked.length > 0 || relevance === undefined ? asked : bestFirst;
      const page = pageOf(
        rows,
        sorting,
        (product, key) => {
          if (key === 'relevance') return relevance?.get(product.id) ?? 0;
          if (key === 'popularity') return tables.unitsSold.get(product.id) ?? 0;
          return valueOf(product, key, listed);
        },
        request,
      );
      return page.asyncAndThen((found) => okAsync(found));
    }),
  suggest: (text, { at }) =>
    store.read((tables) => {
      const listed = listedProducts(tables, at);
      const isCalled = (name: string) => beginsLike(name, text);
      return okAsync({
        productIds: listed
          .flatMap((product) => (textsOf(tables, product).names.some(isCalled) ? [product.id] : []))
          .slice(0, 5),
        categories: [...tables.categories.values()]
          .filter(({ name }) => isCalled(name))
          .map(({ id, slug, name, translations }) => ({ id, slug, name, translations })),
        brands: [...new Set(listed.flatMap(({ brand }) => brand ?? []))].filter(isCalled),
      });
    }),
  facets: (filter, names, listed) =>
    store.read((tables) => {
      const relevance = relevanceOf(tables, filter.search ?? '', listed.at);
      const found = listedProducts(tables, listed.at).filter(({ id }) => relevance === undefined || relevance.has(id));
      const among = (part: ProductFilter) =>
        found
          .filter((product) => matches(tables, product, part, listed))
          .map((product) => facetedProduct(tables, product, listed));
      return okAsync(countFacets(filter, names, among, tables.categories));
    }),
  product: (idOrSlug) =>
    store.read((tables) => {
      const open = [...tables.products.values()].filter(({ status }) => status === 'active' || status === 'unlisted');
      const product = open.find(({ id }) => id === idOrSlug) ?? open.find(({ slug }) => slug === idOrSlug);
      return okAsync(product === undefined ? undefined : viewOf(tables, product));
    }),
  listedSlugs: ({ from, limit }, listed) =>
    store.read((tables) => {
      const rows = listedProducts(tables, listed.at)
        .filter((product) => matches(tables, product, {}, listed))
        .toSorted((left, right) => compareIds(left.id, right.id))
        .filter(({ id }) => !('after' in from) || compareIds(id, from.after) > 0)
        .slice('skip' in from ? from.skip : 0);
      return okAsync(rows.slice(0, limit).map(({ id, slug, updatedAt }) => ({ id, slug, updatedAt })));
    }),
  countListed: (listed) =>
    store.read((tables) => {
      const rows = listedProducts(tables, listed.at).filter((product) => matches(tables, product, {}, listed));
      return okAsync(rows.length);
    }),
  boughtWith: (id) => store.read(({ boughtWith }) => okAsync(boughtWith.get(id) ?? [])),
  categories: (at) => store.read((tables) => okAsync(childrenOf(tables, undefined, at))),
  nextChange: (at) => store.read((tables) => okAsync(nextChange(tables, at))),
});

function nextChange(tables: Tables, at: Instant): Instant | undefined {
  const dates = [
    ...tables.priceLists.values(),
    ...pricingOf(tables).promotions.flatMap(({ conditions }) => conditions ?? []),
  ].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const publications = [...tables.products.values()].map(({ status, publishAt }) =>
    status === 'active' ? publishAt : undefined,
  );
  const [next] = [...dates, ...publications].filter((date): date is Instant => date !== undefined && date > at).sort();
  return next;
}

const bestFirst: Sorting<ProductSortKey> = [{ key: 'relevance', direction: 'desc' }];

/** How well each product fits a search, by id; undefined where nothing is searched for. */
function relevanceOf(tables: Tables, search: string, at: Instant): ReadonlyMap<string, number> | undefined {
  if (search.trim() === '') return undefined;
  return searchProducts(
    search,
    listedProducts(tables, at).map((product) => ({ product: product.id, texts: textsOf(tables, product) })),
  );
}

const facetedProduct = (tables: Tables, product: ProductRow, listed: ListedAt): FacetedProduct => {
  const variants = variantsOf(tables, product);
  const options = variants.flatMap(({ options: all }) => Object.entries(all).map((option) => JSON.stringify(option)));
  return {
    ...product,
    options,
    amounts: amountsOf(
      variants.map((variant) => offersOf(tables, variant)),
      listed,
    ),
  };
};

function textsOf(tables: Tables, product: ProductRow): SearchedTexts {
  const translations = Object.values(product.translations);
  return {
    names: [product.name, ...translations.flatMap(({ name }) => name ?? [])],
    titles: [
      product.brand ?? '',
      ...product.tags,
      ...variantsOf(tables, product).flatMap(({ sku, barcode }) => [sku, barcode ?? '']),
      ...product.categoryIds.flatMap((id) => {
        const row = tables.categories.get(id);
        return row === undefined ? [] : pathOf(tables, row);
      }),
    ],
    descriptions: [product.description, ...translations.flatMap(({ description }) => description ?? [])],
  };
}

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
  const { category, minPrice = -Infinity, maxPrice = Infinity, inStock } = filter;
  return (
    amounts.length > 0 &&
    (ids === undefined || ids.includes(product.id)) &&
    (variantIds === undefined || variants.some(({ id }) => variantIds.includes(id))) &&
    (brand === undefined || brand.some((one) => product.brand === one)) &&
    (tag === undefined || tag.some((one) => product.tags.includes(one))) &&
    (featured === undefined || product.featured === featured) &&
    (category === undefined || category.some((slug) => isIn(tables, product, slug))) &&
    ((filter.minPrice === undefined && filter.maxPrice === undefined) ||
      amounts.some((amount) => amount >= minPrice && amount <= maxPrice)) &&
    (ratingOf(tables, product.id).average ?? -1) >= (filter.minRating ?? -1) &&
    Object.entries(filter.options ?? {}).every(([name, values]) =>
      values.some((value) => hasOption(variants, name, value)),
    ) &&
    (inStock === undefined ||
      variants.some(({ stock, backorder }) => stock === undefined || stock > 0 || backorder) === inStock)
  );
}

const hasOption = (variants: readonly VariantRow[], name: string, value: string): boolean =>
  variants.some(({ options }) =>
    Object.entries(options).some(
      ([own, ownValue]) => own.toLowerCase() === name.toLowerCase() && ownValue.toLowerCase() === value.toLowerCase(),
    ),
  );

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
const valueOf = (
  product: OfferedProduct,
  key: Exclude<ProductSortKey, 'relevance' | 'popularity'>,
  listed: ListedAt,
): string | number => {
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
    case 'rating':
      return product.rating.average ?? 0;
  }
};

const viewOf = (tables: Tables, product: ProductRow): OfferedProduct => {
  const { featured: _featured, status: _status, version: _version, categoryIds, ...texts } = product;
  return {
    ...texts,
    taxIncluded: isTaxIncluded(tables),
    rating: ratingOf(tables, product.id),
    variants: variantsOf(tables, product).map(
      ({
        productId: _of,
        prices,
        stock,
        reserved: _held,
        taxClass: _taxClass,
        metadata: _own,
        archived: _archived,
        ...variant
      }) => ({
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
