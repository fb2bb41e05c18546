import type {
  CatalogueItem,
  ListedAt,
  ProductDraft,
  SavedProduct,
  ShippingMethod,
  StoredCart,
  StoredUser,
  UnitOfWork,
  VariantDraft,
} from '@cartwright/application';
import { createCart, type CategoryId, type CustomerId, type Money, type VariantId } from '@cartwright/domain';
import type { Result } from 'neverthrow';

/** When everything in the samples happens, unless a test says otherwise. */
export const noon = '2026-11-21T12:00:00.000Z';
/** So many seconds after `noon`. */
export const afterNoon = (seconds: number): string => new Date(Date.parse(noon) + seconds * 1_000).toISOString();

let made = 0;
/** An id that no other sample has, in the form of a UUIDv7. */
export const freshId = (): string => {
  made += 1;
  return `019a9d2e-0000-7000-8000-${String(made).padStart(12, '0')}`;
};

export const usd = (amount: number): Money => ({ amount, currency: 'USD' });

/** Base prices in US dollars, as a reader offers them. */
export const offered = (amount: number) => [{ type: 'base', id: 'base-USD', price: usd(amount) }] as const;

/** Lists are read an hour after `noon`, in US dollars. */
export const listedInUsd: ListedAt = { at: afterNoon(3_600), currency: 'USD', groups: ['guest'] };

/** A method that is free everywhere: an order with anything to ship needs one. */
export const freeShipping: ShippingMethod = {
  id: 'post',
  name: 'Post',
  zones: [{ countries: [] }],
  charges: [{ type: 'flat', amount: usd(0) }],
};

/** What an answer holds, or a failed test that says what it was instead. */
export const valueOf = <T, E>(result: Result<T, E>): T => {
  if (result.isErr()) throw new Error(`expected an Ok, got ${JSON.stringify(result.error)}`);
  return result.value;
};

/** The errors among answers. */
export const errorsOf = <T, E>(results: readonly Result<T, E>[]): readonly E[] =>
  results.flatMap((result) => (result.isErr() ? [result.error] : []));

export const sampleUser = (facts: Partial<StoredUser> = {}): StoredUser => {
  const id = freshId();
  return {
    id,
    email: `${id}@shop.example`,
    name: 'Ada Lovelace',
    role: 'customer',
    createdAt: noon,
    passwordHash: 'hash',
    ...facts,
  };
};

/** An empty cart in US dollars; a guest's, unless `customerId` is given. */
export const sampleCart = ({
  customerId,
  ...facts
}: Partial<StoredCart> & { readonly customerId?: CustomerId } = {}): StoredCart => {
  const decision = createCart({ id: freshId(), currency: 'USD', ...(customerId === undefined ? {} : { customerId }) });
  if (!decision.ok) throw new Error(decision.error.type);
  return { cart: decision.value, version: 1, status: 'open', createdAt: noon, updatedAt: noon, ...facts };
};

export const sampleVariant = (facts: Partial<VariantDraft> = {}): VariantDraft => ({
  sku: `SKU-${freshId()}`,
  name: '',
  price: usd(1_999),
  digital: false,
  ...facts,
});

/** An active product in no category, with one variant at 19.99 that holds no stock, unless `facts` say otherwise. */
export const sampleProduct = (facts: Partial<ProductDraft> = {}): ProductDraft => ({
  slug: `product-${freshId()}`,
  name: 'Enamel mug',
  description: 'Holds tea.',
  status: 'active',
  categoryIds: [],
  images: [],
  variants: [sampleVariant()],
  ...facts,
});

export const saveProduct = async (
  unitOfWork: UnitOfWork,
  draft: ProductDraft,
  at: string = noon,
): Promise<SavedProduct> => valueOf(await unitOfWork.run(({ catalogue }) => catalogue.saveProduct(draft, at)));

/** A new active product with `stock` units of one variant (absent: it holds no stock). */
export const saveVariant = async (
  unitOfWork: UnitOfWork,
  { stock, ...facts }: Pick<Partial<VariantDraft>, 'stock' | 'price' | 'digital' | 'taxClass'> = {},
): Promise<VariantId> => {
  const draft = sampleProduct({ variants: [sampleVariant({ ...facts, ...(stock === undefined ? {} : { stock }) })] });
  const [variant] = (await saveProduct(unitOfWork, draft)).variants;
  if (variant === undefined) throw new Error('the saved product has no variant');
  return variant.variantId;
};

export const ensureCategory = async (unitOfWork: UnitOfWork, ...path: readonly string[]): Promise<CategoryId> =>
  valueOf(await unitOfWork.run(({ catalogue }) => catalogue.ensureCategory(path)));

export const itemOf = async (unitOfWork: UnitOfWork, id: VariantId): Promise<CatalogueItem | undefined> =>
  valueOf(await unitOfWork.read(({ catalogue }) => catalogue.items([id]))).get(id);

/** Units of a variant that can be sold now. */
export const availableOf = async (unitOfWork: UnitOfWork, id: VariantId): Promise<number | undefined> =>
  (await itemOf(unitOfWork, id))?.available;

export const addUser = async (unitOfWork: UnitOfWork, facts: Partial<StoredUser> = {}): Promise<StoredUser> => {
  const user = sampleUser(facts);
  valueOf(await unitOfWork.run(({ users }) => users.add(user)));
  return user;
};
