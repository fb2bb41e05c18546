import { readFileSync } from 'node:fs';

/** Stripe's schemas and sample resources. */
const directory = new URL('data/', import.meta.url);

/** The subset of JSON Schema in which the data describe requests and answers. `x-` keywords are the data's own. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly maxLength?: number;
  /** An empty string unsets it. */
  readonly 'x-emptyable'?: boolean;
  readonly 'x-nullable'?: boolean;
  /** The list may grow: values that it lacks are no fault of an answer. */
  readonly 'x-open'?: boolean;
  /** The whole resource of this name. */
  readonly 'x-resource'?: string;
};

export type SchemaBook = {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly of: (name: string) => Schema | undefined;
};

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, directory), 'utf8'));
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** What each operation, such as `POST /v1/payment_intents/{id}`, takes. */
export const requestSchemas = once((): SchemaBook => {
  const file = read('request-schemas.json') as {
    $defs: Record<string, Schema>;
    operations: Record<string, { readonly schema: Schema }>;
  };
  return { definitions: file.$defs, of: (operation) => file.operations[operation]?.schema };
});

/** What each resource, such as `payment_intent`, looks like. */
export const responseSchemas = once((): SchemaBook => {
  const file = read('response-schemas.json') as { $defs: Record<string, Schema>; resources: Record<string, Schema> };
  return { definitions: file.$defs, of: (resource) => file.resources[resource] };
});

const fixtures = once(() => (read('sample-resources.json') as { resources: Record<string, object> }).resources);

/** A copy of Stripe's own sample of a resource. */
export function sampleOf(resource: string): object {
  const found = fixtures()[resource];
  if (found === undefined) throw new Error(`Stripe's data hold no sample of ${resource}`);
  return withNewerFields(found, responseSchemas().of(resource) ?? {}) as object;
}

/** The samples are a little older than the schemas: fields that have come since are there, empty. */
function withNewerFields(value: unknown, schema: Schema): unknown {
  if (schema.$ref !== undefined)
    return withNewerFields(value, responseSchemas().definitions[schema.$ref.replace('#/$defs/', '')] ?? {});
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return structuredClone(value);
  const newer = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => [name, emptyOf(schema.properties?.[name])]);
  const known = Object.entries(value).map(([name, part]) => [
    name,
    withNewerFields(part, schema.properties?.[name] ?? {}),
  ]);
  return Object.fromEntries([...newer, ...known]) as unknown;
}

const emptyOf = (schema: Schema | undefined): unknown => (schema?.['x-nullable'] === true ? null : schema?.enum?.[0]);

/** Every version of the API that Stripe answers in. */
export const apiVersions = once(
  (): ReadonlySet<string> => new Set((read('events.json') as { api_versions: string[] }).api_versions),
);

/** Every type of event. */
export const eventTypes = once(
  (): ReadonlySet<string> => new Set((read('events.json') as { enabled_events: string[] }).enabled_events),
);
