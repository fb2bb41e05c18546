import { buildSchema } from 'graphql';
import { graphqlClient } from './graphql-client.js';
import type { Buyer, Step } from './random-purchase.js';
import { selectAll, withoutNulls } from './select-all.js';
import type { Shop } from '../shop-over-http.js';

type Headers = Record<string, string>;

/** Tokens that a guest gets on the way. */
const tokenOf = (body: unknown): string | undefined => (body as { readonly token?: string } | undefined)?.token;

/** Buys over REST, as a guest or with the headers of a customer. */
export function restBuyer({ call }: Pick<Shop, 'call'>, who: Headers): Buyer {
  let headers = who;
  const send = async (method: 'GET' | 'POST', path: string, body?: object, key?: string): Promise<Step> => {
    const answer = await call(method, `/api/v1${path}`, {
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      ...(body === undefined ? {} : { body }),
    });
    return answer.status < 300 ? { body: withoutNulls(answer.body) } : { code: answer.body.code };
  };
  const remember = async (name: string, made: Promise<Step>): Promise<Step> => {
    const step = await made;
    const token = tokenOf(step.body);
    if (token !== undefined) headers = { ...headers, [name]: token };
    return step;
  };
  return {
    createCart: () => remember('x-cart-token', send('POST', '/carts', {})),
    addLine: (cart, line) => send('POST', `/carts/${cart}/lines`, line),
    addCoupon: (cart, code) => send('POST', `/carts/${cart}/coupons`, { code }),
    placeOrder: (input, key) => remember('x-order-token', send('POST', '/orders', input, key)),
    pay: (order, key) => send('POST', `/orders/${order}/payments`, { method: 'card' }, key),
    confirm: (payment, paymentMethod) => send('POST', `/sandbox/payments/${payment}/confirm`, { paymentMethod }),
    cancel: (order) => send('POST', `/orders/${order}/cancel`, {}),
    viewOrder: (order) => send('GET', `/orders/${order}`),
  };
}

/** Buys over GraphQL, and reads every field that there is. */
export function graphqlBuyer(shop: Pick<Shop, 'call'>, sdl: string, who: Headers): Buyer {
  const schema = buildSchema(sdl);
  const client = graphqlClient(shop);
  let headers = who;
  const send = async (field: string, types: string, variables: Readonly<Record<string, unknown>>): Promise<Step> => {
    const isQuery = schema.getQueryType()?.getFields()[field] !== undefined;
    const type = (isQuery ? schema.getQueryType() : schema.getMutationType())?.getFields()[field]?.type;
    const args = Object.keys(variables).map((name) => `${name}: $${name}`);
    const { data, errors } = await client(
      `${isQuery ? 'query' : 'mutation'}${types === '' ? '' : ` (${types})`} {
        result: ${field}${args.length === 0 ? '' : `(${args.join(' ')})`} ${selectAll(schema, String(type))}
      }`,
      variables,
      headers,
    );
    const [error] = errors;
    return error === undefined ? { body: withoutNulls(data.result) } : { code: error.extensions?.['code'] };
  };
  const remember = async (name: string, made: Promise<Step>): Promise<Step> => {
    const step = await made;
    const token = tokenOf(step.body);
    if (token !== undefined) headers = { ...headers, [name]: token };
    return step;
  };
  return {
    createCart: () => remember('x-cart-token', send('createCart', '', {})),
    addLine: (id, input) => send('addLine', '$id: ID! $input: AddLineInput!', { id, input }),
    addCoupon: (id, code) => send('addCoupon', '$id: ID! $input: AddCouponInput!', { id, input: { code } }),
    placeOrder: (input, idempotencyKey) =>
      remember(
        'x-order-token',
        send('placeOrder', '$input: PlaceOrderInput! $idempotencyKey: String', { input, idempotencyKey }),
      ),
    pay: (id, idempotencyKey) =>
      send('startPayment', '$id: ID! $input: StartPaymentInput! $idempotencyKey: String', {
        id,
        input: { method: 'card' },
        idempotencyKey,
      }),
    confirm: (paymentId, paymentMethod) =>
      send('confirmSandboxPayment', '$paymentId: ID! $input: ConfirmSandboxPaymentInput!', {
        paymentId,
        input: { paymentMethod },
      }),
    cancel: (id) => send('cancelOrder', '$id: ID! $input: CancelOrderInput', { id, input: {} }),
    viewOrder: (id) => send('order', '$id: ID!', { id }),
  };
}
