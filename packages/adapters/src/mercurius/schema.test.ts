import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import {
  buildSchema,
  findBreakingChanges,
  getNamedType,
  isListType,
  parse,
  validate,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsWithoutField } from './fields/operations-without-field.js';
import { mutations, queries } from './schema/build-schema.js';

let shop: Shop;
let sdl: string;
let schema: GraphQLSchema;
let operations: readonly { readonly operationId: string }[];
beforeAll(async () => {
  shop = await openShop();
  sdl = (await shop.server.openGraphql()).sdl;
  schema = buildSchema(sdl);
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  };
  operations = Object.values(paths).flatMap((methods) => Object.values(methods));
});
afterAll(() => shop.server.close());

describe('the GraphQL schema in docs/schema.graphql', () => {
  const committed = () => readFile(new URL('../../../../docs/schema.graphql', import.meta.url), 'utf8');

  /** What clients rely on. `npx pnpm@12 docs:release-schema` replaces it, on purpose. */
  const released = async () =>
    buildSchema(await readFile(new URL('./released-schema.graphql', import.meta.url), 'utf8'));

  it('breaks no client of the released schema: to do that on purpose, run `pnpm docs:release-schema`', async () => {
    expect(findBreakingChanges(await released(), schema)).toEqual([]);
  });

  it.each([
    ['a field that is lost', /^  slug: String!$/mu, '', 'was removed'],
    ['a field that may be null', /^  slug: String!$/mu, '  slug: String', 'changed type from String! to String'],
    ['an argument that is lost', /idOrSlug: String!/u, 'other: String!', 'idOrSlug was removed'],
    ['an argument that is demanded', /idOrSlug: String!/u, '$&, more: String!', 'required arg more'],
    ['a type that is lost', /\bMoney\b/gu, 'Amount', 'Money was removed'],
  ])('names %s', async (_change, pattern, replacement, named) => {
    const changed = sdl.replace(pattern, replacement);
    expect(changed).not.toBe(sdl);
    const changes = findBreakingChanges(
      await released(),
      buildSchema(changed, { assumeValid: true, assumeValidSDL: true }),
    );
    expect(changes.map(({ description }) => description).join('\n')).toContain(named);
  });

  it('is released as a whole: `pnpm docs:generate` releases what breaks no client', async () => {
    expect(findBreakingChanges(schema, await released())).toEqual([]);
  });

  it('is what `npx pnpm@12 docs:generate` writes', async () => {
    expect(await committed()).toBe(sdl);
  });
});

it('takes the purchase that the guide shows', async () => {
  const guide = await readFile(new URL('../../../../docs/graphql.md', import.meta.url), 'utf8');
  const [, purchase = ''] = /^```graphql\n([\s\S]*?)^```$/mu.exec(guide) ?? [];
  const document = parse(purchase);
  expect(document.definitions).toHaveLength(4);
  expect(validate(schema, document)).toEqual([]);
});

it('has connections for lists in pages, and plain lists for those that REST returns whole', () => {
  const { events, ...fields } = (schema.getQueryType() as GraphQLObjectType).getFields();
  const plain = Object.values(fields).filter(({ type }) => isListType(type));
  expect(plain.map(({ name }) => name).sort()).toEqual([
    'categories',
    'jobs',
    'managedVariants',
    'mySessions',
    'orderDownloads',
    'promotionsReport',
    'relatedProducts',
    'salesReport',
    'shippingOptions',
    'tags',
    'taxesReport',
    'variants',
  ]);
  // The feed has no end and its own cursor.
  expect(Object.keys((getNamedType(events?.type) as GraphQLObjectType).getFields())).toEqual(['data', 'meta']);
});

describe('a member that several forms of a union have', () => {
  it('lists the values of all forms, such as every kind of a charge', () => {
    const { charges } = (schema.getType('ShippingMethod') as GraphQLObjectType).getFields();
    const { type } = (getNamedType(charges?.type) as GraphQLObjectType).getFields();
    expect(type?.description).toBe('One of `flat`, `subtotal`, `weight`.');
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
