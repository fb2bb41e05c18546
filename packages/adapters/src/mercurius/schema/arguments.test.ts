import { codesOf, graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutations } from './build-schema.js';

let shop: Shop;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  shop = await openShop();
  send = graphqlClient(shop);
});
afterAll(() => shop.server.close());

describe('a filter by options over GraphQL', () => {
  it('finds what has any of several values of an option, as REST does', async () => {
    const product = { slug: 'shirt', name: 'Shirt', status: 'active', options: [{ name: 'Color', values: ['red'] }] };
    const variant = { sku: 'SHIRT', options: { Color: 'red' }, prices: [{ price: { amount: 900, currency: 'USD' } }] };
    const body = { ...product, variants: [variant] };
    const added = await shop.call('POST', '/api/v1/admin/products', { headers: shop.as('editor'), body });
    expect(added.status).toBe(201);
    const found = async (...values: readonly string[]) => {
      const options = values.map((value) => ({ name: 'Color', value }));
      const { data } = await send(
        'query ($options: [OptionFilterInput!]) { products(options: $options) { edges { node { slug } } } }',
        { options },
      );
      return data.products.edges;
    };
    const shirt = [{ node: { slug: 'shirt' } }];
    expect([await found('red', 'blue'), await found('blue', 'red'), await found('blue')]).toEqual([shirt, shirt, []]);
  });
});

describe('the version that a mutation requires', () => {
  it('is an argument of each mutation whose operation honours If-Match, and of no other', async () => {
    type Documented = { readonly operationId: string; readonly parameters?: readonly { readonly name: string }[] };
    const { paths } = (await shop.call('GET', '/openapi.json')).body as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
    };
    const conditional = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'If-Match'))
      .map(({ operationId }) => operationId)
      .filter((id) => mutations.includes(id));
    const { sdl } = await shop.server.openGraphql();
    const fields = Object.values(buildSchema(sdl).getMutationType()?.getFields() ?? {});
    const taking = fields.filter(({ args }) => args.some(({ name }) => name === 'expectedVersion'));
    expect(taking.map(({ name }) => name).toSorted()).toEqual(conditional.toSorted());
    expect(conditional.length).toBeGreaterThan(40);
  });

  it('is an entity tag where the resource has no version: a stale one is refused, the present one holds', async () => {
    const admin = shop.as('admin');
    const change = (expectedVersion: string, name: string) =>
      send(
        `mutation ($expectedVersion: String, $name: String) {
          changed: changePromotion(id: "ten-off", input: { name: $name }, expectedVersion: $expectedVersion) { name }
        }`,
        { expectedVersion, name },
        admin,
      );
    const read = await send('{ promotion(id: "ten-off") { name } }', {}, admin);
    const seen: string = read.answer.body.extensions.entityTags.promotion;
    expect(seen).toBe((await shop.call('GET', '/api/v1/admin/promotions/ten-off', { headers: admin })).headers.etag);
    const changed = await change(seen, 'A tenth off');
    expect(changed.data).toEqual({ changed: { name: 'A tenth off' } });
    const stale = await change(seen, 'Nothing off');
    expect([stale.data, codesOf(stale)]).toEqual([{ changed: null }, ['promotion.stale']]);
    // The quotes of a tag may be left out.
    const { entityTags } = changed.answer.body.extensions;
    expect((await change(entityTags.changed.replaceAll('"', ''), 'Ten off')).data).toEqual({
      changed: { name: 'Ten off' },
    });
  });

  it('is a number where the resource has a version, also if its result does not show it', async () => {
    const group = await shop.call('POST', '/api/v1/admin/customer-groups', {
      headers: shop.as('admin'),
      body: { name: 'Regulars' },
    });
    const remove = (expectedVersion: number) =>
      send(
        'mutation ($id: ID!, $expectedVersion: Int) { deleteCustomerGroup(id: $id, expectedVersion: $expectedVersion) }',
        { id: group.body.id, expectedVersion },
        shop.as('admin'),
      );
    expect((await remove(7)).errors).toMatchObject([{ extensions: { status: 412 } }]);
    expect((await remove(1)).data).toEqual({ deleteCustomerGroup: true });
  });
});
