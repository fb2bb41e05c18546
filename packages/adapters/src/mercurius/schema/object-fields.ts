import { GraphQLList, GraphQLNonNull, type GraphQLNullableType } from 'graphql';
import { isNullable, kindOf, type Schema } from './json-schema.js';
import { placeOf } from './name-types.js';
import { JsonScalar } from './scalars.js';

/** The fields of an object type or an input, one for each member of its schema. */
export const fieldsOf = <Type extends GraphQLNullableType>(
  { properties = {}, required = [] }: Schema,
  parent: string,
  typeOf: (schema: Schema, place: string) => Type,
) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, member]) => {
      const type = typeOf(member, placeOf(parent, name, kindOf(member) === 'array'));
      const isRequired = required.includes(name) && !isNullable(member) && kindOf(member) !== 'unknown';
      return [name, { type: isRequired ? new GraphQLNonNull(type) : type, ...describe(describedBy(member)) }];
    }),
  );

/** Lists of JSON values may contain `null`. */
export const listOf = <Type extends GraphQLNullableType>(item: Type): GraphQLList<Type | GraphQLNonNull<Type>> =>
  new GraphQLList(item === JsonScalar ? item : new GraphQLNonNull(item));

/** The description of a member, with the values that it has. */
export function describedBy({ description, enum: values }: Schema): string | undefined {
  if (values === undefined || values.length > 40) return description;
  const shown = values.filter((value) => value !== null).map(String);
  const list = `One of ${shown.map((value) => `\`${value}\``).join(', ')}.`;
  return description === undefined ? list : `${description} ${list}`;
}

export const describe = (description: string | undefined): { readonly description?: string } =>
  description === undefined ? {} : { description };
