import type {
  CategoryUnknown,
  Ids,
  ManagedProduct,
  ProductRecords,
  SaveProductRefusal,
  StockStart,
} from '@cartwright/application';
import { compareIds, type ProductId } from '@cartwright/domain';
import { err, ok, okAsync, type Result } from 'neverthrow';
import { freeSlug, reservedSlugs, slugOf } from '../../../system/slug.js';
import type { Tables, VariantRow } from '../../store.js';
import { countedStock } from '../stock-records.js';
import { recordBasePrices } from './price-list-records.js';

/** Products as editors change them. */
export const productRecords = (tables: Tables, ids: Ids): ProductRecords => {
  const { products, variants } = tables;
  const find = (id: ProductId) => managedProductOf(tables, id);

  const write = (product: ManagedProduct, start: StockStart): Result<ManagedProduct, SaveProductRefusal> =>
    check(tables, product).map(() => put(product, { ...start, reason: 'received' }));
  const put = (product: ManagedProduct, { initial, available: stated, actor, reason }: Put): ManagedProduct => {
    const { variants: all, ...row } = product;
    products.set(product.id, row);
    for (const { id } of variantsOf(tables, product.id)) {
      if (!all.some((variant) => variant.id === id)) variants.delete(id);
    }
    for (const { stockTracked, available: _counted, ...facts } of all) {
      const before = variants.get(facts.id)?.stock;
      recordBasePrices(tables, ids, {
        variantId: facts.id,
        before: variants.get(facts.id)?.prices ?? [],
        after: facts.prices,
        at: product.updatedAt,
      });
      const available = stockTracked
        ? ((before === undefined ? initial.get(facts.id) : (stated?.get(facts.id) ?? before)) ?? 0)
        : undefined;
      const stock = countedStock(
        tables,
        ids,
        { variantId: facts.id, available },
        {
          reason: stockTracked ? reason : 'no longer counted',
          at: product.updatedAt,
          ...(actor === undefined ? {} : { actor }),
        },
      );
      // Set anew, so that the order of the variants is that of the product.
      variants.delete(facts.id);
      variants.set(facts.id, { ...facts, productId: product.id, ...stock });
    }
    const written = find(product.id);
    if (written === undefined) throw new Error('a written product is there');
    return written;
  };

  return {
    find: (id) => okAsync(find(id)),
    lock: (id) => okAsync(find(id)),
    add: ({ slug, ...product }, start) =>
      write({ ...product, slug: slug ?? chooseSlug(tables, product) }, start).asyncAndThen((added) => okAsync(added)),
    save: (product, start) => write(product, start).asyncAndThen((saved) => okAsync(saved)),
    remove: (id) => {
      products.delete(id);
      for (const variant of variantsOf(tables, id)) variants.delete(variant.id);
      return okAsync(undefined);
    },
    page: ({ after = '', limit }) =>
      okAsync(
        [...products.keys()]
          .filter((id) => id > after)
          .sort(compareIds)
          .slice(0, limit)
          .flatMap((id) => find(id) ?? []),
      ),
    idsBySlug: (slugs) => {
      const wanted = new Set(slugs);
      return okAsync(
        new Map([...products.values()].flatMap(({ id, slug }) => (wanted.has(slug) ? [[slug, id] as const] : []))),
      );
    },
    ownersOf: ({ skus, barcodes }) =>
      okAsync({
        bySku: ownersBy([...variants.values()], ({ sku }) => sku, skus),
        byBarcode: ownersBy([...variants.values()], ({ barcode }) => barcode, barcodes),
      }),
    lockAll: (wanted) =>
      okAsync(
        new Map(
          wanted.flatMap((id) => {
            const found = find(id);
            return found === undefined ? [] : [[id, found] as const];
          }),
        ),
      ),
    saveAll: (writes, actor) => {
      for (const { product, available } of writes) {
        const start = { initial: available, available, reason: 'catalogue' };
        put(product, actor === undefined ? start : { ...start, actor });
      }
      return okAsync(undefined);
    },
    ordered: (variantIds) => {
      const named = new Set(
        [...tables.orders.values()].flatMap(({ order }) => order.pricing.lines.map(({ variantId }) => variantId)),
      );
      return okAsync(new Set(variantIds.filter((id) => named.has(id))));
    },
  };
};

/** What is counted of a product that is written; `available` is of variants that were counted before. */
type Put = StockStart & { readonly available?: StockStart['initial']; readonly reason: string };

/** The product of each code that exactly one variant has. */
function ownersBy(
  all: readonly VariantRow[],
  codeOf: (variant: VariantRow) => string | undefined,
  codes: readonly string[],
): ReadonlyMap<string, ProductId> {
  const wanted = new Set(codes);
  const owners = new Map<string, ProductId | undefined>();
  for (const variant of all) {
    const code = codeOf(variant);
    if (code !== undefined && wanted.has(code)) owners.set(code, owners.has(code) ? undefined : variant.productId);
  }
  return new Map([...owners].flatMap(([code, id]) => (id === undefined ? [] : [[code, id] as const])));
}

/** A product with all its variants. */
export function managedProductOf(tables: Tables, id: ProductId): ManagedProduct | undefined {
  const row = tables.products.get(id);
  if (row === undefined) return undefined;
  return {
    ...row,
    variants: variantsOf(tables, id).map(({ productId: _of, stock, reserved: _reserved, ...facts }) => ({
      ...facts,
      stockTracked: stock !== undefined,
      ...(stock === undefined ? {} : { available: stock }),
    })),
  };
}

const variantsOf = ({ variants }: Tables, productId: ProductId): readonly VariantRow[] =>
  [...variants.values()].filter((variant) => variant.productId === productId);

function check(
  { products, variants, categories }: Tables,
  product: ManagedProduct,
): Result<void, SaveProductRefusal | CategoryUnknown> {
  const unknown = product.categoryIds.find((id) => !categories.has(id));
  if (unknown !== undefined) return err({ type: 'catalogue.category-unknown', categoryId: unknown });
  const isSlugTaken = [...products.values()].some(({ id, slug }) => slug === product.slug && id !== product.id);
  if (isSlugTaken) return err({ type: 'catalogue.slug-taken', slug: product.slug });
  const others = [...variants.values()].filter(({ id }) => !product.variants.some((variant) => variant.id === id));
  const set = product.variants.filter(({ id, sku }) => sku !== '' && variants.get(id)?.sku !== sku);
  const taken = set.find(({ id, sku }) =>
    [...others, ...product.variants].some((other) => other.id !== id && other.sku === sku),
  );
  if (taken !== undefined) return err({ type: 'catalogue.sku-taken', sku: taken.sku });
  const isOwed = product.variants.some(
    ({ id, stockTracked, backorder }) => stockTracked && !backorder && (variants.get(id)?.stock ?? 0) < 0,
  );
  return isOwed ? err({ type: 'catalogue.units-owed' }) : ok(undefined);
}

function chooseSlug({ products }: Tables, { id, name }: Pick<ManagedProduct, 'id' | 'name'>): string {
  const short = slugOf(name);
  return freeSlug(
    { short, whole: short },
    id,
    new Set([...reservedSlugs, ...[...products.values()].map(({ slug }) => slug)]),
  );
}
