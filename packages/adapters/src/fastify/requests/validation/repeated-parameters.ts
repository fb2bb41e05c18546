import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

/** The keywords used here of the schema of a query string. */
type QuerySchema = {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
  readonly patternProperties?: Readonly<Record<string, { readonly type?: string }>>;
};
type Validate = (
  data: unknown,
) => true | { readonly value?: unknown; readonly error?: readonly FastifySchemaValidationError[] };

/**
 * Validates a query string whose lists are repeated parameters, `brand=a&brand=b`: one value is a list of one. An error
 * of a single value names the parameter, not its place in the list.
 */
export function readRepeated(schema: QuerySchema, validate: Validate): Validate {
  const lists = Object.entries(schema.properties ?? {}).flatMap(([name, { type }]) => (type === 'array' ? [name] : []));
  const patterns = Object.entries(schema.patternProperties ?? {}).flatMap(([pattern, { type }]) =>
    type === 'array' ? [new RegExp(pattern, 'u')] : [],
  );
  if (lists.length === 0 && patterns.length === 0) return validate;
  return (data) => {
    const query = data as Record<string, unknown>;
    const single = Object.keys(query).filter(
      (name) => !Array.isArray(query[name]) && (lists.includes(name) || patterns.some((pattern) => pattern.test(name))),
    );
    for (const name of single) query[name] = [query[name]];
    const result = validate(query);
    if (result === true || result.error === undefined) return result;
    const places = new Set(single.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}/0`));
    return {
      error: result.error.map((error) =>
        places.has(error.instancePath) ? { ...error, instancePath: error.instancePath.slice(0, -2) } : error,
      ),
    };
  };
}
