import type { CatalogueItem, CatalogueRecords, Ids, ProductDraft } from '@cartwright/application';
import { compareIds, type CategoryId, type CurrencyCode, type VariantId } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import { categorySlugs, freeSlug } from '../../system/slug.js';
import type { CategoryRow, Tables, VariantRow } from '../store.js';

type Dependencies = { readonly ids: Ids; readonly storeCurrency: CurrencyCode };

export const catalogueRecords = (tables: Tables, { ids, storeCurrency }: Dependencies): CatalogueRecords => {
  const { products, variants, categories, movements } = tables;

  const changeStock = (variant: VariantRow, before: number, at: string): void => {
    variants.set(variant.id, variant);
    const delta = (variant.stock ?? 0) - before;
    if (delta === 0) return;
    const id = ids.next();
    movements.set(id, { id, variantId: variant.id, delta, reason: 'catalogue', at });
  };

  const ensure = (name: string, path: readonly string[], parentId: CategoryId | undefined): CategoryId => {
    const all = [...categories.values()];
    const known = all.find((category) => category.parentId === parentId && category.name === name);
    if (known !== undefined) return known.id;
    const id = ids.next();
    const made: CategoryRow = {
      id,
      ...(parentId === undefined ? {} : { parentId }),
      slug: freeSlug(categorySlugs(path), id, new Set(all.map(({ slug }) => slug))),
      name,
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
    saveProduct: (draft, at) => {
      refuseOtherCurrencies(draft, storeCurrency);
      const product = [...products.values()].find(({ slug }) => slug === draft.slug);
      const bySku = new Map([...variants.values()].map((variant) => [variant.sku, variant]));
      const taken = draft.variants.find(({ sku }) => bySku.has(sku) && bySku.get(sku)?.productId !== product?.id);
      if (taken !== undefined) return errAsync({ type: 'catalogue.sku-taken', sku: taken.sku });

      const { variants: drafts, ...facts } = draft;
      const productId = product?.id ?? ids.next();
      products.set(productId, { ...facts, id: productId, createdAt: product?.createdAt ?? at, updatedAt: at });
      const saved = drafts.map((variantDraft) => {
        const earlier = bySku.get(variantDraft.sku);
        const variant = { ...variantDraft, id: earlier?.id ?? ids.next(), productId };
        changeStock(variant, earlier?.stock ?? 0, at);
        return { variantId: variant.id, sku: variant.sku };
      });
      return okAsync({ productId, variants: saved });
    },
    ensureCategory: (path) => {
      let parent: CategoryId | undefined;
      for (const [depth, name] of path.entries()) parent = ensure(name, path.slice(0, depth + 1), parent);
      if (parent === undefined) throw new Error('a category path has at least one name');
      return okAsync(parent);
    },
  };
};

function itemOf({ products, variants }: Tables, id: VariantId): readonly (readonly [VariantId, CatalogueItem])[] {
  const variant = variants.get(id);
  const product = variant === undefined ? undefined : products.get(variant.productId);
  if (variant === undefined || product === undefined) return [];
  const item: CatalogueItem = {
    variantId: id,
    productId: product.id,
    categoryIds: product.categoryIds,
    name: variant.name === '' ? product.name : `${product.name} (${variant.name})`,
    sku: variant.sku,
    unitPrice: variant.price,
    digital: variant.digital,
    onSale: product.status === 'active',
    ...(variant.stock === undefined ? {} : { available: variant.stock }),
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
