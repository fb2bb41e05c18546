import type { IncomingHttpHeaders } from 'node:http';
import { cancelPaymentIntent, createPaymentIntent, findPaymentIntent } from './payment-intents.js';
import { checkParameters, type Parameters } from './check-parameters.js';
import { createSession, expireSession, findSession } from './checkout-sessions.js';
import { createRefund } from './refunds.js';
import { expandResources } from './expand-resources.js';
import { createPrice, createProduct, updatePrice, updateProduct } from './products.js';
import { findResource, listResources, searchPaymentIntents } from './list-resources.js';
import type { Form } from './read-form.js';
import type { ResourceName, StripeAccount } from './stripe-account.js';
import { apiVersions, requestSchemas } from './stripe-data.js';
import { StripeFailure } from './stripe-failure.js';

type Operate = (account: StripeAccount, parameters: Parameters, id: string, pageUrl: string) => object;

const find =
  (name: ResourceName): Operate =>
  (account, _parameters, id) =>
    findResource(account, name, id);
const list =
  (name: ResourceName, url: string): Operate =>
  (account, parameters) =>
    listResources(account, name, parameters, url);

/** All that the stand-in does of Stripe. */
const operations: Readonly<Record<string, Operate>> = {
  'POST /v1/payment_intents': createPaymentIntent,
  'GET /v1/payment_intents': list('payment_intent', '/v1/payment_intents'),
  'GET /v1/payment_intents/search': searchPaymentIntents,
  'GET /v1/payment_intents/{id}': (account, _parameters, id) => findPaymentIntent(account, id),
  'POST /v1/payment_intents/{id}/cancel': (account, parameters, id) => cancelPaymentIntent(account, id, parameters),
  'POST /v1/checkout/sessions': (account, parameters, _id, pageUrl) => createSession(account, parameters, pageUrl),
  'GET /v1/checkout/sessions': list('checkout.session', '/v1/checkout/sessions'),
  'GET /v1/checkout/sessions/{id}': (account, _parameters, id) => findSession(account, id),
  'POST /v1/checkout/sessions/{id}/expire': (account, _parameters, id) => expireSession(account, id),
  'POST /v1/refunds': createRefund,
  'GET /v1/refunds': list('refund', '/v1/refunds'),
  'GET /v1/refunds/{id}': find('refund'),
  'GET /v1/charges': list('charge', '/v1/charges'),
  'GET /v1/charges/{id}': find('charge'),
  'GET /v1/disputes': list('dispute', '/v1/disputes'),
  'GET /v1/disputes/{id}': find('dispute'),
  'GET /v1/events': list('event', '/v1/events'),
  'GET /v1/events/{id}': find('event'),
  'POST /v1/products': createProduct,
  'GET /v1/products': list('product', '/v1/products'),
  'GET /v1/products/{id}': find('product'),
  'POST /v1/products/{id}': (account, parameters, id) => updateProduct(account, id, parameters),
  'POST /v1/prices': createPrice,
  'GET /v1/prices': list('price', '/v1/prices'),
  'GET /v1/prices/{id}': find('price'),
  'POST /v1/prices/{id}': (account, parameters, id) => updatePrice(account, id, parameters),
};

export type FoundOperation = { readonly name: string; readonly id: string };

/** Which operation a request asks for; `id` is empty where the path has none. */
export function findOperation(method: string, path: string): FoundOperation {
  const exact = `${method} ${path}`;
  if (exact in operations) return { name: exact, id: '' };
  for (const name of Object.keys(operations)) {
    const [before = '', after] = name.split('{id}');
    if (after === undefined || !exact.startsWith(before) || !exact.endsWith(after)) continue;
    const id = exact.slice(before.length, exact.length - after.length);
    if (id !== '' && !id.includes('/')) return { name, id: decodeURIComponent(id) };
  }
  throw new StripeFailure(
    404,
    { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${path}).` },
    { isKept: false },
  );
}

/** Refuses a request without the account's key, and one for a version of the API that there is not. */
export function requireAdmission(headers: IncomingHttpHeaders, secretKey: string): void {
  const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ');
  const key =
    scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString('utf8').replace(/:.*$/u, '') : credentials;
  const notKept = { isKept: false };
  if (key === '') {
    throw new StripeFailure(
      401,
      { type: 'invalid_request_error', message: 'You did not provide an API key.' },
      notKept,
    );
  }
  if (key !== secretKey) {
    throw new StripeFailure(
      401,
      {
        type: 'invalid_request_error',
        code: 'api_key_invalid',
        message: `Invalid API Key provided: ${key.slice(0, 8)}***`,
      },
      notKept,
    );
  }
  const version = [headers['stripe-version'] ?? ''].flat()[0] ?? '';
  if (!apiVersions().has(version)) {
    throw new StripeFailure(
      400,
      { type: 'invalid_request_error', message: `Invalid Stripe API version: ${version}` },
      notKept,
    );
  }
}

/** Checks the parameters of an operation as Stripe would. @throws StripeFailure */
export function readParameters({ name }: FoundOperation, form: Form): Parameters {
  const book = requestSchemas();
  const schema = book.of(name);
  if (schema === undefined) throw new Error(`Stripe's data say nothing of ${name}`);
  return checkParameters(form, schema, book);
}

/** Does what is asked. @throws StripeFailure */
export function operate(
  account: StripeAccount,
  { name, id }: FoundOperation,
  parameters: Parameters,
  pageUrl: string,
): object {
  // A copy: what happens to the resource later does not change this answer, nor one that is kept.
  const answer: object = structuredClone(operations[name]?.(account, parameters, id, pageUrl) ?? {});
  if (Array.isArray(parameters['expand'])) expandResources(account, answer, parameters['expand'] as string[]);
  return answer;
}
