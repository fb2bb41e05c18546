import type { UseCases } from '@cartwright/application';
import type { onRequestHookHandler } from 'fastify';
import { refusalOf } from '../errors/problem.js';
import { rateLimitProblems } from '../errors/rate-limit-problems.js';
import { clientOf } from './client.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requests of the route do not count: it is for machines of the shop, or has a limit of its own. */
    readonly unlimited?: boolean;
  }
}

/** Counts each request by its address, before anything else is done for it. */
export const limitRequests =
  (admitRequest: UseCases['admitRequest']): onRequestHookHandler =>
  (request, reply, done) => {
    if (request.routeOptions.config.unlimited === true) return done();
    return void admitRequest(clientOf(request).address ?? '').match(
      ({ limit, remaining, resetSeconds }) => {
        void reply.headers({
          'ratelimit-limit': String(limit),
          'ratelimit-remaining': String(remaining),
          'ratelimit-reset': String(resetSeconds),
        });
        done();
      },
      (error) => done(refusalOf(error, rateLimitProblems)),
    );
  };
