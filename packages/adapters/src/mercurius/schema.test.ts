import {
  inviteCallers,
  isAdmitted,
  refusals,
  type GuardedOperation,
} from '@cartwright/adapters/testing/api-clients/callers';
import { graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import {
  buildSchema,
  findBreakingChanges,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsWithoutField } from './fields/operations-without-field.js';
import { mutations, queries } from './schema/build-schema.js';

let shop: Shop;
let sdl: string;
let schema: GraphQLSchema;
let operations: readonly GuardedOperation[];
beforeAll(async () => {
  shop = await openShop();
  sdl = (await shop.server.openGraphql()).sdl;
  schema = buildSchema(sdl);
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, GuardedOperation>>>>;
  };
  operations = Object.values(paths).flatMap((methods) => Object.values(methods));
});
afterAll(() => shop.server.close());

describe('the GraphQL schema in docs/schema.graphql', () => {
  const committed = () => readFile(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8');

  it('has no field, argument or type that the shop has lost', async () => {
    expect(findBreakingChanges(buildSchema(await committed()), schema)).toEqual([]);
  });

  it('is what `npx pnpm@12 docs:generate` writes', async () => {
    expect(await committed()).toBe(sdl);
  });
});

describe('each operation of the OpenAPI document', () => {
  it('has a field of the GraphQL schema, or a reason why not', () => {
    const covered = [...Object.values(queries), ...mutations];
    const ids = operations.map(({ operationId }) => operationId);
    const reasons = Object.keys(operationsWithoutField);
    expect(ids.filter((id) => covered.includes(id) === reasons.includes(id))).toEqual([]);
    expect(covered.filter((id) => !ids.includes(id))).toEqual([]);
    // A shop with Stripe, or with metrics on its port, has them.
    expect(reasons.filter((id) => !ids.includes(id)).sort()).toEqual(['readMetrics', 'receiveWebhook']);
  });
});

/** A value of a type: only what it requires. */
function valueOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${required.map((field) => `${field.name}: ${valueOf(field.type)}`).join(' ')} }`;
  }
  const values: Readonly<Record<string, string>> = {
    ID: `"${shop.mug}"`,
    Int: '1',
    SafeInt: '1',
    Boolean: 'true',
    Float: '1',
  };
  return values[type.name] ?? '"x"';
}

function selectionOf({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const required = args.filter((arg) => isNonNullType(arg.type)).map((arg) => `${arg.name}: ${valueOf(arg.type)}`);
  const members = isObjectType(getNamedType(type)) ? ' { __typename }' : '';
  return `${name}${required.length === 0 ? '' : `(${required.join(' ')})`}${members}`;
}

/** Documents of all fields, each small enough for the limits. */
function documents(): readonly { readonly text: string; readonly fields: readonly string[] }[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) => {
    const fields = Object.values(type?.getFields() ?? {});
    const parts = Array.from({ length: Math.ceil(fields.length / 40) }, (_, at) => fields.slice(at * 40, at * 40 + 40));
    return parts.map((part) => ({
      text: `${kind} { ${part.map(selectionOf).join(' ')} }`,
      fields: part.map(({ name }) => name),
    }));
  });
}

/** One of each kind. The use cases check the others in the same way. */
const someCallers = ['guest', 'customer', 'support', 'editor', 'API key'] as const;

describe('each field of the GraphQL schema', () => {
  it('admits and refuses the callers of its operation', async () => {
    const headersOf = await inviteCallers(shop);
    const send = graphqlClient(shop);
    const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
    const wrong: string[] = [];
    for (const caller of someCallers) {
      for (const { text, fields } of documents()) {
        const { answer, errors } = await send(text, {}, headersOf(caller));
        if (answer.status !== 200) wrong.push(`${caller}: ${answer.text}`);
        for (const field of fields) {
          const operation = byId.get(queries[field] ?? field);
          const { extensions } = errors.find(({ path }) => path?.[0] === field) ?? {};
          const isRefused = refusals.includes(extensions?.['code']);
          if (operation === undefined || isRefused === isAdmitted(caller, operation) || extensions?.['status'] === 500)
            wrong.push(`${caller} ${field}: ${String(extensions?.['code'])}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
