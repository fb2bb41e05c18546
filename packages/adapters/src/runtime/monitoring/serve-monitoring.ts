import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { readinessStatus } from '../../fastify/routes/administration/health.js';
import type { Readiness } from '../../fastify/server-deps.js';
import type { Metrics } from '../../prom-client/metrics.js';
import { reasonOf, StartFault } from '../start-fault.js';

type Options = {
  readonly host: string;
  readonly port: number;
  /** The setting that `port` comes from. */
  readonly setting: 'METRICS_PORT' | 'WORKER_PORT';
  readonly metrics: Pick<Metrics, 'render'>;
  /** Whether the process can work. Absent: its health is served elsewhere. */
  readonly readiness?: () => Promise<Readiness>;
  readonly log: Logger;
};

type MonitoringResponse = { readonly status: number; readonly contentType: string; readonly body: string };

const plain = (status: number, text: string): MonitoringResponse => ({
  status,
  contentType: 'text/plain',
  body: `${text}\n`,
});
const json = (status: number, body: object): MonitoringResponse => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});

/**
 * Serves `/metrics`, and with `readiness` also `/health/live` and `/health/ready`, on a port of its own, which only the
 * machines that watch the shop should reach. Returns how to stop.
 *
 * @throws StartFault when the port is taken
 */
export async function serveMonitoring(options: Options): Promise<() => Promise<void>> {
  const { host, port, setting, metrics, readiness, log } = options;
  const answer = async (path: string): Promise<MonitoringResponse> => {
    if (path === '/metrics') {
      const { contentType, body } = await metrics.render();
      return { status: 200, contentType, body };
    }
    if (readiness === undefined) return plain(404, 'not found');
    if (path === '/health/live') return json(200, { status: 'ok' });
    if (path !== '/health/ready') return plain(404, 'not found');
    const found = await readiness();
    const status = readinessStatus(found);
    return json(status === 'ready' ? 200 : 503, { status, dependencies: found.dependencies });
  };
  const serve = async ({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isRead = method === 'GET' || method === 'HEAD';
    const { status, contentType, body } = isRead
      ? await answer(url.split('?', 1)[0] ?? '')
      : plain(405, 'only GET and HEAD');
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
      ...(status === 503 ? { 'retry-after': '1' } : {}),
    });
    response.end(method === 'HEAD' ? undefined : body);
  };
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    // Nothing reads a body.
    request.resume();
    serve(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'serving metrics or health failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new StartFault(`cannot listen on HOST=${host} ${setting}=${port}: ${reasonOf(cause)}`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  log.info({ url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics` }, 'metrics are served');
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
