import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql';

/** The fields that lead to other rows, which REST does not have. */
const relations: ReadonlySet<string> = new Set(['product', 'variant']);

/**
 * A selection of every field of a type, as deep as it goes.
 *
 * @example selectAll(schema, 'Money') // '{ amount currency }'
 */
export function selectAll(schema: GraphQLSchema, typeName: string): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(({ name }) => !relations.has(name));
  return `{ ${fields.map((field) => `${field.name} ${selectAll(schema, getNamedType(field.type).name)}`).join(' ')} }`;
}

/** Without members that are `null`: REST omits what is absent. */
export const withoutNulls = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_name, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).filter(([, each]) => each !== null))
        : member,
    ),
  );
