import {
  GraphQLBoolean,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  type GraphQLOutputType,
} from 'graphql';
import { accountFields } from '../fields/account-fields.js';
import { cartFields } from '../fields/cart-fields.js';
import { catalogueFields } from '../fields/catalogue-fields.js';
import type { Fields } from '../fields/fields.js';
import { journalFields } from '../fields/journal-fields.js';
import { orderFields } from '../fields/order-fields.js';
import { peopleFields } from '../fields/people-fields.js';
import { pricingFields } from '../fields/pricing-fields.js';
import { shopFields } from '../fields/shop-fields.js';
import type { Operation, Operations } from '../operations/collect-operations.js';
import { readConnection } from '../operations/read-connection.js';
import type { RunOperation } from '../operations/run-operation.js';
import { argumentsOf, inputOf, type Arguments } from './arguments.js';
import { isConnection, makeConnectionTypes } from './connections.js';
import type { Context } from './context.js';
import { makeInputTypes } from './input-types.js';
import { jsonSchemaOf, mergeForms, signatureOf, type Schema } from './json-schema.js';
import { placeOf } from './name-types.js';
import { makeOutputTypes, type OutputTypes } from './output-types.js';
import { relatedFields } from './related-fields.js';

const all: readonly Fields[] = [
  catalogueFields,
  cartFields,
  orderFields,
  accountFields,
  journalFields,
  peopleFields,
  pricingFields,
  shopFields,
];

/** Operations that a shop may lack: the sandbox provider is absent where there is a real one. */
const optional: ReadonlySet<string> = new Set(['confirmSandboxPayment']);

/** The operation of each field, by name. */
export const queries: Readonly<Record<string, string>> = Object.assign({}, ...all.map((fields) => fields.queries));
export const mutations: readonly string[] = all.flatMap((fields) => fields.mutations);

/**
 * The GraphQL schema of the shop. Its types are those of the routes, and each field of `Query` and `Mutation` runs one
 * operation (docs/adr/0068).
 *
 * @param findShared - the schema of a `$ref`
 */
export function buildGraphqlSchema(
  operations: Operations,
  findShared: (name: string) => Schema,
  run: RunOperation,
): GraphQLSchema {
  const outputs: OutputTypes = makeOutputTypes(findShared, (typeName) => related(typeName) as never);
  const related = relatedFields(operations, () => outputs);
  const inputs = makeInputTypes();
  const connectionOf = makeConnectionTypes(outputs);

  // Nullable: a refused field leaves the others of its document their results.
  const fieldOf = (operation: Operation): GraphQLFieldConfig<unknown, Context, Arguments> => {
    const place = placeOf('', operation.id);
    const common = { args: argumentsOf(operation, inputs), description: `${operation.summary}.` };
    if (isConnection(operation))
      return {
        ...common,
        type: connectionOf(operation, place),
        resolve: (_root, args, { exchange }) =>
          readConnection(inputOf(operation, args), args, (input, options) => run(exchange, operation, input, options)),
      };
    const { type, present } = resultOf(operation, place, outputs);
    return {
      ...common,
      type,
      resolve: async (_root, args, { exchange }, { path }) =>
        present(await run(exchange, operation, inputOf(operation, args), { field: String(path.key) })),
    };
  };

  const fieldsOf = (entries: readonly (readonly [string, string])[]): GraphQLFieldConfigMap<unknown, Context> =>
    Object.fromEntries(
      entries.flatMap(([name, id]) => {
        const operation = operations.get(id);
        if (operation !== undefined) return [[name, fieldOf(operation) as GraphQLFieldConfig<unknown, Context>]];
        if (optional.has(id)) return [];
        throw new Error(`${id} is no operation`);
      }),
    );
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: fieldsOf(Object.entries(queries)) }),
    mutation: new GraphQLObjectType({ name: 'Mutation', fields: fieldsOf(mutations.map((id) => [id, id])) }),
  });
}

type Presented = { readonly type: GraphQLOutputType & object; readonly present: (body: unknown) => unknown };

/** The type of an operation's result: its body, the list in it, or `true` for an operation without a body. */
function resultOf({ responses }: Operation, place: string, types: OutputTypes): Presented {
  const bodies = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => jsonSchemaOf(response))
    .filter((schema) => schema.properties !== undefined || schema.$ref !== undefined);
  const distinct = bodies.filter((one, at) => bodies.findIndex((other) => sameBody(one, other)) === at);
  const last = distinct.at(-1);
  if (last === undefined) return { type: GraphQLBoolean, present: () => true };
  const schema = distinct.length === 1 ? last : mergeForms({ ...titleOf(last), oneOf: distinct });
  const { data, ...rest } = schema.properties ?? {};
  if (data?.items === undefined || Object.keys(rest).length > 0)
    return { type: types(schema, `${place}Result`), present: (body) => body };
  return {
    type: new GraphQLList(new GraphQLNonNull(types(data.items, place))),
    present: (body) => (body as { readonly data: unknown }).data,
  };
}

const sameBody = (one: Schema, other: Schema): boolean => signatureOf(one) === signatureOf(other);

const titleOf = ({ title }: Schema): Schema => (title === undefined ? {} : { title });
