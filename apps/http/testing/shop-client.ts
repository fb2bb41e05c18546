import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import { request } from 'node:http';

/** A response of the shop; `body` is parsed JSON, or undefined when there is none. */
export type ShopResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  // Tests look into responses of every shape: what is not there fails the expectation.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
};

export type Call = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, with this content type. */
  readonly raw?: { readonly type: string; readonly text: string };
  readonly agent?: Agent;
};

/**
 * Calls one shop over HTTP.
 *
 * @example (await shopClient(url)('GET', '/api/v1/products')).body.data
 */
export const shopClient =
  (url: string) =>
  (method: string, path: string, { body, headers = {}, raw, agent }: Call = {}): Promise<ShopResponse> => {
    const payload = raw?.text ?? (body === undefined ? undefined : JSON.stringify(body));
    const type = raw?.type ?? (body === undefined ? undefined : 'application/json');
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, url),
        { method, agent, headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const isJson = /json/.test(String(response.headers['content-type']));
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: isJson && text !== '' ? JSON.parse(text) : undefined,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  };

export type ShopClient = ReturnType<typeof shopClient>;

/** A postal address that any order takes. */
export const address = {
  fullName: 'Grace Guest',
  line1: '1 Market Street',
  city: 'London',
  postalCode: 'EC1A 1AA',
  country: 'GB',
};

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

export async function signIn(
  call: ShopClient,
  who: { readonly email: string; readonly password: string },
): Promise<string> {
  const { status, body, text } = await call('POST', '/api/v1/auth/login', { body: who });
  if (status !== 200) throw new Error(`sign-in failed: ${text}`);
  return body.accessToken as string;
}

/** Places an order of items as a guest, with a key of its own unless one is given. */
export const placeAsGuest = (
  call: ShopClient,
  items: readonly { readonly variantId: string; readonly quantity: number }[],
  options: { readonly key?: string; readonly email?: string; readonly agent?: Agent } = {},
): Promise<ShopResponse> =>
  call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': options.key ?? randomUUID() },
    body: { items, email: options.email ?? 'guest@example.com', shippingAddress: address },
    ...(options.agent === undefined ? {} : { agent: options.agent }),
  });

/** Pays a guest's order with a test card. Returns the order afterwards. */
export const payAsGuest = (
  call: ShopClient,
  { id, token }: { readonly id: string; readonly token: string },
): Promise<ShopResponse> => payOrder(call, id, { 'x-order-token': token });

/** Pays an order with a test card, as the caller that the headers identify. Returns the order afterwards. */
export async function payOrder(
  call: ShopClient,
  orderId: string,
  headers: Readonly<Record<string, string>>,
): Promise<ShopResponse> {
  const started = await call('POST', `/api/v1/orders/${orderId}/payments`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: { method: 'card' },
  });
  if (started.status !== 201) throw new Error(`the payment was not started: ${started.text}`);
  const confirmed = await call('POST', `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
  if (confirmed.status !== 200) throw new Error(`the payment was not confirmed: ${confirmed.text}`);
  return call('GET', `/api/v1/orders/${orderId}`, { headers });
}

/** Has the shop send everything everywhere without charge, unless it has a shipping method already. */
async function ensureShipping(call: ShopClient, accessToken: string): Promise<void> {
  const headers = bearer(accessToken);
  const { body } = await call('GET', '/api/v1/admin/shipping-methods', { headers });
  if (body.meta.total > 0) return;
  const charges = ['USD', 'GBP'].map((currency) => ({ currency, type: 'flat', amount: { amount: 0, currency } }));
  const method = { name: 'Post', zones: [{ countries: [] }], charges };
  const added = await call('POST', '/api/v1/admin/shipping-methods', { headers, body: method });
  if (added.status !== 201) throw new Error(`the shipping method was refused: ${added.text}`);
}

/**
 * Imports a product CSV as the admin, waits until the import is over, and has the shop send what it sells. `pause` runs
 * between two looks at the import.
 */
export async function importProducts(
  call: ShopClient,
  accessToken: string,
  csv: string,
  pause?: () => Promise<void>,
): Promise<ShopResponse> {
  await ensureShipping(call, accessToken);
  const requested = await call('POST', '/api/v1/admin/imports/products', {
    headers: bearer(accessToken),
    raw: { type: 'text/csv', text: csv },
  });
  if (requested.status !== 202) throw new Error(`the import was refused: ${requested.text}`);
  for (;;) {
    const answer = await call('GET', `/api/v1/admin/imports/${requested.body.jobId}`, { headers: bearer(accessToken) });
    if (answer.status !== 200) throw new Error(`the import cannot be seen: ${answer.text}`);
    if (answer.body.status === 'completed' || answer.body.status === 'failed') return answer;
    await pause?.();
  }
}

/** Every variant on sale, by SKU. */
export async function variantsBySku(
  call: ShopClient,
): Promise<ReadonlyMap<string, { readonly id: string; readonly price: { readonly amount: number } }>> {
  const variants = new Map<string, { readonly id: string; readonly price: { readonly amount: number } }>();
  for (let page = 1; ; page += 1) {
    const { status, body, text } = await call('GET', `/api/v1/products?limit=100&page=${page}`);
    if (status !== 200) throw new Error(`the products cannot be listed: ${text}`);
    for (const product of body.data) for (const variant of product.variants) variants.set(variant.sku, variant);
    if (page >= body.meta.totalPages) return variants;
  }
}
