import { ImageResponse } from '../image-schemas.js';
import { Type, type TSchema } from 'typebox';
import { closed, Id, Instant, localePattern, nullable, oneOf, text } from '../../../requests/plain-schemas.js';

/** A product's slug is part of its address; the two names are routes of their own. */
export const Slug = Type.String({
  pattern: '^(?!(featured|suggest)$)[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]{0,199}$',
  description: 'The last part of its URL: letters, digits, `-` and `_`.',
});

/** Minor units from 0 up. */
export const Price = Type.Object(
  {
    amount: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Minor units, such as cents.' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' }),
  },
  { ...closed, title: 'Price' },
);

const Seo = Type.Object({ title: Type.Optional(text(255)), description: Type.Optional(text(500)) }, closed);

/** Texts by name, such as `{ "care": "hand wash" }`. */
const Metadata = Type.Unsafe<Readonly<Record<string, string>>>({
  type: 'object',
  description: 'At most 20 texts of your own, by names of at most 40 characters.',
  propertyNames: { maxLength: 40, minLength: 1 },
  additionalProperties: { type: 'string', maxLength: 500 },
  maxProperties: 20,
});

const translationsOf = <T>(translation: TSchema) =>
  Type.Unsafe<Readonly<Record<string, T>>>({
    type: 'object',
    description: 'By locale, such as `de` or `pt-BR`.',
    propertyNames: { pattern: localePattern, format: 'locale' },
    additionalProperties: translation,
    maxProperties: 50,
  });

const Description = Type.String({ maxLength: 100_000, description: 'HTML.' });

const Translation = Type.Object(
  { name: Type.Optional(text(255)), description: Type.Optional(Description), seo: Type.Optional(Seo) },
  closed,
);
type Translation = {
  readonly name?: string;
  readonly description?: string;
  readonly seo?: { readonly title?: string; readonly description?: string };
};
type CategoryTranslation = Omit<Translation, 'description'>;

const Option = Type.Object({ name: text(255), values: Type.Array(text(255), { maxItems: 250 }) }, closed);

export const Status = oneOf('draft', 'active', 'unlisted', 'archived');

const productFacts = {
  status: Status,
  featured: Type.Boolean(),
};

/** Facts that `null` clears. */
const clearedFacts = {
  description: Description,
  publishAt: Type.String({ format: 'date-time', description: 'RFC 3339. Shoppers do not see it before.' }),
  brand: text(255),
  tags: Type.Array(text(255), { maxItems: 250, uniqueItems: true }),
  categoryIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
  options: Type.Array(Option, { maxItems: 10 }),
  seo: Seo,
  metadata: Metadata,
  translations: translationsOf<Translation>(Translation),
};

const variantFacts = { digital: Type.Boolean(), stockTracked: Type.Boolean(), backorder: Type.Boolean() };

const clearedVariantFacts = {
  barcode: text(255),
  options: Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    description: 'By option name: `{ "Size": "S" }`.',
    propertyNames: { minLength: 1, maxLength: 255 },
    additionalProperties: text(255),
    maxProperties: 10,
  }),
  prices: Type.Array(Type.Object({ price: Price, compareAtPrice: Type.Optional(Price) }, closed), { maxItems: 50 }),
  taxClass: Type.String({ pattern: '^(?=.*\\S)[^\\p{Cc}]{1,64}$' }),
  weightGrams: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  metadata: Metadata,
  image: Type.String({ pattern: '^https?://[^\\s"\'<>]{1,2040}$', description: 'The URL of a picture.' }),
  lowStockThreshold: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
};

type Properties = Readonly<Record<string, TSchema>>;
type Optional<P extends Properties> = { readonly [K in keyof P]: ReturnType<typeof Type.Optional<P[K]>> };
type Nullable<P extends Properties> = {
  readonly [K in keyof P]: ReturnType<typeof Type.Optional<ReturnType<typeof nullable<P[K]>>>>;
};

