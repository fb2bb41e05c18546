import { Type } from 'typebox';
import type { Metrics } from '../../../prom-client/metrics.js';
import type { Routes } from '../../route-types.js';

/** The metrics of the embedded shop. In production they have a port of their own. */
export const metricsRoutes =
  ({ render }: Pick<Metrics, 'render'>): Routes =>
  (app, _options, done) => {
    app.get(
      '/metrics',
      {
        schema: {
          tags: ['Health'],
          operationId: 'readMetrics',
          summary: 'Metrics for Prometheus',
          description:
            'Counters, gauges and histograms of this process. Only the embedded shop serves them here. In production ' +
            'they have a port of their own: `METRICS_PORT` for the API, `WORKER_PORT` for the worker.',
          response: {
            200: {
              description: 'The text format of Prometheus.',
              content: {
                'text/plain': { schema: Type.String({ examples: ['cartwright_orders_total 12\n'] }) },
              },
            },
          },
        },
        config: { access: 'open', unlimited: true },
      },
      async (_request, reply) => {
        const { contentType, body } = await render();
        return reply.header('content-type', contentType).send(body);
      },
    );
    done();
  };
