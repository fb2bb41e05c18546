import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Readiness } from '../../fastify/server-deps.js';
import { serveMonitoring } from './serve-monitoring.js';

const metrics = {
  render: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', body: 'orders_total 1\n' }),
};
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map(async (stop) => stop()));
});

/** Serves on a free port; returns its address. */
async function serve(readiness?: () => Promise<Readiness>): Promise<string> {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const host = '127.0.0.1';
  stops.push(
    await serveMonitoring({
      host,
      port: 0,
      setting: 'WORKER_PORT',
      metrics,
      log,
      ...(readiness === undefined ? {} : { readiness }),
    }),
  );
  return (JSON.parse(lines[0] ?? '{}') as { readonly url: string }).url;
}

describe('the port of metrics and health', () => {
  it('serves the metrics, and nothing else without a health to serve', async () => {
    const url = await serve();
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, 'orders_total 1\n']);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    for (const path of ['/', '/health/live', '/metrics/x']) expect((await fetch(new URL(path, url))).status).toBe(404);
  });

  it.each([
    ['ready', { ready: true, draining: false, dependencies: [] }, 200],
    ['unavailable', { ready: false, draining: false, dependencies: [] }, 503],
    ['draining', { ready: true, draining: true, dependencies: [] }, 503],
  ])('reports that a worker is %s', async (status, readiness, expected) => {
    const url = await serve(() => Promise.resolve(readiness));
    const answer = await fetch(new URL('/health/ready', url));
    expect([answer.status, await answer.json()]).toEqual([expected, { status, dependencies: [] }]);
    expect((await fetch(new URL('/health/live', url))).status).toBe(200);
  });

  it('refuses to be written to', async () => {
    const { status, headers } = await fetch(await serve(), { method: 'POST', body: 'x' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('names the setting of a port that is taken', async () => {
    const { port } = new URL(await serve());
    const again = serveMonitoring({
      host: '127.0.0.1',
      port: Number(port),
      setting: 'METRICS_PORT',
      metrics,
      log: pino({ level: 'silent' }),
    });
    await expect(again).rejects.toThrow(`cannot listen on HOST=127.0.0.1 METRICS_PORT=${port}`);
  });
});
