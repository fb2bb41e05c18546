import { responseSchemas, type Schema } from './stripe-data.js';

/**
 * What is wrong with a resource by Stripe's own schema of it; empty when nothing is. Fields that the schema lacks are
 * wrong too.
 */
export const faultsOf = (resource: object, name: string): readonly string[] =>
  faults(resource, { 'x-resource': name }, name);

function faults(value: unknown, schema: Schema, path: string): readonly string[] {
  if (schema.$ref !== undefined)
    return faults(value, responseSchemas().definitions[schema.$ref.replace('#/$defs/', '')] ?? {}, path);
  if (schema['x-resource'] !== undefined) {
    const known = responseSchemas().of(schema['x-resource']);
    return known === undefined ? [] : faults(value, known, path);
  }
  if (value === null) return schema['x-nullable'] === true ? [] : [`${path} is null`];
  if (schema.anyOf !== undefined) {
    const all = schema.anyOf.map((choice) => faults(value, choice, path));
    return all.find((found) => found.length === 0) ?? all.at(-1) ?? [];
  }
  if (Array.isArray(value))
    return schema.type === 'array'
      ? value.flatMap((item, at) => faults(item, schema.items ?? {}, `${path}[${at}]`))
      : [`${path} is a list`];
  if (typeof value === 'object') return objectFaults(value as Readonly<Record<string, unknown>>, schema, path);
  if (schema.type !== undefined && typeof value !== schema.type) return [`${path} is a ${typeof value}`];
  if (schema.enum !== undefined && schema['x-open'] !== true && !schema.enum.some((each) => each === value)) {
    return [`${path} is not on its list`];
  }
  return [];
}

function objectFaults(value: Readonly<Record<string, unknown>>, schema: Schema, path: string): readonly string[] {
  if (schema.type !== 'object') return [`${path} is an object`];
  const missing = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${path}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, part]) => {
    const known = schema.properties?.[name] ?? schema.additionalProperties ?? true;
    if (known === true) return [];
    return known === false ? [`${path}.${name} is unknown`] : faults(part, known, `${path}.${name}`);
  });
  return [...missing, ...wrong];
}
