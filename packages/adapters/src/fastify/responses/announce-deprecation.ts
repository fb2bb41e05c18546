import type { Instant } from '@cartwright/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

/** That an operation will go, and when. */
export type Deprecation = {
  /** Since when clients should use another operation; may be in the future. */
  readonly since: Instant;
  /** From when on the operation may be gone: not before `since`. Absent while that is not decided. */
  readonly sunset?: Instant;
  /** A page about the change and what to use instead. */
  readonly link: string;
};

/** Deprecations by `operationId`. */
export type Deprecations = Readonly<Record<string, Deprecation>>;

/**
 * Adds `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to each response of a deprecated operation, also to
 * refusals, and marks it in the OpenAPI document. Other operations cost nothing. Called before the document is
 * described and before routes are registered.
 *
 * @throws Error at the start when a sunset comes before its deprecation, or no operation has the name
 * @example
 * announceDeprecations(app, { listTags: { since: '2027-01-01T00:00:00Z', sunset: '2027-07-01T00:00:00Z', link } });
 */
export function announceDeprecations(app: FastifyInstance, deprecations: Deprecations): void {
  for (const [operationId, { since, sunset = since }] of Object.entries(deprecations)) {
    if (Date.parse(sunset) < Date.parse(since)) throw new Error(`${operationId} has its sunset before its deprecation`);
  }
  const unknown = new Set(Object.keys(deprecations));
  app.addHook('onRoute', (route) => {
    const { operationId = '' } = (route.schema ?? {}) as { readonly operationId?: string };
    const deprecation = deprecations[operationId];
    if (deprecation === undefined) return;
    unknown.delete(operationId);
    announce(route, deprecation);
  });
  app.addHook('onReady', (done) => {
    done(unknown.size === 0 ? undefined : new Error(`no operation is called ${[...unknown].join(', ')}`));
  });
}

function announce(route: RouteOptions, { since, sunset, link }: Deprecation): void {
  const headers = {
    deprecation: `@${Math.floor(Date.parse(since) / 1000)}`,
    ...(sunset === undefined ? {} : { sunset: new Date(sunset).toUTCString() }),
    link: `<${link}>; rel="deprecation"; type="text/html"`,
  };
  const addHeaders = (_request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void): void => {
    void reply.headers(headers);
    done();
  };
  const { onSend } = route;
  route.onSend = [...(onSend === undefined ? [] : Array.isArray(onSend) ? onSend : [onSend]), addHeaders];
  route.schema = { ...route.schema, deprecated: true };
}
