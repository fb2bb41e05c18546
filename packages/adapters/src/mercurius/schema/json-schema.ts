/** The keywords of a JSON schema that types are made from. */
export type Schema = {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly maximum?: number;
  /** Of a response with more than one content type. */
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
};

/** The schema of the JSON of a response, which may have other content types too. */
export const jsonSchemaOf = (response: Schema): Schema => response.content?.['application/json']?.schema ?? response;

/** The type of a schema, without `null`. */
export function kindOf({ type, enum: values, properties }: Schema): string {
  if (typeof type === 'string') return type;
  const named = (type ?? []).find((name) => name !== 'null');
  if (named !== undefined) return named;
  if (properties !== undefined) return 'object';
  return values !== undefined && values.every((value) => typeof value === 'string') ? 'string' : 'unknown';
}

export const isNullable = ({ type }: Schema): boolean => Array.isArray(type) && type.includes('null');

/**
 * One object of all members of the forms of a union. Only what every form requires is required. A member that two forms
 * describe differently can be anything.
 */
export function mergeForms(schema: Schema): Schema {
  const forms = (schema.oneOf ?? []).filter(({ properties }) => properties !== undefined);
  if (schema.properties !== undefined || forms.length === 0) return schema;
  const properties: Record<string, Schema> = {};
  for (const form of forms) {
    for (const [name, member] of Object.entries(form.properties ?? {})) {
      const before = properties[name];
      properties[name] = before === undefined ? member : isSameType(before, member) ? either(before, member) : {};
    }
  }
  const names = Object.keys(properties);
  const required = names.filter((name) => forms.every((form) => form.required?.includes(name) === true));
  return { ...schema, type: 'object', properties, required };
}

/** Of two schemas of one type, the later one, with the values of both. */
const either = ({ enum: values = [] }: Schema, member: Schema): Schema =>
  member.enum === undefined ? member : { ...member, enum: [...new Set([...values, ...member.enum])] };

const isSameType = (left: Schema, right: Schema): boolean => signatureOf(left) === signatureOf(right);

/** What a type depends on, to compare two schemas of one name. `null` belongs to the field, not to the type. */
export const signatureOf = (schema: Schema): string =>
  JSON.stringify({ ...schema, type: kindOf(schema) }, (key, value: unknown) => (ignored.has(key) ? undefined : value));

/** Keywords that change no type. */
const ignored: ReadonlySet<string> = new Set(['description', 'examples', 'title', 'enum', 'minimum', 'default']);

/** The pattern of ids. */
const idPattern = /^\^\[0-9a-f\]\{8\}-/u;

export const isId = ({ pattern = '' }: Schema): boolean => idPattern.test(pattern);

/** Amounts of money exceed 32 bits. */
export const isLarge = ({ description = '', maximum = 0 }: Schema): boolean =>
  maximum > 2 ** 31 - 1 || /minor units/iu.test(description);
