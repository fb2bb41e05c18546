import type { UseCases } from '@cartwright/application';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { logForbidden, tellableRefusal } from '../../fastify/errors/respond-to-errors.js';
import { orProblem } from '../../fastify/errors/problem.js';
import { rateLimitProblems } from '../../fastify/errors/rate-limit-problems.js';
import { noteForbidden, refusalOfCaller } from '../../fastify/requests/authenticate.js';
import { clientOf } from '../../fastify/requests/client.js';
import { jsonSchemaOf, type Schema } from '../schema/json-schema.js';
import type { Operation } from './collect-operations.js';
import { makeReplyView, makeRequestView, type Input, type ReplyView } from './request-view.js';

/** The HTTP request that a document belongs to. */
export type Exchange = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Operations that count as requests. The first is the HTTP request, which its hooks have counted. */
  counted: number;
  /** The entity tags of what its fields show or have changed, by the name of the field in the response. */
  readonly entityTags: Map<string, string>;
};

/**
 * Runs an operation as its route does: access, validation, the handler, and the schema of the response.
 *
 * @returns the body of the response, as JSON; `null` if it has none
 * @throws a `Refusal`, with the code and the facts of the problem
 */
export type RunOperation = (
  exchange: Exchange,
  operation: Operation,
  input: Input,
  options?: {
    /** The name in the response of a field whose entity tag the response has. */
    readonly field?: string;
    /** The operation reads more for a field that has been counted: related rows, or the number of rows. */
    readonly isPart?: boolean;
  },
) => Promise<unknown>;

type Guards = Pick<UseCases, 'admitRequest' | 'admitKeyRequest' | 'noteSecurityEvent'>;

/**
 * @example
 * const run = makeRunOperation(app, useCases);
 * const product = await run(exchange, operation, { params: { idOrSlug: 'mug' }, query: {} });
 */
export function makeRunOperation(app: FastifyInstance, useCases: Guards): RunOperation {
  const validate = makeValidate(app);
  const [requestView, replyView] = [makeRequestView(), makeReplyView()];
  return async (exchange, operation, input, { field, isPart = false } = {}) => {
    const request = requestView(exchange.request, operation, input);
    try {
      if (!isPart) await count(useCases, exchange);
      await admit(useCases, request, operation);
      validate(operation, request);
      const { body, entityTag } = await handle(app, replyView, exchange.reply, request, operation);
      if (field !== undefined && typeof entityTag === 'string') exchange.entityTags.set(field, entityTag);
      return body;
    } catch (error) {
      const refusal = tellableRefusal(error, request);
      if (refusal.status === 403) logForbidden(refusal, request);
      throw refusal;
    }
  };
}

/** Each query or mutation after the first counts as a request of its own: by API key where there is one. */
async function count({ admitRequest, admitKeyRequest }: Guards, exchange: Exchange): Promise<void> {
  exchange.counted += 1;
  if (exchange.counted === 1) return;
  const { request } = exchange;
  const { caller } = request;
  const admitted =
    caller.type === 'api-key' ? admitKeyRequest(caller.keyId) : admitRequest(clientOf(request).address ?? '');
  await orProblem(admitted, rateLimitProblems);
}

async function admit(useCases: Guards, request: FastifyRequest, { access }: Operation): Promise<void> {
  const refusal = refusalOfCaller(request.caller, access);
  if (refusal === undefined) return;
  await noteForbidden(useCases, request);
  throw refusal;
}

type Handled = { readonly body: unknown; readonly entityTag: unknown };

async function handle(
  app: FastifyInstance,
  replyView: ReplyView,
  reply: FastifyReply,
  request: FastifyRequest,
  operation: Operation,
): Promise<Handled> {
  const write = (status: number, content: unknown): string => {
    const response = operation.responses[status];
    if (response === undefined) throw new Error(`${operation.id} has no response ${status}`);
    return reply.compileSerializationSchema(jsonSchemaOf(response))(content as Readonly<Record<string, unknown>>);
  };
  const view = replyView(reply, write);
  const returned: unknown = await operation.handler.call(app, request, view.reply);
  const { status, isSent } = view.sent;
  const entityTag = view.reply.getHeader('etag');
  const body = isSent ? view.sent.body : returned;
  if (body === undefined || body === null || status === 204) return { body: null, entityTag };
  return { body: Buffer.isBuffer(body) ? parseOnce(body) : JSON.parse(write(status, body)), entityTag };
}

/** Bodies of the response cache, which many requests share. */
const parsed = new WeakMap<Buffer, unknown>();

function parseOnce(body: Buffer): unknown {
  const known = parsed.get(body);
  if (known !== undefined) return known;
  const content: unknown = JSON.parse(body.toString());
  parsed.set(body, content);
  return content;
}

type Part = 'params' | 'querystring' | 'body';
type Validator = (data: unknown) => true | { readonly error?: readonly object[]; readonly value?: unknown };

/** Validates the input by the validators of the routes. A failure is the one that the route throws. */
function makeValidate(app: FastifyInstance) {
  const compiled = new WeakMap<Schema, Validator>();
  const validatorOf = (schema: Schema, httpPart: Part, { method, url }: Operation): Validator => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const made = app.validatorCompiler?.({ schema, method, url, httpPart }) as Validator;
    compiled.set(schema, made);
    return made;
  };
  const check = (operation: Operation, schema: Schema | undefined, httpPart: Part, data: unknown): unknown => {
    if (schema === undefined) return data;
    const outcome = validatorOf(schema, httpPart, operation)(data);
    if (outcome === true) return data;
    if (outcome.error === undefined) return outcome.value;
    throw Object.assign(new Error('invalid'), { validation: outcome.error, validationContext: httpPart });
  };
  return (operation: Operation, request: FastifyRequest): void => {
    check(operation, operation.params, 'params', request.params);
    check(operation, operation.query, 'querystring', request.query);
    request.body = check(operation, operation.body, 'body', request.body);
  };
}
