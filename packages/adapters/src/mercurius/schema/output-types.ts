import {
  GraphQLObjectType,
  type GraphQLFieldConfigMap,
  type GraphQLNullableType,
  type GraphQLOutputType,
} from 'graphql';
import { kindOf, mergeForms, type Schema } from './json-schema.js';
import { nameTypes } from './name-types.js';
import { describe, fieldsOf, listOf } from './object-fields.js';
import { JsonScalar, scalarOf } from './scalars.js';

/** The fields of a type beyond the members of its schema, by the name of the type. */
export type FurtherFields = (typeName: string) => GraphQLFieldConfigMap<unknown, never>;

export type OutputTypes = (schema: Schema, place: string) => GraphQLOutputType & GraphQLNullableType;

/**
 * Types of responses, from the schemas that also write the responses of REST.
 *
 * @param findShared - the schema of a `$ref`
 */
export function makeOutputTypes(findShared: (name: string) => Schema, further: FurtherFields): OutputTypes {
  const named = nameTypes<GraphQLObjectType>();

  const objectOf = (schema: Schema, place: string): GraphQLObjectType =>
    named(
      schema,
      place,
      (name) =>
        new GraphQLObjectType({
          name,
          ...describe(schema.description),
          fields: () => ({ ...fieldsOf(schema, name, typeOf), ...further(name) }) as never,
        }),
    );

  const typeOf: OutputTypes = (given, place) => {
    if (given.$ref !== undefined) {
      const name = given.$ref.replace(/#$/u, '');
      return typeOf({ title: name, ...findShared(name) }, name);
    }
    const schema = mergeForms(given);
    switch (kindOf(schema)) {
      case 'object':
        return Object.keys(schema.properties ?? {}).length === 0 || hasOtherMembers(schema)
          ? JsonScalar
          : objectOf(schema, place);
      case 'array':
        return listOf(typeOf(schema.items ?? {}, place));
      default:
        return scalarOf(schema);
    }
  };
  return typeOf;
}

/** A record, or an object whose further members depend on its kind. */
const hasOtherMembers = (schema: Schema): boolean =>
  (schema as { readonly additionalProperties?: unknown }).additionalProperties === true;
