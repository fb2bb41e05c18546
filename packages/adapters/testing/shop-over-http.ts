/** Long because it composes every use case and route of a shop in memory. */
import { saveDraft } from '@cartwright/application/contracts/sample-shop';
import {
  makeAccountLinks,
  makeBrowserSessionTokens,
  makeInvoiceLinks,
  makeEventFollower,
  makeUseCases,
  type Ids,
  type PaymentGateway,
  type ShopSettings,
  type Role,
  type RoleName,
  type UnitOfWork,
  type UseCases,
  type WebhookReader,
} from '@cartwright/application';
import { buildServer, type ServerDeps } from '@cartwright/adapters/fastify/build-server';
import { makeJwtTokenIssuer } from '@cartwright/adapters/fastify/jwt-token-issuer';
import { makeFakeClock, type FakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { createInMemoryStore, type InMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryRateLimiter } from '@cartwright/adapters/in-memory/rate-limiter';
import { makeInMemoryPorts } from '@cartwright/adapters/in-memory/in-memory-ports';
import type { SigningKeys } from '@cartwright/adapters/runtime/settings/signing-keys';
import { makePdfInvoicePrinter } from '@cartwright/adapters/pdfkit/invoice-printer';
import { noProductMirror } from '@cartwright/adapters/system/no-product-mirror';
import { makeNodeTimers } from '@cartwright/adapters/system/node-timers';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { makeOriginReturnUrls } from '@cartwright/adapters/system/origin-return-urls';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';

/** A response with its body read; a body that is no JSON stays text. */
export type ShopResponse = {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape that it asked for
  readonly body: any;
};

/**
 * A whole shop behind its HTTP server, kept in memory: real use cases, sandbox payments, a clock that stands still. It
 * sells a mug (20.00 USD, 10 left), a pen (5.00 USD, 3 left) and a digital book (15.00 USD). The book has the tax class
 * `reduced`, the rest `standard`; no tax rules are set.
 *
 * @example
 * const shop = await openShop();
 * const cart = await shop.call('POST', '/api/v1/carts');
 */
export async function openShop(
  changes: Partial<ServerDeps> = {},
  {
    sandbox: withSandbox = true,
    storeCurrency = 'USD',
    gateway = (ordinary) => ordinary,
    webhookReader,
    useCases: replaced = {},
    requestsPerMinute = 1_000_000,
    followsEvents = false,
    staffMfa = 'optional',
    mirrorsProducts = true,
    mailTexts = {},
    keys = { current: 'x'.repeat(32) },
    data,
  }: {
    readonly sandbox?: boolean;
    readonly storeCurrency?: string;
    readonly gateway?: (ordinary: PaymentGateway) => PaymentGateway;
    readonly webhookReader?: WebhookReader;
    readonly useCases?: Partial<UseCases>;
    readonly requestsPerMinute?: number;
    /** Whether streams of events stay open. */
    readonly followsEvents?: boolean;
    readonly staffMfa?: 'optional' | 'required';
    readonly mirrorsProducts?: boolean;
    readonly mailTexts?: ShopSettings['mailTexts'];
    /** What `JWT_SECRET` contains. */
    readonly keys?: SigningKeys;
    /** The data of a shop that was opened before: this one is the same shop after a restart. */
    readonly data?: ShopData;
  } = {},
) {
  const { clock, ids, store } = data ?? {
    clock: makeFakeClock(),
    ids: makeSequentialIds(),
    store: createInMemoryStore(),
  };
  const { current, previous } = keys;
  const secrets = makeNodeSecrets({ key: current, ...(previous === undefined ? {} : { previousKey: previous }) });
  const tokenIssuer = await makeJwtTokenIssuer({
    secret: current,
    ...(previous === undefined ? {} : { previousSecret: previous }),
    issuer: 'shop',
    audience: 'shop',
    clock,
  });
  const publicUrl = 'http://127.0.0.1:3000';
  const allPorts = makeInMemoryPorts({ store, clock, ids, secrets, tokenIssuer, publicUrl });
  const ports = mirrorsProducts ? allPorts : { ...allPorts, productMirror: noProductMirror };
  const { unitOfWork, fileStore, paymentGateway: sandbox } = ports;
  const settings: ShopSettings = {
    storeCurrency,
    seller: { name: 'Mill Lane Pottery', address: ['1 Mill Lane', 'Ockham'] },
    timeToPayMs: 30 * 60_000,
    publicUrl,
    maximumFileBytes: 3_000_000,
    maximumImportBytes: 3_000_000,
    staffMfa,
    mailTexts,
  };

  store.setPricing({
    promotions: [
      {
        id: 'ten-off',
        name: 'Ten percent off',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 100_000 },
        conditions: { couponCode: 'save10' },
      },
      {
        id: 'over',
        name: 'Over',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 100_000 },
        conditions: { couponCode: 'over', endsAt: '2020-01-01T00:00:00.000Z' },
      },
    ],
    shippingMethods: [
      {
        id: 'post',
        name: 'Post',
        zones: [{ countries: [] }],
        charges: [{ type: 'flat', amount: { amount: 500, currency: storeCurrency } }],
        deliveryDays: { min: 3, max: 5 },
      },
      {
        id: 'courier',
        name: 'Courier',
        zones: [{ countries: [] }],
        charges: [{ type: 'flat', amount: { amount: 1500, currency: storeCurrency } }],
      },
    ],
  });
  const variants = data?.variants ?? (await stockTheShelves(unitOfWork, storeCurrency, clock.now()));

  const useCases = makeUseCases({
    ...ports,
    ...settings,
    rateLimiter: makeInMemoryRateLimiter({ clock, requestsPerMinute }),
    // Where a test reads the server's log, the use cases write to it too.
    ...(changes.logger === undefined || changes.logger === false ? {} : { log: changes.logger }),
    paymentGateway: gateway(sandbox),
    invoicePrinter: makePdfInvoicePrinter(),
    returnUrls: makeOriginReturnUrls([publicUrl, 'https://shop.example']),
    ...(webhookReader === undefined ? {} : { webhookReader }),
  });
  const eventFollower = makeEventFollower({
    feed: ports.eventFeed,
    timers: makeNodeTimers(),
    pollMs: 20,
    log: ports.log,
  });
  // A stream would keep `inject` waiting. Tests of streams listen, and begin them with `followsEvents`.
  if (!followsEvents) eventFollower.stop();
  const deps: ServerDeps = {
    publicUrl,
    allowedOrigins: [],
    trustedProxies: [],
    logger: false,
    storeCurrency,
    version: '0.0.0-test',
    docs: true,
    eventFollower,
    useCases: { ...useCases, ...replaced },
    readiness: () =>
      Promise.resolve({ ready: true, draining: false, dependencies: [{ name: 'database', ok: true, latencyMs: 1 }] }),
    ...(withSandbox ? { sandbox } : {}),
  };
  const server = await buildServer({ ...deps, ...changes });

  const call = async (
    method: NonNullable<InjectOptions['method']>,
    url: string,
    {
      body,
      headers = {},
    }: { readonly body?: InjectOptions['payload']; readonly headers?: Record<string, string> } = {},
  ): Promise<ShopResponse> => {
    const response = await server.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
    const text = response.payload;
    const isJson = String(response.headers['content-type']).includes('json') && text !== '';
    return { status: response.statusCode, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
  };
  const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
  const as = (role: RoleName, userId = staffIds[role as Role]) => {
    const at = clock.now();
    const stranger = { name: role, createdAt: at, passwordHash: '' } as const;
    const user = store.committed().users.get(userId) ?? { ...stranger, email: `${userId}@shop.example` };
    store.setSignedIn(
      { ...user, id: userId, role },
      { id: userId, userId, createdAt: at, lastUsedAt: at, expiresAt: at },
    );
    return bearer(tokenIssuer.issue({ userId, sessionId: userId }).accessToken);
  };
  return {
    server,
    useCases,
    store,
    fileStore,
    accountLinks: makeAccountLinks({ secrets, publicUrl }),
    invoiceLinks: makeInvoiceLinks({ secrets, clock, invoicesUrl: `${publicUrl}/api/v1/invoices` }),
    sandbox,
    eventFollower,
    identityProviders: ports.identityProviders,
    clock,
    data: { clock, ids, store, variants },
    call,
    ...variants,
    /** Headers of somebody with a role, who then exists. */
    as,
    /** The same for a browser that has signed in by cookie. */
    browserAs: (role: Role, userId = staffIds[role]) => {
      as(role, userId);
      const expiresAt = new Date(Date.parse(clock.now()) + 86_400_000).toISOString();
      const { sessionToken, csrfToken } = makeBrowserSessionTokens({ secrets, clock }).issue({ id: userId, expiresAt });
      return { cookie: `cartwright-session=${sessionToken}`, 'x-csrf-token': csrfToken };
    },
    /** Registers a customer; answers what they got, and the headers that they sign in with. */
    register: async (email = 'ada@example.com') => {
      const answer = await call('POST', '/api/v1/auth/register', {
        body: { email, password: 'correct horse', name: 'Ada' },
      });
      return { ...answer.body, headers: bearer(answer.body.accessToken) };
    },
    /** A guest's cart with some units of the mug in it, and the headers that reach it. */
    guestCart: async (quantity = 1) => {
      const created = await call('POST', '/api/v1/carts');
      const headers = { 'x-cart-token': String(created.body.token) };
      const path = `/api/v1/carts/${created.body.id}`;
      await call('PUT', `${path}/lines/${variants.mug}`, { headers, body: { quantity } });
      return { id: String(created.body.id), path, headers };
    },
  };
}

