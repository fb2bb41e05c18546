import type { RateState, UseCases } from '@cartwright/application';
import type { FastifyReply, onRequestHookHandler } from 'fastify';
import { refusalOf } from '../errors/problem.js';
import { rateLimitProblems } from '../errors/rate-limit-problems.js';
import { apiKeyOf } from './bearer-token.js';
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
    const { unlimited, access } = request.routeOptions.config;
    // An API key has a limit of its own, which counts once the key is known.
    const isByKey = access !== 'open' && access !== undefined && apiKeyOf(request) !== undefined;
    if (unlimited === true || isByKey) return done();
    return void admitRequest(clientOf(request).address ?? '').match(
      (rate) => {
        noteRate(reply, rate);
        done();
      },
      (error) => done(refusalOf(error, rateLimitProblems)),
    );
  };

/** Tells the client what is left of its limit. */
export const noteRate = (reply: FastifyReply, { limit, remaining, resetSeconds }: RateState): void =>
  void reply.headers({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetSeconds),
  });
