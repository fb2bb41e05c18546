import { exampleIds, valuesByName } from './realistic-values.js';

/** The part of JSON Schema that the document uses. */
export type DocumentSchema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly items?: DocumentSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, DocumentSchema>>;
  readonly oneOf?: readonly DocumentSchema[];
  readonly anyOf?: readonly DocumentSchema[];
};
/** Makes an example; `name` is that of a parameter. */
export type ExampleOf = (schema: DocumentSchema, part: 'request' | 'response', name?: string) => unknown;
type Schemas = Readonly<Record<string, DocumentSchema>>;

/**
 * An example of a schema: the one that it has, else one made of realistic values by the names of fields. A response
 * shows all fields, a request those that are required.
 */
export function makeExampleOf(schemas: Schemas): ExampleOf {
  const resolve = (schema: DocumentSchema): DocumentSchema =>
    schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

  const build = (unresolved: DocumentSchema, name: string, all: boolean, depth: number): unknown => {
    const schema = resolve(unresolved);
    const [given = schema.example] = schema.examples ?? [];
    if (given !== undefined) return given;
    if (schema.const !== undefined) return schema.const;
    const byName = valuesByName[name];
    if (byName !== undefined && fits(byName, schema)) return byName;
    if (schema.enum !== undefined) return schema.enum[0];
    const [form] = schema.oneOf ?? schema.anyOf ?? [];
    if (form !== undefined) {
      const chosen = resolve(form);
      const merged = { ...schema, ...chosen, properties: { ...schema.properties, ...chosen.properties } };
      const required = [...(schema.required ?? []), ...(chosen.required ?? [])];
      return build({ ...merged, oneOf: [], anyOf: [], required }, name, all, depth);
    }
    switch (typeOf(schema)) {
      case 'object':
        return membersOf(schema, all, depth);
      case 'array':
        return Array.from({ length: Math.max(schema.minItems ?? 0, all && depth < 4 ? 1 : 0) }, () =>
          build(schema.items ?? {}, singular(name), all, depth + 1),
        );
      case 'integer':
      case 'number':
        return Math.min(Math.max(1, schema.minimum ?? 1), schema.maximum ?? Infinity);
      case 'boolean':
        return true;
      case 'string':
        return textOf(schema);
      default:
        return {};
    }
  };

  const membersOf = (schema: DocumentSchema, all: boolean, depth: number): object => {
    const { properties = {}, required = [], minProperties = 0 } = schema;
    const names = Object.keys(properties);
    const shown = all ? names.filter((name) => depth < 5 || required.includes(name)) : required;
    const chosen = shown.length > 0 ? shown : names.slice(0, minProperties);
    return Object.fromEntries(chosen.map((name) => [name, build(properties[name] ?? {}, name, all, depth + 1)]));
  };

  return (schema, part, name = '') => build(schema, name, part === 'response', 0);
}

const typeOf = ({ type, properties }: DocumentSchema): string | undefined =>
  (typeof type === 'string' ? type : type?.find((each) => each !== 'null')) ??
  (properties === undefined ? undefined : 'object');

const singular = (name: string): string => name.replace(/s$/u, '');

/** Whether a value by name is one of the schema. Objects and lists are taken by their type. */
function fits(value: unknown, schema: DocumentSchema): boolean {
  const { pattern, minimum = -Infinity, maximum = Infinity, minLength = 0, maxLength = Infinity } = schema;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.format === 'date-time' || schema.oneOf !== undefined) return false;
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  switch (typeof value) {
    case 'string': {
      const hasForm = pattern === undefined || new RegExp(pattern, 'u').test(value);
      return types.includes('string') && hasForm && value.length >= minLength && value.length <= maxLength;
    }
    case 'number':
      return (
        (types.includes('number') || (types.includes('integer') && Number.isInteger(value))) &&
        value >= minimum &&
        value <= maximum
      );
    case 'object':
      if (value === null) return types.includes('null');
      if (Array.isArray(value)) return types.includes('array') && schema.items?.type === 'string';
      return types.includes('object') && schema.properties === undefined;
    default:
      return false;
  }
}

const samples = [
  exampleIds.other,
  `${exampleIds.order}.${exampleIds.variant}`,
  '2026-11-21',
  'a text',
  'USD',
  'en',
  'https://shop.example',
  'standard',
  'abc',
];

function textOf({ pattern, format, minLength = 1 }: DocumentSchema): string {
  if (format === 'date-time') return '2026-11-21T09:30:00.000Z';
  const text = samples.find((each) => pattern !== undefined && new RegExp(pattern, 'u').test(each)) ?? 'text';
  return text.padEnd(minLength, 'x');
}
