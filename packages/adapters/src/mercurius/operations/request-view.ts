import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { strangerOf } from '../../fastify/requests/authenticate.js';
import type { Operation } from './collect-operations.js';
import { makeViews } from './make-views.js';

/** What a field passes to its operation. */
export type Input = {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** The version that the caller has seen, or the entity tag. */
  readonly expectedVersion?: number | string;
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

/** Makes the request of one operation: the HTTP request with the operation's route and input. */
export type RequestView = (request: FastifyRequest, operation: Operation, input: Input) => FastifyRequest;

export function makeRequestView(): RequestView {
  const view = makeViews<FastifyRequest>();
  return (request, { access, method, url, config }, { params, query, body, idempotencyKey, expectedVersion }) =>
    view(request, {
      method,
      url,
      headers: headersOf(request.headers, idempotencyKey, expectedVersion),
      params,
      query,
      body,
      routeOptions: { url, method, config },
      caller: access === 'open' ? strangerOf(request) : request.caller,
    });
}

function headersOf(
  given: IncomingHttpHeaders,
  idempotencyKey: string | undefined,
  expectedVersion: number | string | undefined,
): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const name of Object.keys(given)) if (!ofRequest.has(name)) headers[name] = given[name];
  headers.accept = 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  if (expectedVersion !== undefined) headers['if-match'] = tagOf(expectedVersion);
  return headers;
}

/** A tag may be written with its quotes, as in REST. */
const tagOf = (version: number | string): string =>
  /^\*$|"/u.test(String(version)) ? String(version) : `"${version}"`;

/** Headers of an operation that the HTTP response passes on. */
const passedOn: ReadonlySet<string> = new Set(['idempotency-replayed']);

/** The response has the languages of all its fields. */
function addLanguage(reply: FastifyReply, language: string): void {
  const known = reply.getHeader('content-language');
  const languages = typeof known === 'string' ? known.split(', ') : [];
  if (!languages.includes(language)) void reply.header('content-language', [...languages, language].join(', '));
}

/** What a handler sends, instead of the reply of the HTTP request. */
export type Sent = { status: number; body: unknown; isSent: boolean };

/** Makes the reply of one operation, which records what its handler sends. */
export type ReplyView = (
  reply: FastifyReply,
  serialize: (status: number, content: unknown) => string,
) => { readonly reply: FastifyReply; readonly sent: Sent };

export function makeReplyView(): ReplyView {
  const makeView = makeViews<FastifyReply>();
  return (reply, serialize) => {
    const sent: Sent = { status: 200, body: undefined, isSent: false };
    const headers = new Map<string, unknown>();
    const view = makeView(reply, {
      code: (status: number) => {
        sent.status = status;
        return view;
      },
      header: (name: string, value: unknown) => {
        headers.set(name.toLowerCase(), value);
        if (passedOn.has(name.toLowerCase())) void reply.header(name, value);
        if (name.toLowerCase() === 'content-language') addLanguage(reply, String(value));
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
    });
    return { reply: view, sent };
  };
}
