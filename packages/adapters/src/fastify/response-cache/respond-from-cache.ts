import { groupsOfCaller, type Shopper, type UseCases } from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { orProblem } from '../errors/problem.js';
import { storageProblems } from '../errors/unavailable-problems.js';
import { shopperOf, type LocaleAndCurrency } from '../requests/shopper.js';
import { markSeen } from '../responses/catalogue-headers.js';
import { tagOf } from '../responses/entity-tags.js';
import type { ResponseContent } from '../route-types.js';
import type { CachedResponse, ResponseCache } from './response-cache.js';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Sends what `read` returns, as the route's schema writes it, or the same from the cache. The key consists of the
     * route, its parameters, the currency, the languages and the customer groups of the request.
     */
    readonly respondFromCache: RespondFromCache;
  }
}

export type RespondFromCache = <Schema extends TSchema>(
  request: FastifyRequest,
  reply: FastifyReply,
  localeAndCurrency: LocaleAndCurrency,
  read: (shopper: Shopper) => Promise<{ readonly content: ResponseContent<Schema>; readonly locale: string }>,
) => Promise<FastifyReply>;

type Parts = {
  readonly useCases: Pick<UseCases, 'measureCatalogueValidity'>;
  /** Without it, each response is made anew. */
  readonly responseCache?: ResponseCache | undefined;
};

export const makeRespondFromCache =
  ({ useCases: { measureCatalogueValidity }, responseCache }: Parts): RespondFromCache =>
  async (request, reply, localeAndCurrency, read) => {
    const shopper = shopperOf(request, localeAndCurrency);
    const load = async (): Promise<CachedResponse> => {
      // Both start now: what changes between them ends the validity of what was read before.
      const startedAt = performance.now();
      const [validForMs, { content, locale }] = await Promise.all([
        orProblem(measureCatalogueValidity(), storageProblems),
        read(shopper),
      ]);
      // Serializers of a schema return text.
      const body = Buffer.from(reply.serialize(content) as string);
      return { body, etag: tagOf(body), locale, changesAt: startedAt + validForMs };
    };
    const { body, etag, locale, changesAt } = await (responseCache === undefined
      ? load()
      : responseCache.read(keyOf(request, shopper), load));
    markSeen(reply, request, locale, changesAt - performance.now());
    return reply.header('etag', etag).type('application/json; charset=utf-8').send(body);
  };

const keyOf = (
  { routeOptions: { url }, params, query }: FastifyRequest,
  { currency, locales, caller }: Shopper,
): string =>
  JSON.stringify([
    url,
    sorted(params),
    sorted(query).filter(([name]) => name !== 'currency' && name !== 'locale'),
    currency,
    locales,
    groupsOfCaller(caller),
  ]);

/** Without the order in which a client writes parameters. */
const sorted = (parameters: unknown): readonly (readonly [string, unknown])[] =>
  Object.entries(parameters as Readonly<Record<string, unknown>>).sort(([left], [right]) => (left < right ? -1 : 1));
