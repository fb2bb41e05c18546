/** Long because it has what callers see of GraphQL: the catalogue, a purchase, the limits of callers and the schema. */
import { codesOf, graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: Shop;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  shop = await openShop();
  send = graphqlClient(shop);
});
afterAll(() => shop.server.close());

const cartOf = 'id version token lines { variantId quantity total { amount currency } }';

describe('the catalogue over GraphQL', () => {
  it('shows a product with the fields of REST', async () => {
    const { data } = await send(`{ product(idOrSlug: "mug") {
      id slug name description tags variants { id sku price { amount currency } options availability quantity }
      rating { average count } categories { slug path } images { url alt } metadata
    } }`);
    const { body } = await shop.call('GET', '/api/v1/products/mug');
    const { quantity, ...variant } = data.product.variants[0];
    // What REST omits is null.
    expect(quantity).toBeNull();
    expect(body).toMatchObject({ ...data.product, variants: [variant] });
  });

  it('lists products as a connection that goes on after its last cursor, and after any other', async () => {
    const page = (after: string | null) =>
      send(
        `query ($after: String) { products(first: 2, after: $after, sort: "name", facets: ["tag", "price"]) {
          edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
          facets { price { min max } tag { value } }
        } }`,
        { after },
      );
    const { products: first } = (await page(null)).data;
    expect(first).toMatchObject({
      edges: [{ node: { slug: 'book' } }, { node: { slug: 'mug' } }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: first.edges[1].cursor },
      totalCount: 3,
      facets: { price: { min: 500, max: 2000 }, tag: [] },
    });
    const { products: second } = (await page(first.pageInfo.endCursor)).data;
    expect(second).toMatchObject({
      edges: [{ node: { slug: 'pen' } }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    const { products: middle } = (await page(first.edges[0].cursor)).data;
    expect(middle.edges).toMatchObject([{ node: { slug: 'mug' } }, { node: { slug: 'pen' } }]);
    expect((await page(second.pageInfo.endCursor)).data.products.edges).toEqual([]);
  });

  it('goes on after the row of any cursor, whatever rows came or went since', async () => {
    const { body: made } = await shop.call('POST', '/api/v1/admin/posts', {
      headers: shop.as('editor'),
      body: { title: 'One', status: 'published' },
    });
    const publish = async (title: string) => {
      shop.clock.advance(1_000);
      const { body } = await shop.call('POST', '/api/v1/admin/posts', {
        headers: shop.as('editor'),
        body: { title, status: 'published' },
      });
      return String(body.id);
    };
    const remove = (id: string) => shop.call('DELETE', `/api/v1/admin/posts/${id}`, { headers: shop.as('editor') });
    const page = async (after: string | null, first = 2) => {
      const query = `query ($after: String, $first: Int) { managedPosts(first: $first, after: $after) {
        edges { cursor node { title } } pageInfo { hasNextPage }
      } }`;
      const { data } = await send(query, { after, first }, shop.as('editor'));
      const { edges, pageInfo } = data.managedPosts;
      const titles = edges.map(({ node }: { readonly node: { readonly title: string } }) => node.title);
      return { titles, cursors: edges.map(({ cursor }: { readonly cursor: string }) => cursor), ...pageInfo };
    };
    const two = await publish('Two');
    await publish('Three');
    const four = await publish('Four');
    const first = await page(null, 3);
    expect(first).toMatchObject({ titles: ['Four', 'Three', 'Two'], hasNextPage: true });
    const five = await publish('Five');
    expect(await page(first.cursors[0])).toMatchObject({ titles: ['Three', 'Two'], hasNextPage: true });
    await remove(five);
    await remove(four);
    expect(await page(first.cursors[0])).toMatchObject({ titles: ['Three', 'Two'], hasNextPage: true });
    expect(await page(first.cursors[1])).toMatchObject({ titles: ['Two', 'One'], hasNextPage: false });
    await remove(two);
    expect(await page(first.cursors[2])).toMatchObject({ titles: ['One'], hasNextPage: false });
    expect((await page(first.cursors[1])).titles).toEqual(['One']);
    await remove(String(made.id));
  });

  it('refuses a list of more than 100 rows and a cursor that it did not give', async () => {
    const tooMany = await send('{ products(first: 101) { totalCount } }');
    expect(tooMany.errors).toMatchObject([
      { extensions: { code: 'request.invalid', status: 400, errors: [{ field: 'first', code: 'out-of-range' }] } },
    ]);
    expect(codesOf(await send('{ products(after: "page-2") { totalCount } }'))).toEqual(['request.invalid']);
  });

  it('reports the problem of a field with its code, its status and its facts', async () => {
    const { data, errors, answer } = await send('{ product(idOrSlug: "cup") { id } shop { name } }');
    expect([answer.status, data]).toEqual([200, { product: null, shop: { name: 'Mill Lane Pottery' } }]);
    expect(errors).toMatchObject([
      {
        message: 'It does not exist or is not for sale.',
        path: ['product'],
        extensions: { code: 'catalogue.product-not-found', status: 404, idOrSlug: 'cup' },
      },
    ]);
  });
});

describe('a purchase over GraphQL', () => {
  const buy = `mutation ($input: PlaceOrderInput!, $key: String) {
    placeOrder(input: $input, idempotencyKey: $key) { id token status total { amount } }
  }`;

  it('goes from the cart to the payment with the tokens of a guest', async () => {
    const { createCart: cart } = (await send(`mutation { createCart { ${cartOf} } }`)).data;
    const headers = { 'x-cart-token': cart.token };
    const filled = await send(
      `mutation ($id: ID!, $variantId: ID!) {
        addLine(id: $id, input: { variantId: $variantId, quantity: 2 }, expectedVersion: 1) {
          version lines { quantity product { slug } variant { sku } }
        }
      }`,
      { id: cart.id, variantId: shop.mug },
      headers,
    );
    expect(filled.data.addLine).toEqual({
      version: 2,
      lines: [{ quantity: 2, product: { slug: 'mug' }, variant: { sku: 'MUG' } }],
    });
    const input = { cartId: cart.id, email: 'ada@example.com', shippingAddress: address };
    const placed = await send(buy, { input, key: 'once' }, headers);
    expect(placed.data.placeOrder).toMatchObject({ status: 'pending', total: { amount: 4500 } });
    const { id, token } = placed.data.placeOrder;
    const repeated = await send(buy, { input, key: 'once' }, headers);
    expect(repeated.data.placeOrder).toEqual(placed.data.placeOrder);
    expect(repeated.answer.headers['idempotency-replayed']).toBe('true');
    const guest = { 'x-order-token': token };
    const paying = await send(
      'mutation ($id: ID!) { startPayment(id: $id, input: { method: "card" }, idempotencyKey: "pay") { paymentId } }',
      { id },
      guest,
    );
    const { paymentId } = paying.data.startPayment;
    await send(
      'mutation ($id: ID!) { confirmSandboxPayment(paymentId: $id, input: { paymentMethod: "pm_card_visa" }) { status } }',
      { id: paymentId },
    );
    const paid = await send(
      'query ($id: ID!) { order(id: $id) { status lines { variant { productName } } } }',
      { id },
      guest,
    );
    expect(paid.data.order).toEqual({ status: 'paid', lines: [{ variant: { productName: 'Mug' } }] });
    expect(codesOf(await send('query ($id: ID!) { order(id: $id) { status } }', { id }))).toEqual(['order.not-found']);
  });

  it('refuses an order without an idempotency key, and a key that was used with another order', async () => {
    const input = { items: [{ variantId: shop.mug, quantity: 1 }], email: 'ada@example.com', shippingAddress: address };
    expect(codesOf(await send(buy, { input }))).toEqual(['idempotency.key-missing']);
    expect(codesOf(await send(buy, { input, key: '' }))).toEqual(['idempotency.key-malformed']);
    const headers = (await shop.register()).headers;
    expect(codesOf(await send(buy, { input, key: 'a' }, headers))).toEqual([]);
    expect(codesOf(await send(buy, { input: { ...input, note: 'Ring twice' }, key: 'a' }, headers))).toEqual([
      'idempotency.key-reused',
    ]);
  });

  it('returns over REST what a key has done over GraphQL', async () => {
    const { headers } = await shop.register('grace@example.com');
    const input = { items: [{ variantId: shop.book, quantity: 1 }], digitalConsent: true };
    const { data } = await send(buy, { input, key: 'both' }, headers);
    const again = await shop.call('POST', '/api/v1/orders', {
      headers: { ...headers, 'idempotency-key': 'both' },
      body: input,
    });
    expect([again.status, again.headers['idempotency-replayed'], again.body.id]).toEqual([
      201,
      'true',
      data.placeOrder.id,
    ]);
  });

  it('validates an input as REST does, and refuses a stale version', async () => {
    const { id, headers } = await shop.guestCart();
    const badEmail = await send(
      'mutation ($id: ID!) { setCheckout(id: $id, input: { email: "ada" }) { id } }',
      { id },
      headers,
    );
    expect(badEmail.errors).toMatchObject([
      { extensions: { code: 'request.invalid', errors: [{ field: 'email', code: 'format' }] } },
    ]);
    const stale = await send(
      `mutation ($id: ID!, $variantId: ID!) { setLine(id: $id, variantId: $variantId, expectedVersion: 1,
        input: { quantity: 2 }) { id } }`,
      { id, variantId: shop.mug },
      headers,
    );
    expect(stale.errors).toMatchObject([{ extensions: { status: 412 } }]);
    expect(codesOf(await send('{ cart(id: "mine") { id } }'))).toEqual(['request.not-found']);
  });
});

describe('a caller of GraphQL', () => {
  it('is refused by each field that is not for them, and by no other', async () => {
    const document = '{ shop { name } orders { totalCount } }';
    expect((await send(document)).errors).toMatchObject([
      { path: ['orders'], extensions: { code: 'auth.token-missing', status: 401 } },
    ]);
    expect((await send(document, {}, shop.as('customer'))).errors).toMatchObject([
      { path: ['orders'], extensions: { code: 'auth.forbidden', status: 403 } },
    ]);
    expect((await send(document, {}, shop.as('support'))).data.orders.totalCount).toBeGreaterThan(0);
  });

  it('with an invalid token gets 401 in the form of GraphQL', async () => {
    const refused = await send('{ shop { name } }', {}, { authorization: 'Bearer no' });
    expect([refused.answer.status, codesOf(refused)]).toEqual([401, ['auth.token-invalid']]);
  });

  it('may sign in by cookie, with the CSRF token', async () => {
    const { cookie, 'x-csrf-token': token } = shop.browserAs('customer');
    expect((await send('{ me { id } }', {}, { cookie, 'x-csrf-token': token })).errors).toEqual([]);
    const forged = await send('{ me { id } }', {}, { cookie });
    expect([forged.answer.status, codesOf(forged)]).toEqual([403, ['auth.csrf-token-missing']]);
  });

  it('is limited by each query and mutation, not by each document', async () => {
    const limited = await openShop({}, { requestsPerMinute: 3 });
    const { data, errors, answer } = await graphqlClient(limited)(
      '{ a: shop { name } b: shop { name } c: shop { name } d: shop { name } e: shop { name } }',
    );
    expect([answer.status, data]).toMatchObject([200, { c: { name: 'Mill Lane Pottery' }, d: null, e: null }]);
    expect(errors.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['d'], 'request.rate-limited'],
      [['e'], 'request.rate-limited'],
    ]);
    const next = await graphqlClient(limited)('{ shop { name } }');
    expect([next.answer.status, codesOf(next)]).toEqual([429, ['request.rate-limited']]);
    await limited.server.close();
  });

  it('with an API key is limited by each query and mutation too, whatever its address has left', async () => {
    const limited = await openShop({}, { requestsPerMinute: 3 });
    const { body } = await limited.call('POST', '/api/v1/admin/api-keys', {
      headers: limited.as('admin'),
      body: { name: 'Till', permissions: [] },
    });
    const headers = { authorization: `Bearer ${body.key}` };
    const { data, errors } = await graphqlClient(limited)(
      '{ a: shop { name } b: shop { name } c: shop { name } d: shop { name } }',
      {},
      headers,
    );
    expect([data.c, data.d]).toEqual([{ name: 'Mill Lane Pottery' }, null]);
    expect(errors.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['d'], 'request.rate-limited'],
    ]);
    expect((await graphqlClient(limited)('{ shop { name } }', {}, headers)).answer.status).toBe(429);
    expect((await graphqlClient(limited)('{ shop { name } }')).answer.status).toBe(200);
    await limited.server.close();
  });

  it('is not limited by related rows and by the number of rows', async () => {
    const limited = await openShop({}, { requestsPerMinute: 4 });
    const { id, headers } = await limited.guestCart();
    const { data, errors } = await graphqlClient(limited)(
      `query ($id: ID!) {
        cart(id: $id) { lines { product { slug } variant { sku } } } products { totalCount }
      }`,
      { id },
      headers,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ cart: { lines: [{ product: {}, variant: {} }] }, products: { totalCount: 3 } });
    await limited.server.close();
  });

  it('who guesses passwords is limited as over REST', async () => {
    const guess = 'mutation { logIn(input: { email: "grace@example.com", password: "wrong guess" }) { accessToken } }';
    const codes = [];
    for (let attempt = 0; attempt < 11; attempt += 1) codes.push(...codesOf(await send(guess)));
    expect([codes[0], codes[10]]).toEqual(['auth.invalid-credentials', 'request.rate-limited']);
  });
});

describe('the schema of GraphQL', () => {
  it('can be read, unless DOCS is off', async () => {
    const introspection = '{ __schema { queryType { name } } }';
    expect((await send(introspection)).data.__schema.queryType.name).toBe('Query');
    const silent = await openShop({ docs: false });
    const refused = await graphqlClient(silent)(introspection);
    expect([refused.answer.status, codesOf(refused)]).toEqual([
      400,
      ['graphql.query-invalid', 'graphql.query-invalid'],
    ]);
    expect((await graphqlClient(silent)('{ shop { name } }')).errors).toEqual([]);
    expect((await silent.call('GET', '/graphiql')).status).toBe(404);
    await silent.server.close();
  });
});
