import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../../../prom-client/metrics.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The response is an event stream. It stays open, so its duration is not measured. */
    readonly isStream?: boolean;
  }
}

/** nginx's status for a client that left before the response. */
const clientClosed = 499;

/** Counts each response by the pattern of its route. */
export const countRequests =
  (countRequest: Metrics['countRequest']) =>
  (
    { routeOptions: { url, config }, method }: FastifyRequest,
    { statusCode, elapsedTime }: FastifyReply,
    isAborted: boolean,
  ): void => {
    const { isStream = false } = config;
    countRequest({
      route: url,
      method,
      status: isAborted && !isStream ? clientClosed : statusCode,
      ...(isStream ? {} : { seconds: elapsedTime / 1000 }),
    });
  };
