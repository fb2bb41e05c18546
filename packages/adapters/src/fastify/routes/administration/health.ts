import { Type } from 'typebox';
import type { Routes } from '../../route-types.js';
import { oneOf } from '../../requests/plain-schemas.js';
import type { Readiness, ServerDeps } from '../../server-deps.js';

const Live = Type.Object({ status: oneOf('ok') });
const Ready = Type.Object(
  {
    status: oneOf('ready', 'draining', 'unavailable'),
    dependencies: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), latencyMs: Type.Number() })),
  },
  { title: 'Readiness' },
);

/** What `/health/ready` reports. The status code is 200 for `ready`, else 503. */
export function readinessStatus({ ready, draining }: Readiness): 'ready' | 'draining' | 'unavailable' {
  if (draining) return 'draining';
  return ready ? 'ready' : 'unavailable';
}

/** Routes for load balancers and supervisors. */
export const healthRoutes =
  ({ readiness }: Pick<ServerDeps, 'readiness'>): Routes =>
  (app, _options, done) => {
    const tags = ['Health'];

    app.get(
      '/health/live',
      {
        schema: {
          tags,
          operationId: 'checkLiveness',
          summary: 'Whether the process runs',
          description: 'The process responds. Restart it if it does not.',
          response: { 200: Live },
        },
        config: { access: 'open', unlimited: true },
      },
      () => ({ status: 'ok' as const }),
    );

    app.get(
      '/health/ready',
      {
        schema: {
          tags,
          operationId: 'checkReadiness',
          summary: 'Whether the process accepts requests',
          description:
            '503 while the database is unavailable, and while the process is stopping, which it says without asking its dependencies.',
          response: { 200: Ready, 503: Ready },
        },
        config: { access: 'open', unlimited: true },
      },
      async (_request, reply) => {
        const found = await readiness();
        const status = readinessStatus(found);
        if (status !== 'ready') reply.code(503).header('retry-after', '1');
        return { status, dependencies: found.dependencies };
      },
    );
    done();
  };
