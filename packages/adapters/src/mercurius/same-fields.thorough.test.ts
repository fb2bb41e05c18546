import { graphqlClient } from '@cartwright/adapters/testing/api-clients/graphql-client';
import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import {
  buildSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';

let shop: Shop;
let schema: GraphQLSchema;
let orderId: string;
let promotionId: string;
let postId: string;
beforeAll(async () => {
  shop = await openShop();
  schema = buildSchema((await shop.server.openGraphql()).sdl);
  const headers = shop.as('admin');
  let calls = 0;
  const post = async (path: string, body: object, who = headers) => {
    const options = { headers: { ...who, 'idempotency-key': `${(calls += 1)}` }, body };
    const answer = await shop.call('POST', `/api/v1${path}`, options);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  orderId = (await paidOrder(shop, { quantity: 2 })).id;
  await post(`/admin/orders/${orderId}/shipments`, { carrier: 'DHL', trackingNumber: 'T1' });
  await shop.call('PATCH', `/api/v1/admin/orders/${orderId}`, { headers, body: { metadata: { till: '7' } } });
  promotionId = (
    await post('/admin/promotions', {
      name: 'Autumn',
      target: { type: 'order' },
      effect: { type: 'percent', rate: 50_000 },
      conditions: { couponCode: 'autumn', usageLimit: 9, minimumSubtotal: { amount: 100, currency: 'USD' } },
      visibility: 'public',
    })
  ).id;
  postId = (
    await post('/admin/posts', {
      title: 'How we glaze',
      body: '<p>Slowly.</p>',
      tags: ['workshop'],
      status: 'published',
      translations: { de: { title: 'Wie wir glasieren' } },
    })
  ).id;
  const { headers: ada } = await shop.register();
  const bought = await post('/orders', { items: [{ variantId: shop.book, quantity: 1 }] }, ada);
  const { paymentId } = await post(`/orders/${bought.id}/payments`, { method: 'card' }, ada);
  await post(`/sandbox/payments/${paymentId}/confirm`, { paymentMethod: 'pm_card_visa' });
  const said = { rating: 4, title: 'Good', text: 'A page turner.', displayName: 'Ada' };
  const review = await post('/products/book/reviews', said, ada);
  await post(`/admin/reviews/${review.id}/approve`, {});
});
afterAll(() => shop.server.close());

/** Types of fields that REST leaves to further requests. */
const related = new Set(['Product', 'VariantOfProduct']);

/** All fields of a type, and of what they contain. */
function membersOf(type: GraphQLOutputType, above: readonly string[] = []): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    (field) =>
      !related.has(getNamedType(field.type).name) &&
      above.filter((name) => name === getNamedType(field.type).name).length < 3,
  );
  return `{ ${fields.map((field) => `${field.name} ${membersOf(field.type, [...above, named.name])}`).join(' ')} }`;
}

const isConnection = (type: GraphQLOutputType): boolean => getNamedType(type).name.endsWith('Connection');
const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** A value without the members that are absent: REST omits them, or they are null. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, present(member)]])),
  );
}

/** A field with its arguments, and the REST resource that has the same rows. */
const pairs: readonly (readonly [field: string, args: () => string, path: () => string])[] = [
  ['orders', () => 'first: 5', () => '/admin/orders'],
  ['order', () => `id: "${orderId}"`, () => `/orders/${orderId}`],
  ['promotions', () => 'first: 5', () => '/admin/promotions'],
  ['promotion', () => `id: "${promotionId}"`, () => `/admin/promotions/${promotionId}`],
  ['customers', () => 'first: 5', () => '/admin/customers'],
  ['categories', () => '', () => '/categories'],
  ['category', () => 'slug: "desk"', () => '/categories/desk'],
  ['managedCategories', () => 'first: 5', () => '/admin/categories'],
  ['reviews', () => 'idOrSlug: "book", first: 5', () => '/products/book/reviews'],
  ['managedReviews', () => 'first: 5', () => '/admin/reviews'],
  ['posts', () => 'first: 5', () => '/posts'],
  ['post', () => 'idOrSlug: "how-we-glaze"', () => '/posts/how-we-glaze'],
  ['managedPosts', () => 'first: 5', () => '/admin/posts'],
  ['managedPost', () => `id: "${postId}"`, () => `/admin/posts/${postId}`],
  ['products', () => 'first: 5', () => '/products'],
  ['managedProducts', () => 'first: 5', () => '/admin/products'],
  ['relatedProducts', () => 'idOrSlug: "mug"', () => '/products/mug/related'],
  ['suggestions', () => 'q: "mu"', () => '/products/suggest?q=mu'],
  ['tags', () => '', () => '/tags'],
  ['me', () => '', () => '/me'],
  ['salesReport', () => '', () => '/admin/reports/sales'],
  ['topProductsReport', () => 'first: 100', () => '/admin/reports/top-products'],
  ['lowStockReport', () => 'first: 100', () => '/admin/reports/low-stock'],
  ['customersReport', () => 'first: 100', () => '/admin/reports/customers'],
  ['promotionsReport', () => '', () => '/admin/reports/promotions'],
  ['taxesReport', () => '', () => '/admin/reports/taxes'],
  ['reviewsReport', () => 'first: 100', () => '/admin/reports/reviews'],
];

it.each(pairs)('returns every member that REST returns, with the same value: %s', async (field, args, path) => {
  const headers = shop.as('admin');
  const type = (schema.getQueryType() as GraphQLObjectType).getFields()[field]?.type;
  if (type === undefined) throw new Error(`there is no field ${field}`);
  const edge = isConnection(type) ? (getNamedType(type) as GraphQLObjectType).getFields()['edges']?.type : undefined;
  const nodeType = edge === undefined ? undefined : (getNamedType(edge) as GraphQLObjectType).getFields()['node']?.type;
  const members = membersOf(nodeType ?? type);
  const given = args() === '' ? '' : `(${args()})`;
  const query = `{ ${field}${given} ${nodeType === undefined ? members : `{ edges { node ${members} } }`} }`;
  const { data, errors } = await graphqlClient(shop)(query, {}, headers);
  expect(errors).toEqual([]);
  const rows = nodeType === undefined ? data[field] : data[field].edges.map(({ node }: { node: unknown }) => node);
  const { body, status } = await shop.call('GET', `/api/v1${path()}`, { headers });
  expect(status).toBe(200);
  expect(present(rows)).toEqual(present(nodeType === undefined && !isList(type) ? body : body.data));
  const mayBeEmpty = ['promotionsReport', 'taxesReport', 'lowStockReport'].includes(field);
  expect(JSON.stringify(rows).length > 2 || mayBeEmpty).toBe(true);
});
