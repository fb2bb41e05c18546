/** Long because it lists every operation of the API. */
import type { WebhookReader } from '@cartwright/application';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { err } from 'neverthrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { promisedOperations, withoutNames } from '@cartwright/adapters/testing/api-clients/promised-operations';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';

type Operation = {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
};
type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly additionalProperties?: boolean;
  readonly properties?: object;
  readonly oneOf?: readonly Schema[];
};
type Document = {
  readonly openapi: string;
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const anExample: unknown = expect.any(Object);
let document: Document;
let operations: readonly (readonly [string, Operation])[];
let docs: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  const webhookReader: WebhookReader = {
    provider: 'stripe',
    read: () => err({ type: 'webhook.malformed', reason: 'never asked' }),
  };
  docs = await openShop({}, { webhookReader });
  document = (await docs.call('GET', '/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
});
const operation = (name: string): Operation => {
  const found = operations.find(([known]) => known === name);
  if (found === undefined) throw new Error(`${name} is not described`);
  return found[1];
};

/** The names of the members of a body, those of each of its forms included. */
const membersOf = ({ $ref = '', properties = {}, oneOf = [] }: Schema): readonly string[] => [
  ...Object.keys(properties),
  ...oneOf.flatMap(membersOf),
  ...($ref === '' ? [] : membersOf(document.components.schemas[$ref.replace('#/components/schemas/', '')] ?? {})),
];

describe('the OpenAPI document', () => {
  it('accepts no unknown member in any JSON body, such as a caller', () => {
    const isClosed = ({ type, additionalProperties, oneOf = [] }: Schema): boolean =>
      type !== 'object' || additionalProperties === false || (oneOf.length > 0 && oneOf.every(isClosed));
    const bodies = operations.flatMap(([name, { requestBody }]) => {
      const json = requestBody?.content['application/json'];
      return json === undefined ? [] : [[name, isClosed(json.schema)] as const];
    });
    expect(bodies.length).toBeGreaterThan(15);
    expect(bodies.filter(([, closed]) => !closed)).toEqual([]);
  });

  it('describes every route of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.map(([name]) => name).sort()).toEqual(
      [
        'DELETE /api/v1/admin/users/{id}/totp',
        'GET /api/v1/admin/jobs',
        'GET /api/v1/admin/jobs/failed',
        'POST /api/v1/admin/jobs/failed/{id}/retry',
        'POST /api/v1/admin/jobs/{name}/pause',
        'POST /api/v1/admin/jobs/{name}/resume',
        'POST /api/v1/admin/jobs/{name}/run',
        'DELETE /api/v1/me/wishlist/{variantId}',
        'GET /api/v1/me/wishlist',
        'POST /api/v1/me/wishlist/{variantId}/move-to-cart',
        'PUT /api/v1/me/wishlist/{variantId}',
        'GET /api/v1/posts',
        'GET /api/v1/posts/{idOrSlug}',
        'GET /api/v1/tags',
        'GET /api/v1/posts/{idOrSlug}/comments',
        'POST /api/v1/posts/{idOrSlug}/comments',
        'DELETE /api/v1/comments/{id}',
        'GET /api/v1/admin/posts',
        'POST /api/v1/admin/posts',
        'GET /api/v1/admin/posts/{id}',
        'PATCH /api/v1/admin/posts/{id}',
        'DELETE /api/v1/admin/posts/{id}',
        'POST /api/v1/admin/posts/{id}/image',
        'GET /api/v1/admin/comments',
        'POST /api/v1/admin/comments/{id}/approve',
        'POST /api/v1/admin/comments/{id}/reject',
        'GET /feeds/posts.xml',
        'GET /posts/{slug}',
        'DELETE /api/v1/reviews/{id}',
        'GET /api/v1/admin/reviews',
        'GET /api/v1/products/{idOrSlug}/reviews',
        'PATCH /api/v1/reviews/{id}',
        'POST /api/v1/admin/reviews/{id}/approve',
        'POST /api/v1/admin/reviews/{id}/reject',
        'POST /api/v1/products/{idOrSlug}/reviews',
        'DELETE /api/v1/me',
        'GET /api/v1/me/export',
        'GET /api/v1/admin/audit-log',
        'GET /api/v1/admin/events',
        'GET /api/v1/admin/orders/{id}/packing-slip.pdf',
        'GET /api/v1/admin/webhooks',
        'POST /api/v1/admin/webhooks',
        'GET /api/v1/admin/webhooks/{id}',
        'PATCH /api/v1/admin/webhooks/{id}',
        'DELETE /api/v1/admin/webhooks/{id}',
        'GET /api/v1/admin/webhooks/{id}/deliveries',
        'POST /api/v1/admin/webhooks/{id}/deliveries/{deliveryId}/redeliver',
        'GET /api/v1/admin/orders/events',
        'GET /api/v1/orders/{id}/events',
        'POST /api/v1/admin/customers/erase',
        'POST /api/v1/admin/users/{id}/erase',
        'DELETE /api/v1/admin/products/{id}/images/{imageId}',
        'GET /images/{id}/{file}',
        'PATCH /api/v1/admin/products/{id}/images/{imageId}',
        'POST /api/v1/admin/products/{id}/images',
        'GET /api/v1/admin/reports/reviews',
        'GET /api/v1/admin/reports/sales',
        'GET /api/v1/admin/reports/top-products',
        'GET /api/v1/admin/reports/low-stock',
        'GET /api/v1/admin/reports/customers',
        'GET /api/v1/admin/reports/promotions',
        'GET /api/v1/admin/reports/taxes',
        'POST /api/v1/admin/report-files',
        'GET /api/v1/admin/report-files/{id}',
        'GET /api/v1/report-files/{token}',
        'GET /api/v1/shop',
        'GET /api/v1/admin/shop',
        'PATCH /api/v1/admin/shop',
        'DELETE /api/v1/admin/promotions/{id}',
        'GET /api/v1/admin/promotions',
        'GET /api/v1/admin/promotions/backtest/{jobId}',
        'GET /api/v1/admin/promotions/{id}',
        'PATCH /api/v1/admin/promotions/{id}',
        'POST /api/v1/admin/promotions',
        'POST /api/v1/admin/promotions/backtest',
        'POST /api/v1/admin/promotions/preview',
        'POST /api/v1/admin/promotions/{id}/codes',
        'DELETE /api/v1/admin/shipping-methods/{id}',
        'DELETE /api/v1/admin/tax-rules',
        'GET /api/v1/admin/minimum-order-rules',
        'GET /api/v1/admin/shipping-methods',
        'GET /api/v1/admin/shipping-methods/{id}',
        'PATCH /api/v1/admin/shipping-methods/{id}',
        'PATCH /api/v1/carts/{id}',
        'PATCH /api/v1/me',
        'PATCH /api/v1/me/addresses/{id}',
        'POST /api/v1/admin/shipping-methods',
        'PUT /api/v1/admin/minimum-order-rules',
        'DELETE /api/v1/auth/session',
        'DELETE /api/v1/carts/{id}/coupons/{code}',
        'DELETE /api/v1/carts/{id}/lines/{variantId}',
        'GET /api/v1/admin/customers',
        'GET /api/v1/admin/customers/{id}',
        'GET /api/v1/admin/exports/products.csv',
        'GET /api/v1/admin/imports/{jobId}',
        'GET /api/v1/admin/orders',
        'GET /api/v1/admin/returns',
        'GET /api/v1/admin/reconciliations',
        'GET /api/v1/admin/reconciliations/{id}',
        'POST /api/v1/admin/reconciliations',
        'GET /api/v1/admin/stripe-products',
        'GET /api/v1/admin/stripe-products/{id}',
        'POST /api/v1/admin/stripe-products',
        'GET /api/v1/admin/shipments/{id}',
        'GET /api/v1/admin/tax-rules',
        'DELETE /api/v1/admin/variants/{id}/file',
        'GET /api/v1/admin/variants/{id}/file',
        'GET /api/v1/admin/variants/{id}/stock',
        'GET /api/v1/downloads/{token}',
        'GET /api/v1/invoices/{token}',
        'GET /api/v1/me',
        'GET /api/v1/me/addresses',
        'GET /api/v1/me/downloads',
        'GET /api/v1/me/downloads/{id}',
        'GET /api/v1/orders/{id}/downloads',
        'PUT /api/v1/admin/variants/{id}/file',
        'GET /api/v1/auth/oauth/{provider}',
        'GET /api/v1/auth/oauth/{provider}/callback',
        'GET /api/v1/auth/session',
        'GET /api/v1/carts/{id}',
        'GET /api/v1/carts/{id}/shipping-options',
        'GET /api/v1/categories',
        'GET /api/v1/categories/{slug}',
        'GET /api/v1/me/orders',
        'GET /api/v1/orders/{id}',
        'GET /api/v1/orders/{id}/credit-notes/{number}.pdf',
        'GET /api/v1/orders/{id}/invoice.pdf',
        'GET /api/v1/products',
        'GET /feeds/google.xml',
        'GET /sitemap.xml',
        'GET /sitemaps/{file}',
        'GET /products/{slug}',
        'GET /categories/{slug}',
        'GET /api/v1/products/featured',
        'GET /api/v1/products/suggest',
        'GET /api/v1/products/{idOrSlug}/related',
        'GET /api/v1/variants',
        'GET /api/v1/products/{idOrSlug}',
        'GET /api/v1/admin/variants/{id}/price-changes',
        'GET /api/v1/admin/price-lists/{id}/prices.csv',
        'PUT /api/v1/admin/price-lists/{id}/prices.csv',
        ...['products', 'categories', 'price-lists', 'products/{id}/variants'].flatMap((path) => [
          `GET /api/v1/admin/${path}`,
          `POST /api/v1/admin/${path}`,
          ...['GET', 'PATCH', 'DELETE'].map(
            (method) => `${method} /api/v1/admin/${path}/{${path.endsWith('variants') ? 'variantId' : 'id'}}`,
          ),
        ]),
        'DELETE /api/v1/me/addresses/{id}',
        'GET /',
        'GET /problems',
        'GET /problems/{code}',
        'GET /health/live',
        'GET /health/ready',
        'GET /orders/{id}',
        'GET /sandbox/checkout/{id}',
        'PATCH /api/v1/admin/stock',
        'PATCH /api/v1/admin/variants/{id}/stock',
        'POST /api/v1/admin/imports/products',
        'PATCH /api/v1/admin/orders/{id}',
        'POST /api/v1/admin/orders/{id}/mails',
        'GET /api/v1/admin/orders.csv',
        'POST /api/v1/orders/{id}/withdrawal',
        'POST /api/v1/admin/orders/{id}/payments',
        'POST /api/v1/admin/orders/{id}/refunds/{refundId}/settle',
        'POST /api/v1/admin/orders/{id}/refunds',
        'POST /api/v1/admin/orders/{id}/shipments',
        'POST /api/v1/admin/orders/{id}/units/cancel',
        'POST /api/v1/admin/returns/{id}/receive',
        'POST /api/v1/admin/shipments/{id}/deliver',
        'DELETE /api/v1/me/sessions/{id}',
        'GET /api/v1/me/sessions',
        'GET /reset-password',
        'GET /verify-email',
        'GET /api/v1/admin/customer-groups',
        'POST /api/v1/admin/customer-groups',
        'GET /api/v1/admin/customer-groups/{id}',
        'PATCH /api/v1/admin/customer-groups/{id}',
        'DELETE /api/v1/admin/customer-groups/{id}',
        'GET /api/v1/admin/api-keys',
        'POST /api/v1/admin/api-keys',
        'DELETE /api/v1/admin/api-keys/{id}',
        'POST /api/v1/me/totp',
        'POST /api/v1/me/totp/confirm',
        'DELETE /api/v1/me/totp',
        'GET /api/v1/admin/roles',
        'POST /api/v1/admin/roles',
        'GET /api/v1/admin/roles/{name}',
        'PATCH /api/v1/admin/roles/{name}',
        'DELETE /api/v1/admin/roles/{name}',
        'POST /api/v1/admin/users',
        'POST /api/v1/admin/users/{id}/invitation',
        'POST /api/v1/auth/invitation/accept',
        'GET /invitation',
        'POST /invitation',
        'GET /api/v1/admin/users',
        'GET /api/v1/admin/users/{id}',
        'PATCH /api/v1/admin/users/{id}',
        'POST /api/v1/auth/email/verify',
        'POST /api/v1/auth/login',
        'POST /api/v1/auth/logout',
        'POST /api/v1/auth/logout-all',
        'POST /api/v1/auth/oauth/token',
        'POST /api/v1/auth/password/forgot',
        'POST /api/v1/auth/password/reset',
        'POST /api/v1/me/email/verification',
        'POST /orders/{id}',
        'POST /reset-password',
        'POST /verify-email',
        'PUT /api/v1/me/password',
        'POST /api/v1/auth/refresh',
        'POST /api/v1/auth/register',
        'POST /api/v1/auth/session',
        'POST /api/v1/carts',
        'POST /api/v1/carts/{id}/claim',
        'POST /api/v1/carts/{id}/coupons',
        'POST /api/v1/carts/{id}/lines',
        'POST /api/v1/me/addresses',
        'POST /api/v1/orders',
        'POST /api/v1/orders/lookup',
        'POST /api/v1/orders/{id}/cancel',
        'POST /api/v1/orders/{id}/payments',
        'POST /api/v1/orders/{id}/returns',
        'POST /api/v1/sandbox/payments/{paymentId}/confirm',
        'POST /api/v1/webhooks/stripe',
        'PUT /api/v1/admin/tax-rules',
        'POST /sandbox/checkout/{id}',
        'PUT /api/v1/carts/{id}/lines/{variantId}',
      ].sort(),
    );
  });

  it('has each operation, query parameter, member of a body and status that clients rely on', () => {
    const described = new Map(operations.map(([name, found]) => [withoutNames(name), found]));
    for (const { name, query, body, statuses } of promisedOperations) {
      const found = described.get(name.replace(' ', ' /api/v1'));
      const { parameters = [], requestBody = { content: {} }, responses = {} } = found ?? {};
      const parameterNames = parameters
        .filter((parameter) => parameter.in === 'query')
        .map((parameter) => parameter.name);
      const members = Object.values(requestBody.content).flatMap(({ schema }) => membersOf(schema));
      expect.soft(found, name).toBeDefined();
      expect.soft(parameterNames, name).toEqual(expect.arrayContaining([...query]));
      expect.soft(members, name).toEqual(expect.arrayContaining([...body]));
      expect.soft(Object.keys(responses), name).toEqual(expect.arrayContaining([...statuses]));
    }
  });

  it('introduces a purchase, tokens, money, idempotency and errors, and names only requests that exist', () => {
    const { description } = document.info;
    expect([...description.matchAll(/^## (.+)$/gmu)].map(([, title]) => title)).toEqual([
      'A purchase',
      'Try it',
      'Tokens',
      'Money',
      'Idempotency',
      'Errors',
    ]);
    const named = [...description.matchAll(/`((?:GET|POST|PUT) \/[^`]+)`/gu)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(7);
    const known = new Set(operations.map(([name]) => name));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('says of each route what it is, who may use it, and how it succeeds and fails', () => {
    for (const [name, { summary, tags, security, responses }] of operations) {
      expect.soft([summary, tags], name).toEqual([expect.any(String), [expect.any(String)]]);
      expect.soft(security, name).toEqual(expect.any(Array));
      const statuses = Object.keys(responses);
      expect
        .soft(
          statuses.some((status) => /^2|^30[23]$/u.test(status)),
          name,
        )
        .toBe(true);
      expect.soft(statuses, name).toContain('500');
      const problems = Object.entries(responses).filter(
        ([status]) => Number(status) >= 400 && !name.endsWith('/health/ready'),
      );
      const isPage =
        name.includes('/sandbox/checkout/') ||
        / \/(?:orders\/\{id\}|products\/\{slug\}|(?:categories|posts)\/\{slug\}|reset-password|verify-email|invitation)$/u.test(
          name,
        );
      const told = isPage
        ? { 'text/html': { schema: { type: 'string' } } }
        : {
            'application/problem+json': {
              schema: { $ref: '#/components/schemas/Problem' },
              example: anExample,
            },
          };
      for (const [, { content }] of problems) expect.soft(content, name).toEqual(told);
    }
  });

  it('says with which codes and headers an order is placed or refused', () => {
    const { responses, parameters, security } = operation('POST /api/v1/orders');
    expect(Object.keys(responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(responses['409']?.description).toContain('`stock.insufficient`');
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    );
    expect(security).toEqual([
      {},
      { accessToken: [] },
      { sessionCookie: [], csrfToken: [] },
      { orderToken: [] },
      { cartToken: [] },
    ]);
    expect(operation('GET /api/v1/me/orders').security).toEqual([{ accessToken: [] }, { sessionCookie: [] }]);
    expect(operation('POST /api/v1/auth/login').security).toEqual([]);
    expect(operation('PATCH /api/v1/admin/variants/{id}/stock').responses['403']?.description).toContain(
      'auth.forbidden',
    );
    expect(Object.keys(operation('POST /api/v1/admin/imports/products').requestBody?.content ?? {})).toEqual([
      'text/csv',
    ]);
  });

  it('has schemas of JSON Schema 2020-12, each named one once, and no reference into nothing', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/gu)].map(
      ([, reference = '']) => reference,
    );
    expect(references.length).toBeGreaterThan(50);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'openapi');
    for (const reference of known)
      expect.soft(() => ajv.compile({ $ref: `openapi${reference}` }), reference).not.toThrow();
    expect(known).toContain('#/components/schemas/Order');
  });

  it('selects each named form of a union by the value that clients send, such as a charge by `flat`', () => {
    const mapping = {
      flat: '#/components/schemas/FlatCharge',
      subtotal: '#/components/schemas/ChargeBySubtotal',
      weight: '#/components/schemas/ChargeByWeight',
    };
    expect(document.components.schemas).toMatchObject({
      ShippingMethod: { properties: { charges: { items: { discriminator: { propertyName: 'type', mapping } } } } },
      FlatCharge: { properties: { type: { enum: ['flat'] } } },
    });
  });

  it('can be browsed, by a page that its own policy lets load', async () => {
    const { status, headers, text } = await docs.call('GET', '/docs');
    expect([status, headers['content-security-policy']]).toEqual([200, expect.stringContaining("script-src 'self'")]);
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' });
    expect(text).not.toMatch(/<script(?![^>]* src=)/u);
    for (const [, address = ''] of text.matchAll(/(?:src|href)="([^"]+)"/gu)) {
      expect.soft((await docs.call('GET', address)).status, address).toBe(200);
    }
    expect((await docs.call('GET', '/docs/json')).status).toBe(200);
  });
});
