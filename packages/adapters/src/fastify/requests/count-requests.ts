import type { onResponseHookHandler } from 'fastify';
import type { Metrics } from '../../prom-client/metrics.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The response is an event stream. It stays open, so its duration says nothing. */
    readonly isStream?: boolean;
  }
}

/** Counts each response by the pattern of its route. */
export const countRequests =
  (countRequest: Metrics['countRequest']): onResponseHookHandler =>
  ({ routeOptions: { url, config }, method }, reply, done) => {
    countRequest({
      route: url,
      method,
      status: reply.statusCode,
      ...(config.isStream === true ? {} : { seconds: reply.elapsedTime / 1000 }),
    });
    done();
  };
