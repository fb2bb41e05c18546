import { createHash } from 'node:crypto';
import type { Caller, IdempotentRequest } from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors/problem.js';
import { idempotencyProblems } from '../routes/orders/order-problems.js';

/**
 * A request by its `Idempotency-Key`. Guests have no id: `guestScope` is a secret of one guest, so that the keys
 * of two guests never collide.
 */
export function idempotentRequest(request: FastifyRequest, guestScope: readonly string[]): IdempotentRequest {
  const key = request.headers['idempotency-key'];
  if (key === undefined) throw refuse('idempotency.key-missing');
  if (typeof key !== 'string' || !/^\P{Cc}{1,255}$/u.test(key)) throw refuse('idempotency.key-malformed');
  const { caller } = request;
  return {
    caller: scopeOf(caller, guestScope),
    key,
    fingerprint: sha256([request.method, request.routeOptions.url, request.params, request.body]),
  };
}

/** The same for a route whose key is optional: the member `request` of its command, absent without a key. */
export const maybeIdempotent = (
  request: FastifyRequest,
  guestScope: readonly string[],
): { readonly request?: IdempotentRequest } =>
  request.headers['idempotency-key'] === undefined ? {} : { request: idempotentRequest(request, guestScope) };

function scopeOf(caller: Caller, guestScope: readonly string[]): string {
  if (caller.type === 'guest') return `guest:${sha256(guestScope)}`;
  return caller.type === 'user' ? `user:${caller.userId}` : `api-key:${caller.keyId}`;
}

/** Marks a response as a replay. */
export function noteReplay(reply: FastifyReply, replayed: boolean): void {
  if (replayed) void reply.header('idempotency-replayed', 'true');
}

const refuse = (code: 'idempotency.key-missing' | 'idempotency.key-malformed'): Refusal =>
  new Refusal(code, idempotencyProblems[code]);

const sha256 = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url');

/** Sorts properties, since their order has no meaning. */
const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value;
