import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestSpan, Tracing } from '../../../opentelemetry/tracing.js';
import type { Report } from './report-requests.js';

/**
 * A span for each request, except those of the machines that watch the shop. It continues the caller's trace. The
 * returned report ends the span.
 */
export function traceRequests(app: FastifyInstance, { beginRequest }: Pick<Tracing, 'beginRequest'>): Report {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const { url: route = 'unmatched', config } = routeOptions;
    if (config.unlimited !== true || route.includes('webhooks')) {
      const parent = headers['traceparent'];
      const span = beginRequest(`${method} ${route}`, {
        kind: 'server',
        ...(typeof parent === 'string' ? { parent } : {}),
        attributes: { 'http.request.method': method, 'http.route': route, 'cartwright.request_id': request.id },
      });
      spans.set(request, span);
    }
    done();
  });
  // The body was read in between, outside of any span.
  app.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.run(done);
  });
  return (request, { statusCode }) => spans.get(request)?.end(statusCode);
}
