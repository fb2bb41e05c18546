import type { Instant } from '@cartwright/domain';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

/** That a route will go, and when. */
export type RouteDeprecation = {
  /** Since when clients should use another route; may be in the future. */
  readonly since: Instant;
  /** From when on the route may be gone: not before `since`. Absent while that is not decided. */
  readonly sunset?: Instant;
  /** A page about the change and what to use instead. */
  readonly link: string;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is deprecated. Each of its responses has the header. */
    readonly deprecated?: RouteDeprecation;
  }
}

/**
 * Adds `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to each response of a deprecated route, also to
 * refusals, and marks it in the OpenAPI document. Routes without the option cost nothing. Use it as an `onRoute` hook,
 * before that of the document.
 *
 * @throws Error at the start when the sunset comes before the deprecation
 * @example
 * app.addHook('onRoute', announceDeprecation);
 * config: { deprecated: { since: '2027-01-01T00:00:00Z', sunset: '2027-07-01T00:00:00Z', link: 'https://…' } }
 */
export function announceDeprecation(route: RouteOptions): void {
  const deprecated = route.config?.deprecated;
  if (deprecated === undefined) return;
  const { since, sunset, link } = deprecated;
  if (sunset !== undefined && Date.parse(sunset) < Date.parse(since))
    throw new Error(`${route.url} has its sunset before its deprecation`);
  const headers = {
    deprecation: `@${Math.floor(Date.parse(since) / 1000)}`,
    ...(sunset === undefined ? {} : { sunset: new Date(sunset).toUTCString() }),
    link: `<${link}>; rel="deprecation"; type="text/html"`,
  };
  const announce = (_request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void): void => {
    void reply.headers(headers);
    done();
  };
  const { onSend } = route;
  route.onSend = [...(onSend === undefined ? [] : Array.isArray(onSend) ? onSend : [onSend]), announce];
  route.schema = { ...route.schema, deprecated: true };
}
