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
    const members = withMapping(
      value,
      Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hoist(member)])),
    );
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

/**
 * Adds which value of the discriminator selects which of the named forms. Without it the value would be the name of
 * the form (OpenAPI 3.1, *Discriminator Object*), and generated clients would have that as their type.
 */
function withMapping({ discriminator, oneOf }: Json, members: Json): Json {
  if (!isObject(discriminator) || !Array.isArray(oneOf) || !Array.isArray(members['oneOf'])) return members;
  const references: readonly unknown[] = members['oneOf'];
  const mapping = Object.fromEntries(
    oneOf.flatMap(
      (form: { readonly properties: Readonly<Record<string, { readonly enum: readonly string[] }>> }, at) => {
        const reference = references[at];
        const values = form.properties[String(discriminator['propertyName'])]?.enum ?? [];
        return isObject(reference) && '$ref' in reference
          ? values.map((each) => [each, reference['$ref']] as const)
          : [];
      },
    ),
  );
  return Object.keys(mapping).length === 0 ? members : { ...members, discriminator: { ...discriminator, mapping } };
}
