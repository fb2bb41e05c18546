import type { Instant } from '@cartwright/domain';
import type { Ids } from '../../ports/ids.js';
import type { InitialStock, ManagedProduct, ProductFacts } from '../../ports/repositories/catalogue/product-records.js';
import { newVariant, type NewVariant } from './new-variant.js';

/** What an editor states of a new product. */
export type NewProduct = Partial<ProductFacts> &
  Pick<ProductFacts, 'name'> & { readonly slug?: string; readonly variants?: readonly NewVariant[] };

/** A new product, a draft by default, with its variants and their initial stock. */
export function newProduct(
  { slug, variants: drafts = [], ...facts }: NewProduct,
  ids: Ids,
  now: Instant,
): { readonly product: Omit<ManagedProduct, 'slug'> & { readonly slug?: string }; readonly initial: InitialStock } {
  const made = drafts.map((draft) => ({ draft, variant: newVariant(ids.next(), draft) }));
  const initial = new Map(
    made.flatMap(({ draft, variant }) => (draft.stock === undefined ? [] : [[variant.id, draft.stock]])),
  );
  const product = {
    description: '',
    status: 'draft' as const,
    featured: false,
    tags: [],
    categoryIds: [],
    options: [],
    seo: {},
    metadata: {},
    translations: {},
    ...facts,
    id: ids.next(),
    ...(slug === undefined ? {} : { slug }),
    images: [],
    variants: made.map(({ variant }) => variant),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  return { product, initial };
}
