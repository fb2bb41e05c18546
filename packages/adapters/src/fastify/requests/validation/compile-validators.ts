import { Ajv, type ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { dropEmptyTexts } from './drop-empty-texts.js';
import { postalAddressKeyword } from './postal-address.js';
import { readRepeated } from './repeated-parameters.js';
import { textFormats } from './text-formats.js';

// `strict: false`: schemas have keywords of the documentation. `allErrors`: a form shows all its errors.
// `verbose`: an error has its schema, which lists the choices. `discriminator`: one property selects the form of a
// union.
const options = {
  strict: false,
  allErrors: true,
  removeAdditional: false,
  useDefaults: false,
  verbose: true,
  discriminator: true,
  // They are typed by TypeBox, and the test of the OpenAPI document validates them.
  validateSchema: false,
} as const;

/**
 * Compiles each schema at its first use: a process that has just started uses few
 * of its routes. Bodies are not coerced; query strings, which are text, are converted to the type in the
 * schema.
 */
export function makeValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const exact = new Ajv({
    ...options,
    coerceTypes: false,
    formats: textFormats,
    keywords: [postalAddressKeyword],
  });
  const coercing = new Ajv({ ...options, coerceTypes: true, formats: textFormats });
  return ({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined;
    const validate: Validate = (data) => {
      compiled ??= (httpPart === 'querystring' ? coercing : exact).compile(schema);
      return compiled(data) || { error: compiled.errors ?? [] };
    };
    if (httpPart === 'querystring') return readRepeated(schema, validate) as Validate;
    if (httpPart !== 'body') return validate;
    return refuseLongLists(schema, (data) => {
      const body = dropEmptyTexts(schema, data);
      const result = validate(body);
      return result === true && body !== data ? { value: body } : result;
    });
  };
}

type Validate = (
  data: unknown,
) => true | { readonly value: unknown } | { readonly error: NonNullable<ValidateFunction['errors']> };

/**
 * A list that is too long is refused without checking its items. Checking each item of a full body, as
 * `allErrors` does, would block the process for most of a second.
 */
function refuseLongLists(schema: object, validate: Validate): Validate {
  const { properties = {} } = schema as {
    readonly properties?: Readonly<Record<string, { readonly maxItems?: number }>>;
  };
  const limits = Object.entries(properties).flatMap(([name, { maxItems }]) =>
    maxItems === undefined ? [] : [{ name, maxItems }],
  );
  if (limits.length === 0) return validate;
  return (data: unknown) => {
    const long = limits.find(({ name, maxItems }) => lengthOf(data, name) > maxItems);
    if (long === undefined) return validate(data);
    const error: FastifySchemaValidationError = {
      keyword: 'maxItems',
      instancePath: `/${long.name}`,
      schemaPath: `#/properties/${long.name}/maxItems`,
      params: { limit: long.maxItems },
      message: `must NOT have more than ${long.maxItems} items`,
    };
    return { error: [error] };
  };
}

function lengthOf(data: unknown, name: string): number {
  const list =
    typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[name] : undefined;
  return Array.isArray(list) ? list.length : 0;
}