const staffIds: Readonly<Record<Role, string>> = {
  customer: '00000000-0000-7000-8000-0000000000aa',
  viewer: '00000000-0000-7000-8000-0000000000ae',
  support: '00000000-0000-7000-8000-0000000000ab',
  editor: '00000000-0000-7000-8000-0000000000ac',
  admin: '00000000-0000-7000-8000-0000000000ad',
};

export type Shop = Awaited<ReturnType<typeof openShop>>;

export const address = {
  fullName: 'Ada Lovelace',
  line1: '12 St James’s Square',
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
};

type ShopData = {
  readonly clock: FakeClock;
  readonly ids: Ids;
  readonly store: InMemoryStore;
  readonly variants: Shelves;
};

type Shelves = { readonly mug: string; readonly pen: string; readonly book: string };

async function stockTheShelves(unitOfWork: UnitOfWork, storeCurrency: string, at: string): Promise<Shelves> {
  const product = (slug: string, amount: number, stock?: number) => ({
    slug,
    name: slug === 'mug' ? 'Mug' : slug === 'pen' ? 'Pen' : 'Book',
    description: `A ${slug}.`,
    status: 'active' as const,
    images: [{ url: `https://images.example/${slug}.jpg`, alt: slug }],
    variants: [
      {
        sku: slug.toUpperCase(),
        name: '',
        price: { amount, currency: storeCurrency },
        digital: stock === undefined,
        taxClass: stock === undefined ? 'reduced' : 'standard',
        ...(stock === undefined ? {} : { stock }),
      },
    ],
  });
  const drafts = [product('mug', 2000, 10), product('pen', 500, 3), product('book', 1500)];
  const saved = await unitOfWork.run((repositories) =>
    repositories.catalogue.ensureCategory(['Home', 'Desk']).andThen((categoryId) =>
      drafts.reduce(
        (before, draft) =>
          before.andThen((list) =>
            saveDraft(repositories, { ...draft, categoryIds: [categoryId] }, at).map((one) => [...list, one]),
          ),
        saveDraft(repositories, { ...product('hidden', 100, 1), status: 'draft', categoryIds: [] }, at).map((one) => [
          one,
        ]),
      ),
    ),
  );
  const [, mug = '', pen = '', book = ''] = saved._unsafeUnwrap().map(({ variants }) => variants[0]?.variantId);
  return { mug, pen, book };
}
