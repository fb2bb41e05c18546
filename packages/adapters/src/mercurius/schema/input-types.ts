import {
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLInputType,
  type GraphQLNullableType,
} from 'graphql';
import { isNullable, kindOf, mergeForms, type Schema } from './json-schema.js';
import { nameTypes, placeOf } from './name-types.js';
import { describe, describedBy } from './output-types.js';
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
          fields: () => fieldsOf(schema, title ?? place),
        }),
    );
  };

  const fieldsOf = ({ properties = {}, required = [] }: Schema, parent: string) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, member]) => {
        const type = typeOf(member, placeOf(parent, name, kindOf(member) === 'array'));
        const isRequired = required.includes(name) && !isNullable(member) && kindOf(member) !== 'unknown';
        return [name, { type: isRequired ? new GraphQLNonNull(type) : type, ...describe(describedBy(member)) }];
      }),
    );

  const typeOf: InputTypes = (given, place) => {
    const schema = mergeForms(given);
    switch (kindOf(schema)) {
      case 'object':
        return Object.keys(schema.properties ?? {}).length === 0 ? JsonScalar : objectOf(schema, place);
      case 'array': {
        const item = typeOf(schema.items ?? {}, place);
        return new GraphQLList(item === JsonScalar ? item : new GraphQLNonNull(item));
      }
      default:
        return scalarOf(schema);
    }
  };
  return typeOf;
}
