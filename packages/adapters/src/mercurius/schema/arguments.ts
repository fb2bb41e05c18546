import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputType,
} from 'graphql';
import type { Operation } from '../operations/collect-operations.js';
import type { Input } from '../operations/request-view.js';
import { isConnection } from './connections.js';
import type { InputTypes } from './input-types.js';
import { mergeForms, type Schema } from './json-schema.js';
import { placeOf } from './name-types.js';
import { describe, describedBy } from './object-fields.js';

export type Arguments = Readonly<Record<string, unknown>>;

/** Parameters of REST that are lists separated by commas. */
const lists: ReadonlySet<string> = new Set(['ids', 'facets']);

/** Parameters that `first` and `after` replace, and the choice of CSV. */
const replaced = (operation: Operation): ReadonlySet<string> =>
  new Set(['format', ...(isConnection(operation) ? ['page', 'cursor', 'limit'] : [])]);

/** Filters by an option have a parameter for each option in REST: `option.Color=red`. */
const optionPrefix = 'option.';

/** What `If-Match` is over GraphQL: a number where the resource has a version, else a tag of its content. */
const expectedVersions = {
  number: { type: GraphQLInt, description: 'The change is refused if this is not the version.' },
  content: {
    type: GraphQLString,
    description: 'The change is refused if this is not the entity tag, which `extensions.entityTags` shows.',
  },
} as const;

/** The arguments of a field: the parameters of its operation, `first` and `after` of a list, `input` for the body. */
export function argumentsOf(operation: Operation, types: InputTypes): GraphQLFieldConfigArgumentMap {
  const { id, params, query, body, config } = operation;
  const omitted = replaced(operation);
  const place = placeOf('', id);
  const args: Record<string, { type: GraphQLInputType; description?: string }> = {};
  const add = (schema: Schema | undefined, isRequired: (name: string) => boolean): void => {
    for (const [name, member] of Object.entries(schema?.properties ?? {})) {
      if (omitted.has(name)) continue;
      const type = lists.has(name) ? new GraphQLList(new GraphQLNonNull(GraphQLString)) : types(member, place);
      args[name] = { type: isRequired(name) ? new GraphQLNonNull(type) : type, ...describe(describedBy(member)) };
    }
  };
  add(params, () => true);
  add(query, (name) => query?.required?.includes(name) === true);
  if (query?.patternProperties !== undefined)
    args['options'] = { type: types(OptionFilters, place), description: 'Only products with these option values.' };
  if (isConnection(operation)) {
    args['first'] = { type: GraphQLInt, description: 'Maximum rows, 1 to 100; 20 when absent.' };
    args['after'] = { type: GraphQLString, description: 'The `cursor` of the last row that was read.' };
  }
  if (hasInput(body)) {
    const type = types(body, place);
    args['input'] = { type: mustSend(body) ? new GraphQLNonNull(type) : type };
  }
  if (config.idempotent !== undefined)
    args['idempotencyKey'] = {
      type: GraphQLString,
      description: '1 to 255 characters. A repeat with the same key returns the first result.',
    };
  const conditional = config.conditional ?? false;
  if (conditional !== false) args['expectedVersion'] = expectedVersions[conditional === true ? 'number' : 'content'];
  return args;
}

/** The input of an operation from the arguments of its field. */
export function inputOf(operation: Operation, args: Arguments): Input {
  const { params, query, body } = operation;
  const omitted = replaced(operation);
  const pick = (schema: Schema | undefined) =>
    Object.entries(schema?.properties ?? {}).flatMap(([name]) => {
      const value = args[name];
      if (omitted.has(name) || value === undefined || value === null) return [];
      return [[name, lists.has(name) ? (value as readonly string[]).join(',') : value] as const];
    });
  const { options, input, idempotencyKey, expectedVersion } = args as {
    readonly options?: readonly OptionFilter[] | null;
    readonly input?: object | null;
    readonly idempotencyKey?: string | null;
    readonly expectedVersion?: number | string | null;
  };
  const byOption = query?.patternProperties === undefined ? [] : valuesByOption(options ?? []);
  return {
    params: Object.fromEntries(pick(params)),
    query: Object.fromEntries([...pick(query), ...byOption]),
    ...(body === undefined ? {} : { body: plain(input ?? {}) }),
    ...(typeof idempotencyKey === 'string' ? { idempotencyKey } : {}),
    ...(expectedVersion === undefined || expectedVersion === null ? {} : { expectedVersion }),
  };
}

/** The values of each option, in the parameter of REST that takes them: any of them matches. */
function valuesByOption(options: readonly OptionFilter[]): Iterable<readonly [string, readonly string[]]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of options) {
    const parameter = `${optionPrefix}${name}`;
    const known = values.get(parameter);
    if (known === undefined) values.set(parameter, [value]);
    else known.push(value);
  }
  return values;
}

/** GraphQL makes objects without a prototype, which validators do not take for JSON. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));

type OptionFilter = { readonly name: string; readonly value: string };

const OptionFilters: Schema = {
  type: 'array',
  items: {
    title: 'OptionFilter',
    type: 'object',
    properties: {
      name: { type: 'string', description: 'Such as `Color`.' },
      value: { type: 'string', description: 'Such as `red`.' },
    },
    required: ['name', 'value'],
  },
};

const hasInput = (body: Schema | undefined): body is Schema =>
  body !== undefined && Object.keys(mergeForms(body).properties ?? {}).length > 0;

const mustSend = (body: Schema): boolean => (mergeForms(body).required ?? []).length > 0;
