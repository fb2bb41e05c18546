import { Type, type Static, type TSchema } from 'typebox';
import { countryCodes } from '../../lib-address/address-formats.js';
import { postalAddress } from './postal-address.js';

/** Unknown properties are refused, never ignored. */
export const closed = { additionalProperties: false } as const;

/** An id in lower case, so that a resource has one URL in every storage. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'A UUIDv7.',
});

export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 in UTC.' });

/** An expected period. */
export const Arrival = Type.Object({ earliest: Instant, latest: Instant }, { title: 'Arrival' });

export const Money = Type.Object(
  {
    amount: Type.Integer({ description: 'Minor units, such as cents.' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' }),
  },
  { ...closed, title: 'Money' },
);

/** One line of text: not blank, no control characters (they would reach mail headers). */
export const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^(?=.*\\S)[^\\p{Cc}]+$' });

export const Email = Type.String({
  maxLength: 254,
  pattern:
    '^(?!.*\\.\\.)[^\\s\\p{C}@,;:<>()"\\[\\]\\\\]{1,64}@[^\\s\\p{C}@,;:<>()"\\[\\]\\\\]{1,188}\\.[^\\s\\p{C}@.,;:<>()"\\[\\]\\\\]{2,63}$',
  description: 'An e-mail address.',
});

export const Country = Type.Unsafe<string>({
  type: 'string',
  enum: countryCodes,
  description: 'ISO 3166-1 alpha-2.',
});

/** The members of an address. Those that are not optional are required in every country. */
export const addressFields = {
  fullName: text(200),
  company: Type.Optional(text(200)),
  line1: text(200),
  line2: Type.Optional(text(200)),
  city: Type.Optional(text(100)),
  region: Type.Optional(text(100)),
  postalCode: Type.Optional(text(20)),
  country: Country,
  phone: Type.Optional(text(40)),
};

export const Address = Type.Object(addressFields, {
  ...closed,
  title: 'Address',
  description: 'City, region and postal code are required and checked by country.',
  [postalAddress]: true,
});

export const IdParams = Type.Object({ id: Id });

/** One of several closed forms, each with its own value of `name`. */
export const formsBy = <const Forms extends readonly TSchema[]>(name: string, ...forms: Forms) =>
  Type.Unsafe<Static<Forms[number]>>({
    type: 'object',
    required: [name],
    discriminator: { propertyName: name },
    oneOf: forms,
  });

/** A URL of the caller to redirect to. */
export const PageUrl = Type.String({ minLength: 1, maxLength: 2048, description: 'A URL of the shop, http or https.' });

/** A nullable type that both OpenAPI 3.1 and the serialiser understand, without a union. */
export const nullable = <S extends TSchema>(schema: S) =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: [(schema as unknown as { readonly type: string }).type, 'null'] });

/** An enumeration of texts. */
export const oneOf = <const Values extends readonly string[]>(...values: Values) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: values });
