import type { VariantId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { Ids } from '../../ports/ids.js';
import type {
  ManagedProduct,
  ManagedVariant,
  VariantFacts,
} from '../../ports/repositories/catalogue/product-records.js';
import type { VariantNotFound } from '../../ports/repositories/stock-records.js';
import { editProduct, type ChangeProductDeps, type ChangeProductError, type ProductChange } from './change-product.js';
import { newVariant, type NewVariant } from './new-variant.js';
import { patched, type Patch } from './patch.js';

/** A product and the requested variant. */
export type ChangedVariant = { readonly product: ManagedProduct; readonly variant: ManagedVariant };
export type ChangeVariantError = VariantNotFound | ChangeProductError;

export type AddVariantCommand = ProductChange & { readonly variant: NewVariant };
/** Adds a variant with its initial stock to a product. */
export type AddVariant = (
  command: AddVariantCommand,
  staff: StaffCaller,
) => ResultAsync<ChangedVariant, ChangeVariantError>;

export const makeAddVariant =
  ({ ids, ...deps }: ChangeProductDeps & { readonly ids: Ids }): AddVariant =>
  ({ variant: draft, ...change }, { userId: actor }) => {
    const id = ids.next();
    return editProduct(deps, { ...change, actor }, (product) =>
      okAsync({
        product: { ...product, variants: [...product.variants, newVariant(id, draft)] },
        stock: new Map(draft.stock === undefined ? [] : [[id, draft.stock]]),
      }),
    ).andThen((product) => variantIn(product, id));
  };

type WhichVariant = ProductChange & { readonly variantId: VariantId };
export type ChangeVariantCommand = WhichVariant & { readonly patch: Patch<VariantFacts> };
/** Changes a variant, except its stock. */
export type ChangeVariant = (
  command: ChangeVariantCommand,
  staff: StaffCaller,
) => ResultAsync<ChangedVariant, ChangeVariantError>;

const cleared: Partial<VariantFacts> = { options: {}, prices: [], metadata: {} };

export const makeChangeVariant =
  (deps: ChangeProductDeps): ChangeVariant =>
  ({ variantId, patch, ...change }, { userId: actor }) =>
    editProduct(deps, { ...change, actor }, (product) =>
      variantIn(product, variantId).map(({ variant }) => ({
        product: withVariant(product, patched<ManagedVariant>(variant, patch, cleared)),
      })),
    ).andThen((product) => variantIn(product, variantId));

/** Deletes a variant. A variant with orders is archived instead. */
export type DeleteVariant = (command: WhichVariant, staff: StaffCaller) => ResultAsync<void, ChangeVariantError>;

export const makeDeleteVariant =
  (deps: ChangeProductDeps): DeleteVariant =>
  ({ variantId, ...change }, { userId: actor }) =>
    editProduct(deps, { ...change, actor }, (product, { products }) =>
      variantIn(product, variantId).andThen(({ variant }) =>
        products.ordered([variantId]).map((ordered) => ({
          product: ordered.has(variantId)
            ? withVariant(product, { ...variant, archived: true })
            : { ...product, variants: product.variants.filter(({ id }) => id !== variantId) },
        })),
      ),
    ).map(() => undefined);

/** One of a product's variants. */
const variantIn = (product: ManagedProduct, variantId: VariantId): ResultAsync<ChangedVariant, VariantNotFound> => {
  const variant = product.variants.find(({ id }) => id === variantId);
  return variant === undefined
    ? errAsync({ type: 'catalogue.variant-not-found', variantId })
    : okAsync({ product, variant });
};

const withVariant = (product: ManagedProduct, changed: ManagedVariant): ManagedProduct => ({
  ...product,
  variants: product.variants.map((variant) => (variant.id === changed.id ? changed : variant)),
});
