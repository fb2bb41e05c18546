import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../requests/client.js';
import { fieldErrorsOf } from './field-errors.js';
import { Refusal } from './problem.js';
import { requestRefusal } from './request-problems.js';

/** Sends any thrown error as a problem. */
export const respondToError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
  sendProblem(tellableRefusal(error, request), request, reply);

/**
 * The part of an error that the client may see. A defect is logged, and the client sees nothing of it.
 */
export function tellableRefusal(error: unknown, request: FastifyRequest): Refusal {
  const refusal = toRefusal(error);
  if (refusal.status < 500 || refusal.status === 503) return refusal;
  request.log.error({ err: loggable(error), code: refusal.code }, 'a request failed');
  return requestRefusal('server.defect');
}

export const respondNotFound = (request: FastifyRequest, reply: FastifyReply): void =>
  sendProblem(requestRefusal('request.not-found'), request, reply);

function sendProblem(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
  if (refusal.status === 403) logForbidden(refusal, request);
  if (refusal.status === 401) {
    // RFC 6750: a request without credentials gets no error code.
    const error = refusal.code === 'auth.token-invalid' ? ', error="invalid_token"' : '';
    void reply.header('www-authenticate', `Bearer realm="cartwright"${error}`);
  }
  void beginRefusal(refusal, request, reply)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(refusal, request.id)));
}

/** Logs a caller who lacks permission. */
export function logForbidden({ code }: Refusal, request: FastifyRequest): void {
  const { caller, method, routeOptions } = request;
  const userId = caller?.type === 'user' ? caller.userId : undefined;
  request.log.warn(
    { event: 'auth.forbidden', code, userId, address: clientOf(request).address, method, route: routeOptions.url },
    'a caller was refused for lack of permission',
  );
}

/** The status and headers of a refusal, as a problem or a page. */
export function beginRefusal({ status, facts }: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (status === 503 || status === 429) {
    const { retryAfterSeconds = 1 } = facts as { readonly retryAfterSeconds?: number };
    void reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterSeconds))));
  }
  if (status === 429) {
    const { limit = 0, retryAfterSeconds = 1 } = facts as {
      readonly limit?: number;
      readonly retryAfterSeconds?: number;
    };
    void reply.headers({
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(retryAfterSeconds),
    });
  }
  return reply.code(status).header('x-request-id', request.id).header('cache-control', 'no-store');
}

/** The members of RFC 9457, the code, the facts and the request id. */
export const problemBody = ({ code, status, title, detail, facts }: Refusal, requestId: string): object => ({
  ...facts,
  type: `/problems/${code}`,
  title,
  status,
  detail,
  code,
  requestId,
});

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return requestRefusal('server.defect');
  const { validation, validationContext, code = '', statusCode = 500 } = error as Partial<FastifyError>;
  if (validation !== undefined) {
    // No resource has a malformed id, so this is a 404.
    if (validationContext === 'params') return requestRefusal('request.not-found');
    return requestRefusal('request.invalid', { errors: fieldErrorsOf(validation) });
  }
  if (statusCode >= 500) return requestRefusal('server.defect');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return requestRefusal('request.body-too-large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return requestRefusal('request.content-type-unsupported');
  if (code.startsWith('FST_ERR_CTP_')) return requestRefusal('request.body-malformed');
  return requestRefusal('request.malformed');
}

/**
 * What may be logged of a failure. The wrapper of a database error carries query parameters, so only its cause is.
 */
const loggable = (error: unknown): unknown =>
  error instanceof Error && 'params' in error && error.cause !== undefined ? error.cause : error;
