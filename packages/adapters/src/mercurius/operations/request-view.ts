import type { FastifyReply, FastifyRequest } from 'fastify';
import { strangerOf } from '../../fastify/requests/authenticate.js';
import type { Operation } from './collect-operations.js';

/** What a field passes to its operation. */
export type Input = {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** The version that the caller has seen. */
  readonly expectedVersion?: number;
};

/** Headers that concern the HTTP request and none of its operations. */
const ofRequest: ReadonlySet<string> = new Set([
  'accept',
  'content-length',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'range',
]);

/** The request of one operation: the HTTP request with the operation's route and input. */
export function requestView(request: FastifyRequest, operation: Operation, input: Input): FastifyRequest {
  const { access, method, url, config } = operation;
  const { params, query, body, idempotencyKey, expectedVersion } = input;
  const headers = {
    ...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ofRequest.has(name))),
    accept: 'application/json',
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(expectedVersion === undefined ? {} : { 'if-match': `"${expectedVersion}"` }),
  };
  const own = {
    method,
    url,
    headers,
    params,
    query,
    body,
    routeOptions: { url, method, config },
    ...(access === 'open' ? { caller: strangerOf(request) } : {}),
  };
  return Object.create(
    request,
    Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value, writable: true }])),
  ) as FastifyRequest;
}

/** Headers of an operation that the HTTP response passes on. */
const passedOn: ReadonlySet<string> = new Set(['idempotency-replayed']);

/** What a handler sends, instead of the reply of the HTTP request. */
export type Sent = { status: number; body: unknown; isSent: boolean };

/** The reply of one operation, which records what its handler sends. */
export function replyView(
  reply: FastifyReply,
  serialize: (status: number, content: unknown) => string,
): { readonly reply: FastifyReply; readonly sent: Sent } {
  const sent: Sent = { status: 200, body: undefined, isSent: false };
  const headers = new Map<string, unknown>();
  const own = {
    code: (status: number) => {
      sent.status = status;
      return view;
    },
    header: (name: string, value: unknown) => {
      headers.set(name.toLowerCase(), value);
      if (passedOn.has(name.toLowerCase())) void reply.header(name, value);
      return view;
    },
    headers: (values: Readonly<Record<string, unknown>>) => {
      for (const [name, value] of Object.entries(values)) headers.set(name.toLowerCase(), value);
      return view;
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    type: () => view,
    send: (body: unknown) => {
      sent.body = body;
      sent.isSent = true;
      return view;
    },
    serialize: (content: unknown) => serialize(sent.status, content),
    // A reply can be awaited until it is sent to the client. This one never is, so that it must not be awaited.
    // oxlint-disable-next-line unicorn/no-thenable -- it removes the `then` of the reply
    then: undefined,
  };
  const view = Object.create(
    reply,
    Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }])),
  ) as FastifyReply;
  return { reply: view, sent };
}
