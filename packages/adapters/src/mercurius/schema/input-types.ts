import { GraphQLInputObjectType, type GraphQLInputType, type GraphQLNullableType } from 'graphql';
import { kindOf, mergeForms, type Schema } from './json-schema.js';
import { nameTypes } from './name-types.js';
import { describe, fieldsOf, listOf } from './object-fields.js';
import { JsonScalar, scalarOf } from './scalars.js';

export type InputTypes = (schema: Schema, place: string) => GraphQLInputType & GraphQLNullableType;

/**
 * Types of bodies and parameters, from the schemas that also validate the requests of REST. They state the members; the
 * schemas themselves still check lengths, formats and combinations.
 */
export function makeInputTypes(): InputTypes {
  const named = nameTypes<GraphQLInputObjectType>();

  const objectOf = (schema: Schema, place: string): GraphQLInputObjectType => {
    const { title, ...rest } = schema;
    const own = title === undefined ? rest : { ...rest, title: `${title}Input` };
    return named(
      own,
      `${place}Input`,
      (name) =>
        new GraphQLInputObjectType({
          name,
          ...describe(schema.description),
          fields: () => fieldsOf(schema, title ?? place, typeOf),
        }),
    );
  };

  const typeOf: InputTypes = (given, place) => {
    const schema = mergeForms(given);
    switch (kindOf(schema)) {
      case 'object':
        return Object.keys(schema.properties ?? {}).length === 0 ? JsonScalar : objectOf(schema, place);
      case 'array':
        return listOf(typeOf(schema.items ?? {}, place));
      default:
        return scalarOf(schema);
    }
  };
  return typeOf;
}
