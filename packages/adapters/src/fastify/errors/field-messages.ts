import type { FieldError } from './field-error.js';

/** What a JSON Schema keyword demands, as the rest of a sentence that begins with the field. */
export function messageOfKeyword(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is unknown';
    case 'type':
      return `must be ${typeName(params['type'])}`;
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minItems':
    case 'minProperties':
      return `must have at least ${limit === '1' ? '1 entry' : `${limit} entries`}`;
    case 'maxItems':
    case 'maxProperties':
      return `must have at most ${limit} entries`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'uniqueItems':
      return 'must not have the same entry twice';
    case 'enum':
      return allowedText(allowedValues(params));
    default:
      return 'is not valid';
  }
}

/** The values of an enumeration. `null`, which clears a field, is none of them. */
export const allowedValues = ({ allowedValues: values }: Readonly<Record<string, unknown>>): readonly string[] =>
  (values as readonly (string | null)[]).filter((value) => value !== null);

/** Names at most 20 values. Longer lists are in the documentation and in `params`. */
export const allowedText = (values: readonly string[]): string =>
  values.length > 20 ? 'is not one of the allowed values' : `must be one of ${values.join(', ')}`;

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'empty',
};

const typeName = (type: unknown): string =>
  String(type)
    .split(',')
    .map((name) => typeNames[name] ?? name)
    .join(' or ');

/** Maximum sentences in a `detail`; `errors` has all fields. */
const maximumSentences = 3;

/**
 * The `detail` of a problem with field errors, for a buyer who does not see the names of fields.
 *
 * @example
 * sentencesOf([{ field: 'items.0.quantity', code: 'required', params: {}, message: 'is required' }])
 * // 'Items 1 quantity is required.'
 */
export const sentencesOf = (errors: readonly FieldError[]): string =>
  errors
    .slice(0, maximumSentences)
    .map(({ field, message }) => `${nameOf(field)} ${message}.`)
    .join(' ');

/** `shippingAddress.postalCode` as `Shipping address postal code`; positions count from 1. Headers keep their names. */
function nameOf(field: string): string {
  if (/^[A-Z][A-Za-z]*(-[A-Za-z]+)+$/u.test(field)) return field;
  const words = field
    .split('.')
    .map((part) =>
      /^\d+$/u.test(part) ? String(Number(part) + 1) : part.replaceAll(/(?=\p{Lu})/gu, ' ').toLowerCase(),
    )
    .join(' ')
    .trim();
  return words === '' ? 'The request' : words.charAt(0).toUpperCase() + words.slice(1);
}
