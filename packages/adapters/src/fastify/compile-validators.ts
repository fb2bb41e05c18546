import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

// `strict: false`: schemas also carry what only the documentation reads. `allErrors`: a form is told all that is wrong.
const options = { strict: false, allErrors: true, removeAdditional: false, useDefaults: false } as const;

/**
 * Compiles each schema once. Bodies are taken as they come; query strings, which are text, are read as the type that the
 * schema asks for.
 */
export function makeValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const exact = new Ajv({ ...options, coerceTypes: false, formats: { 'date-time': true } });
  const coercing = new Ajv({ ...options, coerceTypes: true });
  return ({ schema, httpPart }) => (httpPart === 'querystring' ? coercing : exact).compile(schema);
}
