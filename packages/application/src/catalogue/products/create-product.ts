import type { ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { HtmlSanitizer } from '../../ports/html-sanitizer.js';
import type { Ids } from '../../ports/ids.js';
import type {
  ManagedProduct,
  ProductFacts,
  SaveProductRefusal,
} from '../../ports/repositories/catalogue/product-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { sanitizeTexts } from '../sanitize-texts.js';
import { checkProduct, type ProductRefusal } from './check-product.js';
import { newVariant, type NewVariant } from './new-variant.js';

export type CreateProductCommand = Partial<ProductFacts> &
  Pick<ProductFacts, 'name'> & { readonly slug?: string; readonly variants?: readonly NewVariant[] };
export type CreateProductError = ProductRefusal | SaveProductRefusal | StorageUnavailable;
/** Adds a product with its variants and their initial stock. It is a draft by default. */
export type CreateProduct = (
  command: CreateProductCommand,
  staff: StaffCaller,
) => ResultAsync<ManagedProduct, CreateProductError>;

export const makeCreateProduct =
  ({
    unitOfWork,
    clock,
    ids,
    htmlSanitizer,
  }: {
    readonly unitOfWork: UnitOfWork;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly htmlSanitizer: HtmlSanitizer;
  }): CreateProduct =>
  ({ slug, variants: drafts = [], ...given }, { userId: actor }) => {
    const facts = sanitizeTexts(htmlSanitizer, given);
    const made = drafts.map((draft) => ({ draft, variant: newVariant(ids.next(), draft) }));
    const initial = new Map(
      made.flatMap(({ draft, variant }) => (draft.stock === undefined ? [] : [[variant.id, draft.stock]])),
    );
    const now = clock.now();
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
    return unitOfWork.run(({ products, pricing }) =>
      pricing
        .lockTax()
        .andThen((tax) => checkProduct(product, tax))
        .andThen((checked) => products.add(checked, { initial, actor })),
    );
  };
