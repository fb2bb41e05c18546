import { signatureOf, type Schema } from './json-schema.js';

/**
 * The types of the API by name, so that each schema becomes one type. Two different schemas never share a name.
 *
 * @example const types = nameTypes<GraphQLObjectType>();
 */
export function nameTypes<Type>() {
  const known = new Map<string, { readonly signature: string; readonly type: Type }>();
  /** The type of a schema, made at its first use. A schema without a title is named after its place. */
  return (schema: Schema, place: string, make: (name: string) => Type): Type => {
    const signature = signatureOf(schema);
    for (const name of new Set([schema.title ?? place, place])) {
      const before = known.get(name);
      if (before?.signature === signature) return before.type;
      if (before !== undefined) continue;
      const type = make(name);
      known.set(name, { signature, type });
      return type;
    }
    throw new Error(`two schemas have the name ${place}`);
  };
}

/**
 * The name of a type without a title, from the type and the member that holds it.
 *
 * @example placeOf('Product', 'categories', true) // 'ProductCategory'
 */
export function placeOf(parent: string, member: string, isList = false): string {
  const one = isList ? member.replace(/ies$/u, 'y').replace(/(?<=x)es$|(?<=[^s])s$/u, '') : member;
  return `${parent}${one.charAt(0).toUpperCase()}${one.slice(1)}`;
}
