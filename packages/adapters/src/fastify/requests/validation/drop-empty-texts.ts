/** The keywords used here of a JSON schema. */
type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly discriminator?: { readonly propertyName: string };
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
};

/**
 * A copy of a body without the optional fields that are `""`: forms send them for empty inputs. The body itself is not
 * changed. Required fields and fields unknown to the schema stay.
 *
 * @example dropEmptyTexts({ properties: { note: { type: 'string' } } }, { note: '' }) // {}
 */
export function dropEmptyTexts(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : mapped(value, (item) => dropEmptyTexts(items, item));
  }
  // A body that is not JSON is a stream.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const { properties = {}, additionalProperties, required = [] } = formOf(schema, value);
  // A record has one schema for all its members.
  const ofRecord = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const members: readonly (readonly [string, unknown])[] = Object.entries(value);
  const kept = mapped<readonly [string, unknown]>(
    members.filter(([name, member]) => member !== '' || !Object.hasOwn(properties, name) || required.includes(name)),
    (entry) => {
      const [name, member] = entry;
      const inner = Object.hasOwn(properties, name) ? properties[name] : ofRecord;
      const left = inner === undefined ? member : dropEmptyTexts(inner, member);
      return left === member ? entry : [name, left];
    },
  );
  const isSame = kept.length === members.length && kept.every((entry, index) => entry[1] === members[index]?.[1]);
  return isSame ? value : Object.fromEntries(kept);
}

/** Returns the same list when nothing changes. */
function mapped<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

/** The member of a union that the value's discriminator selects. */
function formOf(schema: Schema, value: object): Schema {
  const { discriminator, oneOf = [] } = schema;
  if (discriminator === undefined) return schema;
  const tag = (value as Readonly<Record<string, unknown>>)[discriminator.propertyName];
  return oneOf.find(({ properties }) => properties?.[discriminator.propertyName]?.enum?.includes(tag)) ?? schema;
}
