type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Moves every schema with a `title` to the components and replaces its uses by references: each
 * route has complete schemas, and a reader wants each once.
 */
export function nameSchemas<Document extends object>(document: Document): Document {
  const named: Record<string, unknown> = {};
  const hoist = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hoist);
    if (!isObject(value)) return value;
    const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hoist(member)]));
    const { title, type } = members;
    // `info` has a title too, and no type; a property called `title` is an object.
    if (typeof title !== 'string' || type !== 'object') return members;
    named[title] = members;
    return { $ref: `#/components/schemas/${title}` };
  };
  const hoisted = hoist(document) as { readonly components?: { readonly schemas?: Json } };
  return {
    ...hoisted,
    components: { ...hoisted.components, schemas: { ...hoisted.components?.schemas, ...named } },
  } as unknown as Document;
}