const optional = <P extends Properties>(properties: P) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)]),
  ) as unknown as Optional<P>;

const clearable = <P extends Properties>(properties: P) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, Type.Optional(nullable(schema))]),
  ) as unknown as Nullable<P>;

const exampleVariant = {
  sku: 'MUG-RED',
  options: { Colour: 'Red' },
  prices: [{ price: { amount: 1999, currency: 'USD' }, compareAtPrice: { amount: 2499, currency: 'USD' } }],
  stock: 25,
};

const Stock = Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'Initial units in stock.' });
const Sku = text(255);

const newVariantFields = {
  sku: Sku,
  stock: Type.Optional(Stock),
  ...optional(variantFacts),
  ...optional(clearedVariantFacts),
};

export const NewVariantBody = Type.Object(newVariantFields, {
  ...closed,
  title: 'NewVariant',
  examples: [exampleVariant],
});

export const VariantPatchBody = Type.Object(
  { sku: Type.Optional(Sku), ...optional(variantFacts), ...clearable(clearedVariantFacts) },
  { ...closed, title: 'VariantPatch', examples: [{ prices: exampleVariant.prices }] },
);

export const NewProductBody = Type.Object(
  {
    name: text(255),
    slug: Type.Optional(Slug),
    ...optional(productFacts),
    ...optional(clearedFacts),
    variants: Type.Optional(Type.Array(Type.Object(newVariantFields, closed), { maxItems: 250 })),
  },
  {
    ...closed,
    title: 'NewProduct',
    examples: [
      {
        name: 'Enamel mug',
        description: '<p>Holds tea.</p>',
        status: 'active',
        brand: 'Mill Lane Pottery',
        tags: ['kitchen'],
        options: [{ name: 'Colour', values: ['Red', 'Blue'] }],
        variants: [exampleVariant],
      },
    ],
  },
);

export const ProductPatchBody = Type.Object(
  { name: Type.Optional(text(255)), slug: Type.Optional(Slug), ...optional(productFacts), ...clearable(clearedFacts) },
  { ...closed, title: 'ProductPatch', examples: [{ status: 'active', brand: null }] },
);

export const ManagedVariantResponse = Type.Object(
  {
    id: Id,
    name: Type.String(),
    sku: Type.String(),
    ...variantFacts,
    ...optional(clearedVariantFacts),
    available: Type.Optional(Type.Integer({ description: 'Units that can be sold now, if stock is tracked.' })),
    archived: Type.Boolean({ description: 'No longer sold; orders still refer to it.' }),
  },
  { title: 'ManagedVariant' },
);

export const ManagedProductResponse = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    ...productFacts,
    ...optional(clearedFacts),
    images: Type.Array(ImageResponse),
    variants: Type.Array(ManagedVariantResponse),
    version: Type.Integer({ description: 'Grows by one with each change; also the `ETag`.' }),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'ManagedProduct' },
);

const categoryFacts = {
  parentId: Id,
  seo: Seo,
  translations: translationsOf<CategoryTranslation>(
    Type.Object({ name: Type.Optional(text(255)), seo: Type.Optional(Seo) }, closed),
  ),
};

export const NewCategoryBody = Type.Object(
  { name: text(255), slug: Type.Optional(Slug), ...optional(categoryFacts) },
  { ...closed, title: 'NewCategory', examples: [{ name: 'Mugs', translations: { de: { name: 'Becher' } } }] },
);

export const CategoryPatchBody = Type.Object(
  { name: Type.Optional(text(255)), slug: Type.Optional(Slug), ...clearable(categoryFacts) },
  { ...closed, title: 'CategoryPatch', examples: [{ parentId: null }] },
);

export const ManagedCategoryResponse = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    ...optional(categoryFacts),
    version: Type.Integer({ description: 'Grows by one with each change; also the `ETag`.' }),
  },
  { title: 'ManagedCategory' },
);
