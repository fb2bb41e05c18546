import type { RateState, UseCases } from '@cartwright/application';
import type { FastifyReply, onRequestHookHandler } from 'fastify';
import { refusalOf } from '../errors/problem.js';
import { rateLimitProblems } from '../errors/rate-limit-problems.js';
import { apiKeyOf } from './bearer-token.js';
import { clientOf } from './client.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requests of the route do not count: only the shop's machines call it, or it has its own limit. */
    readonly unlimited?: boolean;
  }
}

/** Counts each request by client address, before any other work. */
export const limitRequests =
  (admitRequest: UseCases['admitRequest']): onRequestHookHandler =>
  (request, reply, done) => {
    const { unlimited, access } = request.routeOptions.config;
    // An API key has its own limit, counted once the key is verified.
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

/** Sends the client what is left of its limit. */
export const noteRate = (reply: FastifyReply, { limit, remaining, resetSeconds }: RateState): void =>
  void reply.headers({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetSeconds),
  });
