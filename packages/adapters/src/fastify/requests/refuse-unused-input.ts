import type { FastifyRequest, preHandlerHookHandler, RouteOptions } from 'fastify';
import { Type } from 'typebox';
import { invalidRequest, requestRefusal } from '../errors/request-problems.js';
import { closed } from './plain-schemas.js';

/** The body of a route that takes none: an empty object counts as no body. */
const NoBody = Type.Object({}, closed);

const bodiless: ReadonlySet<unknown> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A route without a body schema refuses every property, so that what a client sends is never ignored. */
export const refuseUnusedBody = (route: RouteOptions): void => {
  if (route.schema?.body === undefined && !bodiless.has(route.method)) route.schema = { ...route.schema, body: NoBody };
};

/** Whether a schema of a body is that of no body. */
export const isNoBody = (body: unknown): boolean => body === NoBody;

/** Fastify does not read the body of a `GET`; only its length shows that there is one. */
export function refuseBodyOfRead({ method, headers }: FastifyRequest): void {
  if (method !== 'GET' && method !== 'HEAD') return;
  if (Number(headers['content-length'] ?? 0) > 0)
    throw invalidRequest({ field: '', code: 'unknown', params: {}, message: 'takes no body' });
}

/** Whether a route is a write of staff to a resource without an entity tag. */
export const takesNoCondition = (method: unknown, url: string, conditional: boolean | 'content' = false): boolean =>
  !bodiless.has(method) && url.includes('/admin/') && conditional === false;

/** Such a route refuses `If-Match`: the resource matches no tag (RFC 9110, 13.1.1). */
export const refuseUnusedCondition: preHandlerHookHandler = ({ method, headers, routeOptions }, _reply, done) => {
  const { url = '', config } = routeOptions;
  const isUnused = takesNoCondition(method, url, config.conditional);
  const tag = headers['if-match']?.trim();
  done(isUnused && tag !== undefined && tag !== '*' ? requestRefusal('request.condition-unsupported') : undefined);
};
