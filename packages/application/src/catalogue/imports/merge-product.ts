import type { CategoryId, Instant, TaxZone } from '@cartwright/domain';
import { err, type Result } from 'neverthrow';
import type { HtmlSanitizer } from '../../ports/html-sanitizer.js';
import type { Ids } from '../../ports/ids.js';
import type { ManagedProduct, ProductFacts, ProductWrite } from '../../ports/repositories/catalogue/product-records.js';
import type { ImportCounts } from '../../ports/repositories/import-records.js';
import { checkProduct, type ProductRefusal } from '../products/check-product.js';
import { newProduct } from '../products/new-product.js';
import { patched, type Patch } from '../products/patch.js';
import { sanitizeTexts } from '../sanitize-texts.js';
import { countOf, type Outcome } from './import-counts.js';
import { mergePictures } from './merge-pictures.js';
import { mergeVariants } from './merge-variants.js';
import type { ImportedProduct, StatedVariant } from './read-product.js';
import { sameFacts } from './same-facts.js';

export type MergeContext = {
  readonly ids: Ids;
  readonly htmlSanitizer: HtmlSanitizer;
  readonly taxZones: readonly TaxZone[] | undefined;
  readonly at: Instant;
  /** The category at the end of a path. */
  readonly categoryAt: (path: readonly string[]) => CategoryId;
};

/** What an import makes of a product. `write` is absent if nothing changes. */
export type MergedProduct = { readonly write?: ProductWrite; readonly counts: ImportCounts };
/** The file has no title for a product that does not exist. */
export type TitleMissing = { readonly type: 'import.title-missing' };
/** All variants of the product were refused. */
export type NothingAccepted = { readonly type: 'import.no-variant' };

/**
 * What becomes of a product: facts that the file states replace those before; all others stay, and so do variants and
 * pictures that the file does not have. A product without a price becomes a draft.
 */
export function mergeProduct(
  imported: ImportedProduct,
  before: ManagedProduct | undefined,
  context: MergeContext,
): Result<MergedProduct, ProductRefusal | TitleMissing | NothingAccepted> {
  const { product: stated, pictures, rejected } = imported;
  const hasNoneForSale = before?.variants.every(({ archived }) => archived) === true;
  const variants = hasNoneForSale && imported.variants.every(isBare) ? [] : imported.variants;
  if (before === undefined && stated.name === undefined) return err({ type: 'import.title-missing' });
  if (before === undefined && variants.length === 0 && rejected.variants > 0) return err({ type: 'import.no-variant' });
  const begun = before ?? {
    ...newProduct({ name: '', status: 'active' }, context.ids, context.at).product,
    slug: imported.handle,
  };
  // A handle that differs only in letter case does not change the address.
  const slug = imported.handle.toLowerCase() === begun.slug ? begun.slug : imported.handle;
  const described = { ...withFacts(begun, imported, context), slug };
  const merged = mergeVariants(begun.variants, variants, context.ids);
  const shown = mergePictures(begun.images, pictures, context.ids);
  const product: ManagedProduct = {
    ...described,
    options: usedOptions(begun, merged.variants),
    variants: merged.variants,
    images: shown.images,
  };
  return checkProduct(product, context.taxZones).map((checked) => {
    const after: ManagedProduct = isPriced(checked) ? checked : { ...checked, status: unpricedStatus(before, checked) };
    const earlier = new Map(before?.variants.map((variant) => [variant.id, variant]));
    const outcomes = variants.map(({ line }): Outcome => {
      const id = merged.idOf.get(line);
      const then = id === undefined ? undefined : earlier.get(id);
      const now = after.variants.find((variant) => variant.id === id);
      return then === undefined ? 'created' : sameFacts(then, now) ? 'unchanged' : 'changed';
    });
    const counts: ImportCounts = {
      products: countOf([
        before === undefined ? 'created' : sameFacts(factsOf(before), factsOf(after)) ? 'unchanged' : 'changed',
      ]),
      variants: countOf(outcomes, rejected.variants),
      pictures: countOf(shown.outcomes, rejected.pictures),
    };
    if (before !== undefined && sameFacts(before, after)) return { counts };
    const version = before === undefined ? 1 : before.version + 1;
    return {
      counts,
      write: {
        ...(before === undefined ? {} : { before }),
        product: { ...after, version, updatedAt: context.at },
        available: merged.available,
      },
    };
  });
}

const isPriced = ({ variants }: ManagedProduct): boolean =>
  variants.some(({ archived, prices }) => !archived && prices.length > 0);

/** A product that has had no price before stays what an editor, or an import, has made of it. */
const unpricedStatus = (before: ManagedProduct | undefined, { status }: ManagedProduct): ManagedProduct['status'] => {
  if (status === 'archived') return status;
  return before === undefined || isPriced(before) ? 'draft' : before.status;
};

/** A row may describe a product that has no variants, or only archived ones. */
const isBare = ({ sku, barcode, price, options }: StatedVariant): boolean =>
  !sku && !barcode && price === undefined && Object.keys(options).length === 0;

/** What is the product's own: its variants and pictures are counted apart. */
const factsOf = ({ variants: _apart, images: _pictures, ...facts }: ManagedProduct) => facts;

function withFacts(
  begun: ManagedProduct,
  { product: { categoryPaths, seo, ...stated } }: ImportedProduct,
  { htmlSanitizer, categoryAt }: MergeContext,
): ManagedProduct {
  const facts: Patch<ProductFacts> = {
    ...stated,
    ...(seo === undefined ? {} : { seo }),
    ...(categoryPaths === undefined
      ? {}
      : { categoryIds: mergedCategories(begun.categoryIds, categoryPaths.map(categoryAt)) }),
  };
  return patched<ManagedProduct>(begun, sanitizeTexts(htmlSanitizer, facts), {});
}

/** A file may name one of several categories: a product that is in all that it names stays where it is. */
function mergedCategories(before: readonly CategoryId[], stated: readonly CategoryId[]): readonly CategoryId[] {
  const unique = [...new Set(stated)];
  return unique.length > 0 && unique.every((id) => before.includes(id)) ? before : unique;
}

/** Options that no variant has any more are dropped; those that none has had stay. */
function usedOptions(before: ManagedProduct, variants: ManagedProduct['variants']): ManagedProduct['options'] {
  const namesIn = (all: ManagedProduct['variants']) => new Set(all.flatMap(({ options }) => Object.keys(options)));
  const [then, now] = [namesIn(before.variants), namesIn(variants)];
  return before.options.filter(({ name }) => now.has(name) || !then.has(name));
}
