import type {
  CatalogueItem,
  ListedAt,
  ManagedProduct,
  ManagedVariant,
  ProductStatus,
  Repositories,
  ShippingMethod,
  StoredCart,
  StoredUser,
  UnitOfWork,
} from '@cartwright/application';
import {
  createCart,
  type CategoryId,
  type CustomerId,
  type Money,
  type ProductId,
  type TaxClass,
  type VariantId,
} from '@cartwright/domain';
import type { Result, ResultAsync } from 'neverthrow';

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

/** An active product in no category, with one variant at 19.99 that holds no stock, unless `facts` override it. */
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

/** What a product of a test is to be; `slug` identifies it. */
export type ProductDraft = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly categoryIds: readonly CategoryId[];
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly variants: readonly VariantDraft[];
  /** Its names in other languages. */
  readonly translations?: Readonly<Record<string, { readonly name: string }>>;
};

/** What a variant of a product is to be; `sku` identifies it in its product. */
export type VariantDraft = {
  readonly sku: string;
  /** Such as `Red / M`; empty for a product's only variant. */
  readonly name: string;
  readonly price: Money;
  readonly digital: boolean;
  /** Units on sale from now on; absent for what is not counted. */
  readonly stock?: number;
  /** Absent: no tax. */
  readonly taxClass?: TaxClass;
};

/** A saved product's id, and those of the variants in its draft. */
export type SavedProduct = {
  readonly productId: ProductId;
  readonly variants: readonly { readonly variantId: VariantId; readonly sku: string }[];
};

/** Makes the product of a draft or, when its slug exists, changes what the draft says of it; its variants stay. */
export const saveDraft = (
  { products }: Pick<Repositories, 'products'>,
  draft: ProductDraft,
  at: string,
  newId: () => string = freshId,
): ResultAsync<SavedProduct, never> =>
  products
    .idsBySlug([draft.slug])
    .andThen((known) => products.lockAll([...known.values()]))
    .andThen((found) => {
      const [before] = found.values();
      const earlier = new Map(before?.variants.map((variant) => [variant.sku, variant]));
      const written = draft.variants.map((variant) => draftedVariant(variant, earlier.get(variant.sku), newId));
      const changed = new Set(written.map(({ id }) => id));
      const product: ManagedProduct = {
        ...(before ?? { ...emptyProduct, id: newId(), createdAt: at }),
        slug: draft.slug,
        name: draft.name,
        description: draft.description,
        ...(draft.translations === undefined ? {} : { translations: draft.translations }),
        status: draft.status,
        categoryIds: draft.categoryIds,
        images: draft.images.map(({ url, alt }) => ({
          id: before?.images.find((image) => image.url === url)?.id ?? newId(),
          url,
          alt,
        })),
        variants: [...(before?.variants ?? []).filter(({ id }) => !changed.has(id)), ...written],
        version: (before?.version ?? 0) + 1,
        updatedAt: at,
      };
      const available = new Map(
        draft.variants.flatMap(({ stock }, index) => {
          const id = written[index]?.id;
          return stock === undefined || id === undefined ? [] : [[id, stock] as const];
        }),
      );
      const write = { product, available, ...(before === undefined ? {} : { before }) };
      return products.saveAll([write]).map(() => ({
        productId: product.id,
        variants: written.map(({ id, sku }) => ({ variantId: id, sku })),
      }));
    });

const emptyProduct = { featured: false, tags: [], options: [], seo: {}, metadata: {}, translations: {} };

function draftedVariant(
  { price, stock, ...facts }: VariantDraft,
  before: ManagedVariant | undefined,
  newId: () => string,
): ManagedVariant {
  const {
    taxClass: _class,
    available: _units,
    ...rest
  } = before ?? {
    id: newId(),
    options: {},
    metadata: {},
    backorder: false,
    archived: false,
    prices: [],
  };
  const others = rest.prices.filter((other) => other.price.currency !== price.currency);
  return { ...rest, ...facts, prices: [{ price }, ...others], stockTracked: stock !== undefined };
}

export const saveProduct = async (
  unitOfWork: UnitOfWork,
  draft: ProductDraft,
  at: string = noon,
): Promise<SavedProduct> => valueOf(await unitOfWork.run((repositories) => saveDraft(repositories, draft, at)));

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
