import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  type GraphQLFieldConfigMap,
} from 'graphql';
import type { Operation } from '../operations/collect-operations.js';
import { jsonSchemaOf, type Schema } from './json-schema.js';
import { describe } from './object-fields.js';
import type { OutputTypes } from './output-types.js';

const PageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  description: 'Whether a list has more rows (Relay Cursor Connections).',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Whether `after` was given.' },
    startCursor: { type: GraphQLString },
    endCursor: { type: GraphQLString, description: 'The next `after`.' },
  },
});

/** Whether an operation is a list in pages. */
export const isConnection = ({ query }: Operation): boolean => query?.properties?.['page'] !== undefined;

/** Members of `meta` that a connection replaces. */
const ofPages: ReadonlySet<string> = new Set(['page', 'limit', 'total', 'totalPages', 'nextCursor']);

/** The schema of a list: its rows, and what stands beside them. */
export function listParts({ responses }: Operation): { readonly row: Schema; readonly beside: [string, Schema][] } {
  const { properties = {} } = jsonSchemaOf(responses['200'] ?? {});
  // A report that is not read in pages says whether rows are missing.
  const { data = {}, meta = {}, truncated: _truncated, ...rest } = properties;
  const counted = Object.entries(meta.properties ?? {}).filter(([name]) => !ofPages.has(name));
  return { row: data.items ?? {}, beside: [...Object.entries(rest), ...counted] };
}

/** A connection as it is resolved. */
export type Connection = Readonly<Record<string, unknown>> & { readonly countRows: () => Promise<number> };

/** Makes the Relay connection of a list, once for each type of row. */
export function makeConnectionTypes(types: OutputTypes) {
  const made = new Map<string, GraphQLObjectType>();
  return (operation: Operation, place: string): GraphQLObjectType => {
    const { row, beside } = listParts(operation);
    const node = types(row, place) as GraphQLObjectType;
    const known = made.get(node.name);
    if (known !== undefined) return known;
    const edge = new GraphQLObjectType({
      name: `${node.name}Edge`,
      fields: {
        node: { type: new GraphQLNonNull(node) },
        cursor: {
          type: new GraphQLNonNull(GraphQLString),
          description: 'Send it as `after` to read the rows behind this one.',
        },
      },
    });
    const further: GraphQLFieldConfigMap<unknown, unknown> = Object.fromEntries(
      beside.map(([name, schema]) => [
        name,
        { type: types(schema, `${node.name}List${name}`), ...describe(schema.description) },
      ]),
    );
    const connection = new GraphQLObjectType({
      name: `${node.name}Connection`,
      fields: {
        edges: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(edge))) },
        pageInfo: { type: new GraphQLNonNull(PageInfo) },
        totalCount: {
          type: new GraphQLNonNull(GraphQLInt),
          // Counted only where it is requested.
          resolve: ({ countRows }: Connection) => countRows(),
        },
        ...further,
      },
    });
    made.set(node.name, connection);
    return connection;
  };
}
