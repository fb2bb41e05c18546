import {
  itemNames,
  salesFactsOf,
  maximumBoughtWith,
  type CatalogueItem,
  type CatalogueRecords,
  type Ids,
  type ManagedCategory,
  type ManagedProduct,
} from '@cartwright/application';
import { compareIds, type CategoryId, type PriceOffer, type ProductId, type VariantId } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { categorySlugs, freeSlug } from '../../system/slug.js';
import type { Tables, VariantRow } from '../store.js';

export const catalogueRecords = (tables: Tables, { ids }: { readonly ids: Ids }): CatalogueRecords => {
  const { variants, categories } = tables;

  const ensure = (name: string, path: readonly string[], parentId: CategoryId | undefined): CategoryId => {
    const all = [...categories.values()];
    const known = all.find((category) => category.parentId === parentId && category.name === name);
    if (known !== undefined) return known.id;
    const id = ids.next();
    const made: ManagedCategory = {
      id,
      ...(parentId === undefined ? {} : { parentId }),
      slug: freeSlug(categorySlugs(path), id, new Set(all.map(({ slug }) => slug))),
      name,
      seo: {},
      translations: {},
      version: 1,
    };
    categories.set(made.id, made);
    return made.id;
  };

  return {
    items: (wanted) => okAsync(new Map(wanted.flatMap((id) => itemOf(tables, id)))),
    taxClasses: () => {
      const used = new Set(
        [...variants.values()].map(({ taxClass }) => taxClass).filter((taxClass) => taxClass !== undefined),
      );
      return okAsync([...used].sort(compareIds));
    },
    countSales: () => {
      countSales(tables);
      return okAsync(undefined);
    },
    ensureCategory: (path) => {
      let parent: CategoryId | undefined;
      for (const [depth, name] of path.entries()) parent = ensure(name, path.slice(0, depth + 1), parent);
      if (parent === undefined) throw new Error('a category path has at least one name');
      return okAsync(parent);
    },
  };
};

/** How many units of each product paid orders have, and what they have beside it. */
function countSales({ orders, variants, unitsSold, boughtWith }: Tables): void {
  const together = new Map<ProductId, Map<ProductId, number>>();
  unitsSold.clear();
  for (const { order } of orders.values()) {
    const bought = salesFactsOf(order).flatMap(({ kind, subject, quantity }) => {
      const productId = kind === 'line' ? variants.get(subject)?.productId : undefined;
      return productId === undefined ? [] : [{ productId, quantity }];
    });
    for (const { productId, quantity } of bought) add(unitsSold, productId, quantity);
    const products = [...new Set(bought.map(({ productId }) => productId))];
    for (const one of products) {
      const counts = together.get(one) ?? new Map<ProductId, number>();
      for (const other of products) if (other !== one) add(counts, other, 1);
      together.set(one, counts);
    }
  }
  boughtWith.clear();
  for (const [productId, counts] of together) {
    const ranked = [...counts].sort(([one, often], [other, seldom]) => seldom - often || compareIds(one, other));
    boughtWith.set(
      productId,
      ranked.slice(0, maximumBoughtWith).map(([id]) => id),
    );
  }
}

const add = (counts: Map<ProductId, number>, id: ProductId, quantity: number): void => {
  counts.set(id, (counts.get(id) ?? 0) + quantity);
};

/** The prices of a variant as offers. */
export const offersOf = (
  { priceLists }: Tables,
  { id, prices }: Pick<VariantRow, 'id' | 'prices'>,
): readonly PriceOffer[] => [
  ...prices.map((base) => ({ type: 'base' as const, id: `base-${base.price.currency}`, ...base })),
  ...[...priceLists.values()].flatMap(({ id: listId, groups, startsAt, endsAt, priority, prices: entries }) =>
    entries
      .filter(({ variantId }) => variantId === id)
      .map(({ minQuantity, price }) => ({
        type: 'list' as const,
        id: `${listId}-${minQuantity}`,
        price,
        minQuantity,
        priority,
        ...(groups === undefined ? {} : { groups }),
        ...(startsAt === undefined ? {} : { startsAt }),
        ...(endsAt === undefined ? {} : { endsAt }),
      })),
  ),
];

/** The names of a product by locale. */
const translatedNamesOf = ({ translations }: Pick<ManagedProduct, 'translations'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(translations).flatMap(([locale, { name }]) => (name === undefined ? [] : [[locale, name]])),
  );

const imageOf = (image: string | undefined) => (image === undefined ? {} : { image });

function itemOf(tables: Tables, id: VariantId): readonly (readonly [VariantId, CatalogueItem])[] {
  const { products, variants } = tables;
  const variant = variants.get(id);
  const product = variant === undefined ? undefined : products.get(variant.productId);
  if (variant === undefined || product === undefined) return [];
  const item: CatalogueItem = {
    variantId: id,
    productId: product.id,
    categoryIds: product.categoryIds,
    ...itemNames({ name: product.name, translatedNames: translatedNamesOf(product) }, variant.name),
    sku: variant.sku,
    offers: offersOf(tables, variant),
    digital: variant.digital,
    onSale: (product.status === 'active' || product.status === 'unlisted') && !variant.archived,
    ...(variant.weightGrams === undefined ? {} : { weightGrams: variant.weightGrams }),
    ...(product.publishAt === undefined ? {} : { publishAt: product.publishAt }),
    ...(variant.stock === undefined ? {} : { available: variant.stock }),
    ...(variant.stock !== undefined && variant.backorder ? { backorder: true } : {}),
    ...(variant.lowStockThreshold === undefined ? {} : { lowStockThreshold: variant.lowStockThreshold }),
    slug: product.slug,
    options: variant.options,
    ...imageOf(variant.image ?? product.images[0]?.url),
    ...(variant.taxClass === undefined ? {} : { taxClass: variant.taxClass }),
  };
  return [[id, item]];
}
