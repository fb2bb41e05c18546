import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queries } from '../../src/mercurius/schema/build-schema.js';
import { openShop, type Shop } from '../shop-over-http.js';
import { inviteCallers, isAdmitted, refusals, type Caller, type GuardedOperation } from './callers.js';
import { graphqlClient } from './graphql-client.js';

type Document = { readonly text: string; readonly fields: readonly string[] };

/** A value of a type: only what it requires. */
function valueOf(id: string, type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(id, type.ofType);
  if (isListType(type)) return '[]';
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${required.map((field) => `${field.name}: ${valueOf(id, field.type)}`).join(' ')} }`;
  }
  const values: Readonly<Record<string, string>> = {
    ID: `"${id}"`,
    Int: '1',
    SafeInt: '1',
    Boolean: 'true',
    Float: '1',
  };
  return values[type.name] ?? '"x"';
}

function selectionOf(id: string, { name, args, type }: GraphQLField<unknown, unknown>): string {
  const required = args.filter((arg) => isNonNullType(arg.type)).map((arg) => `${arg.name}: ${valueOf(id, arg.type)}`);
  const members = isObjectType(getNamedType(type)) ? ' { __typename }' : '';
  return `${name}${required.length === 0 ? '' : `(${required.join(' ')})`}${members}`;
}

/** Documents of all fields, each small enough for the limits. */
function documentsOf(schema: GraphQLSchema, id: string): readonly Document[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) => {
    const fields = Object.values(type?.getFields() ?? {});
    const parts = Array.from({ length: Math.ceil(fields.length / 40) }, (_, at) => fields.slice(at * 40, at * 40 + 40));
    return parts.map((part) => ({
      text: `${kind} { ${part.map((field) => selectionOf(id, field)).join(' ')} }`,
      fields: part.map(({ name }) => name),
    }));
  });
}

/**
 * Sends every field of the schema as each caller. The operations of the OpenAPI document state who is admitted.
 *
 * @returns a function that lists the fields which a caller was wrongly admitted to or refused
 */
async function callEveryField(shop: Shop): Promise<(caller: Caller) => Promise<readonly string[]>> {
  const documents = documentsOf(buildSchema((await shop.server.openGraphql()).sdl), shop.mug);
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, GuardedOperation>>>>;
  };
  const all = Object.values(paths).flatMap((methods) => Object.values(methods));
  const operations = new Map(all.map((operation) => [operation.operationId, operation]));
  const headersOf = await inviteCallers(shop);
  const send = graphqlClient(shop);
  return async (caller) => {
    const wrong: string[] = [];
    for (const { text, fields } of documents) {
      const { answer, errors } = await send(text, {}, headersOf(caller));
      if (answer.status !== 200) wrong.push(answer.text);
      for (const field of fields) {
        const operation = operations.get(queries[field] ?? field);
        const { extensions } = errors.find(({ path }) => path?.[0] === field) ?? {};
        const [code, status] = [extensions?.['code'], extensions?.['status']];
        const isRefused = refusals.includes(code);
        if (operation === undefined || isRefused === isAdmitted(caller, operation) || status === 500)
          wrong.push(`${field}: ${String(status)} ${String(code)}`);
        if (isRefused && status !== (caller === 'anonymous' || caller === 'guest' ? 401 : 403))
          wrong.push(`${field}: ${String(status)}`);
      }
    }
    return wrong;
  };
}

/** Tests the guards of all fields, one test for each caller. */
export const describeFieldGuards = (callers: readonly Caller[]): void => {
  let shop: Shop;
  let wrongFor: Awaited<ReturnType<typeof callEveryField>>;
  beforeAll(async () => {
    shop = await openShop();
    wrongFor = await callEveryField(shop);
  });
  afterAll(() => shop.server.close());

  it.each(callers)('each field of the GraphQL schema admits or refuses %s as its operation does', async (caller) => {
    expect(await wrongFor(caller)).toEqual([]);
  });
};
