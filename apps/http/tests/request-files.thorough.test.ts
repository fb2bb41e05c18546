import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

type Request = {
  readonly method: string;
  readonly url: string;
  readonly header: readonly { readonly key: string; readonly value: string }[];
  readonly body?: { readonly raw: string };
};
type Item = {
  readonly name: string;
  readonly request: Request;
  readonly event?: readonly { readonly script: { readonly exec: readonly string[] } }[];
};
type Collection = {
  readonly variable: readonly { readonly key: string; readonly value: string }[];
  readonly item: readonly { readonly item: readonly Item[] }[];
};

/** The writes that later requests need: a token of each user, and an order that is paid. */
const prepares =
  /\/auth\/login$|\/api\/v1\/carts$|\/lines\/|\/api\/v1\/orders$|\/orders\/[^/]+\/payments$|\/sandbox\/payments\//u;

/** Reads that need what the collection does not have: a cookie, the token of a mail, a payment, a provider. */
const elsewhere: readonly string[] = [
  'GET {{host}}/api/v1/auth/session: 401',
  'GET {{host}}/api/v1/invoices/:token: 403',
  'GET {{host}}/api/v1/downloads/:token: 403',
  'GET {{host}}/api/v1/report-files/:token: 403',
  'GET {{host}}/api/v1/orders/{{orderId}}/invoice.pdf: 409',
  'GET {{host}}/api/v1/auth/oauth/sandbox: 400',
  'GET {{host}}/api/v1/auth/oauth/sandbox/callback: 400',
  'GET {{host}}/orders/{{orderId}}: 404',
  'GET {{host}}/api/v1/orders/{{orderId}}/credit-notes/CN-000001.pdf: 404',
  'GET {{host}}/api/v1/admin/variants/{{variantId}}/file: 404',
];

let shop: RunningShop;
const variables = new Map<string, string>();
const answers: { readonly item: Item; readonly status: number; readonly staff: boolean }[] = [];

/** Replaces the variables of a text, as Postman does. */
const filled = (text: string): string =>
  text.replaceAll(/\{\{([^}]+)\}\}/gu, (_match, name: string) =>
    name === '$guid' ? crypto.randomUUID() : (variables.get(name) ?? `unknown variable ${name}`),
  );

/** Sends one request and runs its script, which stores values of the response. A stream is closed at once. */
async function send(item: Item): Promise<void> {
  const { method, url, header, body } = item.request;
  const stop = new AbortController();
  const response = await fetch(filled(url), {
    method,
    redirect: 'manual',
    signal: stop.signal,
    headers: Object.fromEntries(header.map(({ key, value }) => [key, filled(value)])),
    ...(body === undefined ? {} : { body: filled(body.raw) }),
  });
  const staff = header.some(({ value }) => value === 'Bearer {{staffToken}}');
  answers.push({ item, status: response.status, staff });
  if (item.event !== undefined) {
    const json: unknown = await response.json();
    const pm = {
      response: { json: () => json },
      collectionVariables: { set: (name: string, value: string) => variables.set(name, value) },
    };
    for (const { script } of item.event) for (const line of script.exec) runInNewContext(line, { pm });
  }
  stop.abort();
}

beforeAll(async () => {
  shop = await startTemporaryShop({ DEMO_DATA: 'true', ADMIN_EMAIL: '', ADMIN_PASSWORD: '', RATE_LIMIT_MAX: '100000' });
  const file = new URL('../../../docs/cartwright.postman_collection.json', import.meta.url);
  const collection = JSON.parse(await readFile(file, 'utf8')) as Collection;
  for (const { key, value } of collection.variable) variables.set(key, value);
  variables.set('host', shop.url);
  const items = collection.item.flatMap(({ item }) => item);
  for (const item of items)
    if (item.request.method === 'GET' || (item.request.method !== 'DELETE' && prepares.test(item.request.url)))
      await send(item);
}, 240_000);
afterAll(() => shop?.stop());

const named = ({ item, status }: (typeof answers)[number]): string =>
  `${item.request.method} ${item.request.url.replace(/\?.*/u, '').replace('Qm9vLWJhci1iYXotcXV4LXF1dXgtY29yZ2U', ':token')}: ${status}`;

it('the Postman collection signs in, and each of its reads is admitted by a new demo shop', () => {
  const reads = answers.filter(({ item }) => item.request.method === 'GET');
  expect(reads.length).toBeGreaterThan(90);
  expect(reads.filter(({ staff }) => staff).length).toBeGreaterThan(40);
  // An id of the examples is in no shop.
  const refused = reads.filter(
    ({ status, item }) => status >= 400 && !(status === 404 && /019a9d2e/u.test(item.request.url)),
  );
  expect(new Set(refused.map(named))).toEqual(new Set(elsewhere));
});

it('the Postman collection places and pays an order', () => {
  const writes = answers.filter(({ item }) => item.request.method !== 'GET');
  expect(writes.filter(({ status }) => status >= 300).map(named)).toEqual([]);
  expect([...variables].filter(([, value]) => value === '')).toEqual([]);
});
