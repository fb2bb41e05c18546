import { Type, type Static, type TSchema } from 'typebox';
import { countryCodes } from '../../lib-address/address-formats.js';
import { postalAddress, type AddressUse } from './validation/postal-address.js';

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

/**
 * One line of text: not blank, no control characters (they would reach mail headers), and no characters that reorder
 * the text around them.
 */
export const text = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^(?=.*\\S)[^\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]+$' });

/** The name of a person: the same, without any character that changes the direction of text. */
export const personName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^(?=.*\\S)[^\\p{Cc}\\p{Bidi_C}]+$',
});

/** The name of a role or a customer group. */
export const label = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^(?=.*\\S)[^\\p{C}]+$',
    format: 'label',
    description: 'Without invisible characters; its letters are of one script.',
  });

const localCharacter = '[^\\s\\p{C}@,;:<>()"\\[\\]\\\\]';
const domainCharacter = '[\\p{L}\\p{M}\\p{N}-]';

export const Email = Type.String({
  maxLength: 254,
  // Labels of a domain have 1 to 63 characters and no hyphen at an end; the last is no number.
  pattern:
    `^(?!\\.)(?!.*\\.\\.)${localCharacter}{1,64}(?<!\\.)@(?:(?!-)${domainCharacter}{1,63}(?<!-)\\.)+` +
    `(?!-)(?!\\d+$)${domainCharacter}{2,63}(?<!-)$`,
  description: 'An e-mail address.',
});

/** At least three digits, with the usual separators. */
export const Phone = Type.String({
  maxLength: 40,
  pattern: '^(?=(?:\\D*\\d){3})\\+?[\\d ()./-]+(?: ?(?:x|ext\\.?) ?\\d{1,6})?$',
  description: 'Digits, spaces and `+ ( ) - . /`.',
});

/** A language with script and region (BCP 47). */
export const localePattern = '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$';

export const Locale = Type.String({
  maxLength: 35,
  pattern: localePattern,
  format: 'locale',
  description: 'A language, script and region that exist (BCP 47), such as `de-AT`.',
});

export const Country = Type.Unsafe<string>({
  type: 'string',
  enum: countryCodes,
  description: 'ISO 3166-1 alpha-2.',
});

/** The members of an address. Those that are not optional are required in every country. */
export const addressFields = {
  fullName: personName,
  company: Type.Optional(text(200)),
  line1: text(200),
  line2: Type.Optional(text(200)),
  city: Type.Optional(text(100)),
  region: Type.Optional(text(100)),
  postalCode: Type.Optional(text(20)),
  country: Country,
  phone: Type.Optional(Phone),
};

export const Address = Type.Object(addressFields, {
  ...closed,
  title: 'Address',
  description: 'The city is required where the country has cities. Region and postal code are taken as they are.',
  [postalAddress]: 'complete' satisfies AddressUse,
});

/** Where a cart would go: any part of an address that has a country. */
export const Destination = Type.Object(
  { ...Type.Partial(Type.Object(addressFields)).properties, country: Country },
  { ...closed, title: 'Destination', [postalAddress]: 'destination' satisfies AddressUse },
);

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
export function nullable<S extends TSchema>(schema: S) {
  const { type, enum: values } = schema as { readonly type?: string; readonly enum?: readonly unknown[] };
  return Type.Unsafe<Static<S> | null>({
    ...schema,
    type: [type, 'null'],
    // An enumeration refuses what it does not list, whatever the type.
    ...(values === undefined ? {} : { enum: [...values, null] }),
  });
}

/** An enumeration of texts. */
export const oneOf = <const Values extends readonly string[]>(...values: Values) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: values });
