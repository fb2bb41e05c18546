import { Ajv, type ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { dropEmptyTexts } from './drop-empty-texts.js';
import { postalAddressKeyword } from './postal-address.js';

// `strict: false`: schemas also carry what only the documentation reads. `allErrors`: a form is told all that is wrong.
// `verbose`: an error comes with its schema, which names the choices. `discriminator`: one property says which form it
// is.
const options = {
  strict: false,
  allErrors: true,
  removeAdditional: false,
  useDefaults: false,
  verbose: true,
  discriminator: true,
} as const;

/**
 * Compiles each schema once, when something is first held against it: a process that has just started is asked for few
 * of its routes. Bodies are taken as they come; query strings, which are text, are read as the type that the
 * schema asks for.
 */
export function makeValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const exact = new Ajv({
    ...options,
    coerceTypes: false,
    formats: { 'date-time': true },
    keywords: [postalAddressKeyword],
  });
  const coercing = new Ajv({ ...options, coerceTypes: true });
  return ({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined;
    const validate: Validate = (data) => {
      compiled ??= (httpPart === 'querystring' ? coercing : exact).compile(schema);
      return compiled(data) || { error: compiled.errors ?? [] };
    };
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
 * A list that is too long is refused for its length alone. All that is wrong with each item of a full body, which is
 * what `allErrors` looks for, would hold everybody else up for most of a second.
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
