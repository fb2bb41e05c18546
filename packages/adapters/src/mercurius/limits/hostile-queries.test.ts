import { codesOf, graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { hostile } from '@cartwright/adapters/testing/api-clients/hostile-documents';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAdmitDocument, makeKnownDocuments } from './admit-document.js';

let shop: Shop;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  shop = await openShop();
  send = graphqlClient(shop);
  // Opens the API.
  await send('{ shop { name } }');
});
afterAll(() => shop.server.close());

describe('a hostile document', () => {
  it.each(Object.keys(hostile))('is refused: %s', async (name) => {
    const [query, status, code] = hostile[name] ?? ['', 0, ''];
    const refused = await send(query);
    expect([refused.answer.status, codesOf(refused)[0]]).toEqual([status, code]);
    expect(refused.data).toBeUndefined();
  });

  it('is refused for its variables: 1 MB, a list, and 5,000 rows that are no number', async () => {
    const document = 'query ($first: Int) { products(first: $first) { totalCount } }';
    const large = await send(document, { first: 1, more: 'x'.repeat(1_000_000) });
    expect([large.answer.status, codesOf(large)]).toEqual([413, ['request.body-too-large']]);
    const list = await shop.call('POST', '/graphql', { body: { query: document, variables: [1] } });
    expect([list.status, list.body.errors[0].extensions.code]).toEqual([400, 'request.invalid']);
    expect(codesOf(await send(document, { first: 'all' }))).toEqual(['graphql.query-invalid']);
  });

  it('is refused in the same way however often it is sent', async () => {
    const malformed = 'query ($first: Int) { products(first: $first) { totalCount } }';
    const nameless = 'query A { shop { name } } query B { shop { name } }';
    for (let time = 0; time < 6; time += 1)
      for (const [document, variables] of [
        [malformed, { first: 'one' }],
        [nameless, {}],
      ] as const) {
        const refused = await send(document, variables);
        expect([refused.answer.status, ...codesOf(refused)]).toEqual([400, 'graphql.query-invalid']);
      }
  });

  it('takes no memory for ever: the latest 500 are known', () => {
    const known = makeKnownDocuments();
    const admit = makeAdmitDocument(known);
    for (let number = 0; number < 2_000; number += 1) admit(`{ a${number}: shop { name } }`, {});
    const circular = hostile['circular fragments']?.[0] ?? '';
    expect(() => admit(circular, {})).toThrow(expect.objectContaining({ code: 'graphql.query-too-deep' }));
    expect(known.size).toBe(500);
  });

  it('in a batch is refused as a whole', async () => {
    const { status, body } = await shop.call('POST', '/graphql', { body: [{ query: '{ shop { name } }' }] });
    expect([status, body.errors[0].extensions]).toMatchObject([
      400,
      { code: 'request.invalid', errors: [{ code: 'type' }] },
    ]);
  });

  it('as a syntax tree instead of a text is refused', async () => {
    const tree = JSON.stringify({ kind: 'Document', definitions: [] });
    expect(codesOf(await send(tree))).toEqual(['graphql.query-malformed']);
  });
});

describe('a harmless document', () => {
  it('may ask for the whole schema', async () => {
    expect((await send(getIntrospectionQuery())).errors).toEqual([]);
  });

  it('may have several operations, of which it names one, however often it is sent', async () => {
    const query = 'query Name { shop { name } } query Money { shop { currency } }';
    const ask = async (operationName?: string) =>
      (
        await shop.call('POST', '/graphql', {
          body: { query, ...(operationName === undefined ? {} : { operationName }) },
        })
      ).body;
    for (let time = 0; time < 6; time += 1) {
      expect(await ask('Name')).toEqual({ data: { shop: { name: 'Mill Lane Pottery' } } });
      expect(await ask('Money')).toEqual({ data: { shop: { currency: 'USD' } } });
    }
    expect((await ask()).data).toBeUndefined();
    expect((await ask('Other')).data).toBeUndefined();
  });
});
