import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLScalarType,
  GraphQLString,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { isId, isLarge, kindOf, type Schema } from './json-schema.js';

/** Any JSON value: texts by name, and what depends on the kind of a rule. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value, such as texts by name.',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

const safeInteger = (value: unknown): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError('must be an integer of at most 53 bits');
};

/** An amount of money in minor units: 21,474,836.47 USD would not fit into `Int`. */
export const SafeIntScalar = new GraphQLScalarType({
  name: 'SafeInt',
  description: 'An integer of at most 53 bits, such as an amount in minor units. JSON and JavaScript have it exactly.',
  serialize: safeInteger,
  parseValue: safeInteger,
  parseLiteral: (node) => safeInteger(node.kind === Kind.INT ? Number(node.value) : undefined),
});

/** The type of a schema that is neither an object nor a list. */
export function scalarOf(schema: Schema): GraphQLScalarType {
  switch (kindOf(schema)) {
    case 'string':
      return isId(schema) ? GraphQLID : GraphQLString;
    case 'integer':
      return isLarge(schema) ? SafeIntScalar : GraphQLInt;
    case 'number':
      return GraphQLFloat;
    case 'boolean':
      return GraphQLBoolean;
    default:
      return JsonScalar;
  }
}
