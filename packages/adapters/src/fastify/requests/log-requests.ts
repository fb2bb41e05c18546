import { LogController, type onResponseHookHandler } from 'fastify';

/** Fastify's own two lines a request are replaced by one, and every line of a request names it. */
export const requestLogging = new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' });

/** One line a request. The route's pattern, never the address: addresses hold ids, and may hold secrets one day. */
export const logRequest: onResponseHookHandler = (request, reply, done) => {
  request.server.log.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    },
    'request answered',
  );
  done();
};
