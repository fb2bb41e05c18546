import type { Caller } from '@cartwright/application';
import { LogController, type onResponseHookHandler } from 'fastify';

/** One line replaces Fastify's two lines a request. Each line that `request.log` writes has the request's id. */
export const requestLogging = new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' });

/** One line a request. It has the route's pattern instead of the URL, because URLs contain ids and secrets. */
export const logRequest: onResponseHookHandler = (request, reply, done) => {
  // Absent where the request was refused before its caller was known.
  const caller = request.caller as Caller | undefined;
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(caller?.type === 'api-key' ? { apiKeyId: caller.keyId } : {}),
    },
    'request answered',
  );
  done();
};
