import type { ProductId, TaxZone } from '@cartwright/domain';
import { err, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { HtmlSanitizer } from '../../ports/html-sanitizer.js';
import type {
  InitialStock,
  ManagedProduct,
  ProductFacts,
  SaveProductRefusal,
} from '../../ports/repositories/catalogue/product-records.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { sanitizeTexts } from '../sanitize-texts.js';
import { checkProduct, type ProductRefusal } from './check-product.js';
import { patched, type Patch } from './patch.js';
import type { ManagedProductNotFound } from './view-managed-product.js';
import { expectVersion, type VersionStale } from '../../expect-version.js';

/** Which product is changed, and the version that the caller last saw (`If-Match`), if they sent one. */
export type ProductChange = { readonly productId: ProductId; readonly expectedVersion?: number };
/** The product has changed since the caller read it. */
export type ProductVersionStale = VersionStale<'catalogue.product-stale'>;
export type ChangeProductError =
  ManagedProductNotFound | ProductVersionStale | ProductRefusal | SaveProductRefusal | StorageUnavailable;

export type ProductPatch = Patch<ProductFacts> & { readonly slug?: string };
export type ChangeProductCommand = ProductChange & { readonly patch: ProductPatch };
/** Changes a product, except its variants, which are changed one by one. */
export type ChangeProduct = (
  command: ChangeProductCommand,
  staff: StaffCaller,
) => ResultAsync<ManagedProduct, ChangeProductError>;

export type ChangeProductDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

const cleared: Partial<ProductFacts> = {
  description: '',
  tags: [],
  categoryIds: [],
  options: [],
  seo: {},
  metadata: {},
  translations: {},
};

export const makeChangeProduct =
  ({ htmlSanitizer, ...deps }: ChangeProductDeps & { readonly htmlSanitizer: HtmlSanitizer }): ChangeProduct =>
  ({ patch, ...change }, { userId: actor }) =>
    editProduct(deps, { ...change, actor }, (product) => {
      const { slug = product.slug, ...facts } = sanitizeTexts(htmlSanitizer, patch);
      return okAsync({ product: { ...patched<ManagedProduct>(product, facts, cleared), slug } });
    });

/** The edited product, and the initial stock of new variants. */
export type EditedProduct = { readonly product: ManagedProduct; readonly stock?: InitialStock };

/** Every change of a product: locks it, checks the expected version, edits, validates and saves it. */
export const editProduct = <E>(
  { unitOfWork, clock }: ChangeProductDeps,
  { productId, expectedVersion, actor }: ProductChange & { readonly actor?: string },
  edit: (product: ManagedProduct, repositories: Repositories) => ResultAsync<EditedProduct, E>,
): ResultAsync<ManagedProduct, E | ChangeProductError> =>
  unitOfWork.run((repositories) =>
    repositories.pricing.lockTaxShared().andThen((tax) =>
      lockProduct(repositories, productId, expectedVersion).andThen((before) =>
        edit(before, repositories)
          .andThen((edited) => checkEdited(edited, tax))
          .andThen(({ product, stock: initial = new Map() }) =>
            repositories.products.save(
              { ...product, version: before.version + 1, updatedAt: clock.now() },
              { initial, ...(actor === undefined ? {} : { actor }) },
            ),
          ),
      ),
    ),
  );

const checkEdited = (
  { product, ...rest }: EditedProduct,
  taxZones: readonly TaxZone[] | undefined,
): Result<EditedProduct, ProductRefusal> =>
  checkProduct(product, taxZones).map((checked) => ({ product: checked, ...rest }));

/** Locks a product and refuses an outdated expected version. */
export const lockProduct = (
  { products }: Pick<Repositories, 'products'>,
  productId: ProductId,
  expectedVersion: number | undefined,
): ResultAsync<ManagedProduct, ManagedProductNotFound | ProductVersionStale> =>
  products.lock(productId).andThen((found): Result<ManagedProduct, ManagedProductNotFound | ProductVersionStale> => {
    if (found === undefined) return err({ type: 'catalogue.product-not-found', productId });
    return expectVersion(found, expectedVersion, 'catalogue.product-stale');
  });
