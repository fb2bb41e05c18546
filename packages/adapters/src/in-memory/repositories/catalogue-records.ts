import {
  salesFactsOf,
  linkedImages,
  maximumBoughtWith,
  type CatalogueItem,
  type CatalogueRecords,
  type Ids,
  type ManagedCategory,
  type ProductDraft,
  type VariantDraft,
} from '@cartwright/application';
import {
  compareIds,
  type CategoryId,
  type CurrencyCode,
  type PriceOffer,
  type ProductId,
  type VariantId,
} from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import { categorySlugs, freeSlug } from '../../system/slug.js';
import type { ProductRow, Tables, VariantRow } from '../store.js';
import { recordBasePrices } from './catalogue/price-list-records.js';
import { countedStock } from './stock-records.js';

type Dependencies = { readonly ids: Ids; readonly storeCurrency: CurrencyCode };

export const catalogueRecords = (tables: Tables, { ids, storeCurrency }: Dependencies): CatalogueRecords => {
  const { products, variants, categories } = tables;

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
    saveProduct: (draft, at, actor) => {
      refuseOtherCurrencies(draft, storeCurrency);
      const product = [...products.values()].find(({ slug }) => slug === draft.slug);
      const bySku = new Map([...variants.values()].map((variant) => [variant.sku, variant]));
      const taken = draft.variants.find(({ sku }) => bySku.has(sku) && bySku.get(sku)?.productId !== product?.id);
      if (taken !== undefined) return errAsync({ type: 'catalogue.sku-taken', sku: taken.sku });

      const { variants: drafts, ...facts } = draft;
      const productId = product?.id ?? ids.next();
      const version = (product?.version ?? 0) + 1;
      products.set(productId, {
        ...(product ?? newProduct),
        ...facts,
        images: linkedImages(draft.images, product?.images ?? [], ids.next),
        id: productId,
        version,
        createdAt: product?.createdAt ?? at,
        updatedAt: at,
      });
      const saved = drafts.map((variantDraft) => {
        const earlier = bySku.get(variantDraft.sku);
        const variant = drafted(variantDraft, earlier, { id: earlier?.id ?? ids.next(), productId });
        const [before, after] = [earlier?.prices ?? [], variant.prices];
        recordBasePrices(tables, ids, { variantId: variant.id, before, after, at });
        const cause = { reason: 'catalogue', at, ...(actor === undefined ? {} : { actor }) };
        const units = { variantId: variant.id, available: variantDraft.stock };
        variants.set(variant.id, { ...variant, ...countedStock(tables, ids, units, cause) });
        return { variantId: variant.id, sku: variant.sku };
      });
      return okAsync({ productId, variants: saved });
    },
    skuOwners: (skus) => {
      const wanted = new Set(skus);
      const owned = [...variants.values()].filter(({ sku }) => wanted.has(sku));
      return okAsync(new Map(owned.map(({ sku, productId }) => [sku, products.get(productId)?.slug ?? ''])));
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

/** What a draft does not say of a new product, and of a new variant. */
const newProduct: Pick<ProductRow, 'featured' | 'tags' | 'options' | 'seo' | 'metadata' | 'translations'> = {
  featured: false,
  tags: [],
  options: [],
  seo: {},
  metadata: {},
  translations: {},
};
const newVariant = { options: {}, metadata: {}, backorder: false, archived: false, prices: [] };

/** The draft's price takes the place of the one in its currency; others stay. */
function drafted(
  { price, stock: _apart, ...facts }: VariantDraft,
  earlier: VariantRow | undefined,
  key: Pick<VariantRow, 'id' | 'productId'>,
): VariantRow {
  const {
    stock: _stock,
    reserved: _reserved,
    taxClass: _taxClass,
    ...before
  } = earlier ?? (newVariant as Partial<VariantRow>);
  const others = (earlier?.prices ?? []).filter((other) => other.price.currency !== price.currency);
  return { ...newVariant, ...before, ...facts, ...key, prices: [{ price }, ...others] };
}

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
    name: variant.name === '' ? product.name : `${product.name} (${variant.name})`,
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

/** The store keeps one currency: another one is a caller's bug. */
function refuseOtherCurrencies(draft: ProductDraft, storeCurrency: CurrencyCode): void {
  const other = draft.variants.find(({ price }) => price.currency !== storeCurrency);
  if (other !== undefined)
    throw new Error(`${other.sku} is priced in ${other.price.currency}, not in ${storeCurrency}`);
}
