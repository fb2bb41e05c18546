import { installed } from '@cartwright/adapters/testing/installed/installed';
import { isMissing } from '@cartwright/adapters/testing/installed/needs';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configPath, metricsIn, queries, rulesPath } from '../testing/monitoring/monitoring-queries.js';
import { startPrometheus, type RunningPrometheus } from '../testing/monitoring/start-prometheus.js';
import { payAsGuest, placeAsGuest, shopClient, type ShopClient } from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { productionSettings, startHttp, startWorker } from '../testing/start-shop.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { stockVases } from '../testing/stocked-vase.js';

const promtoolPath = installed('promtool') ?? '';

describe('the metrics of a production shop', () => {
  let services: RunningServices;
  let processes: readonly SpawnedProcess[];
  let clients: readonly ShopClient[];
  let call: ShopClient;
  /** Where the metrics of both API processes and of the worker are. */
  let addresses: readonly string[];
  let variantId: string;

  beforeAll(async () => {
    services = await startServices();
    const settings = productionSettings(services, { METRICS_PORT: '0', WORKER_PORT: '0' });
    const [one, two, worker] = await Promise.all([startHttp(settings), startHttp(settings), startWorker(settings)]);
    processes = [one.http, two.http, worker];
    clients = [shopClient(one.url), shopClient(two.url)];
    call = shopClient(one.url);
    const lines = await Promise.all(processes.map((each) => each.printed(/metrics are served/)));
    addresses = lines.map((line) => (JSON.parse(line) as { readonly url: string }).url);
    variantId = await stockVases(call, 1000);
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.stop()));
    await services.stop();
  });

  const scrape = async (address: string): Promise<string> => (await fetch(address)).text();
  /** The sum of a series over the processes. */
  const total = async (series: string): Promise<number> => {
    const texts = await Promise.all(addresses.map(scrape));
    const values = texts.map((text) => text.split('\n').find((line) => line.startsWith(`${series} `)));
    return values.reduce((sum, line) => sum + Number(line?.split(' ')[1] ?? 0), 0);
  };

  it('are nowhere but on their ports', async () => {
    for (const client of clients) expect((await client('GET', '/metrics')).status).toBe(404);
    const worker = addresses[2] ?? '';
    expect(await (await fetch(new URL('/health/ready', worker))).json()).toMatchObject({ status: 'ready' });
  });

  it('count an order once, whichever process takes it, however often it is repeated, and its payment once', async () => {
    const key = randomUUID();
    const items = [{ variantId, quantity: 1 }];
    const answers = await Promise.all([0, 1, 0, 1].map((at) => placeAsGuest(clients[at] ?? call, items, { key })));
    const placed = answers.find(({ status }) => status === 201);
    for (const client of clients) {
      const replay = await placeAsGuest(client, items, { key });
      expect(replay.headers['idempotency-replayed']).toBe('true');
    }
    expect(await total('cartwright_orders_total')).toBe(1);
    await payAsGuest(call, placed?.body);
    await expect.poll(() => total('cartwright_revenue_minor_units_total{currency="USD"}')).toBe(2000);
    expect(await total('cartwright_payment_failures_total')).toBe(0);
  });

  it('count a declined payment', async () => {
    const { body } = await placeAsGuest(call, [{ variantId, quantity: 1 }]);
    const headers = { 'x-order-token': String(body.token), 'idempotency-key': randomUUID() };
    const started = await call('POST', `/api/v1/orders/${body.id}/payments`, { headers, body: { method: 'card' } });
    const path = `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`;
    await call('POST', path, { body: { paymentMethod: 'pm_card_chargeDeclined' } });
    await expect.poll(() => total('cartwright_payment_failures_total')).toBe(1);
  });

  it('count the jobs of the worker', async () => {
    await expect.poll(() => total('cartwright_job_duration_seconds_count{job="send-mail"}')).toBeGreaterThan(1);
    expect(await total('cartwright_job_failures_total{job="send-mail"}')).toBe(0);
    await expect.poll(async () => scrape(addresses[0] ?? '')).toContain('cartwright_queue_depth{job="send-mail"} 0\n');
  });

  it('have no label with an id or another value of a request', async () => {
    const texts = await Promise.all(addresses.map(scrape));
    expect(texts.join('\n')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/u);
  });

  describe.skipIf(isMissing('Prometheus'))('in Prometheus', () => {
    let prometheus: RunningPrometheus;
    beforeAll(async () => {
      const [http = '', , worker = ''] = addresses.map((address) => new URL(address).host);
      prometheus = await startPrometheus({ 'cartwright-http': http, 'cartwright-worker': worker });
      // Two scrapes of both, so that rates have a value.
      const scrapes = async () => {
        const answer = await prometheus.query('min(count_over_time(up[5m]) * up)').catch(() => undefined);
        return Number(answer?.data.result[0]?.value[1] ?? 0);
      };
      while ((await scrapes()) < 3);
    });
    afterAll(async () => prometheus.stop());

    it.each(queries)('the query of %s runs, and has data of each of its metrics', async (_where, query) => {
      const { status, error } = await prometheus.query(query);
      expect([status, error]).toEqual(['success', undefined]);
      for (const name of metricsIn(query)) {
        expect([name, (await prometheus.query(name)).data.result.length > 0]).toEqual([name, true]);
      }
    });

    it('the rules and the example of a configuration are valid', async () => {
      const run = promisify(execFile);
      expect((await run(promtoolPath, ['check', 'rules', '--lint-fatal', rulesPath])).stdout).toContain('SUCCESS');
      expect((await run(promtoolPath, ['check', 'config', configPath])).stdout).toContain('SUCCESS');
    });

    it('the metrics follow its conventions', async () => {
      const text = await scrape(addresses[0] ?? '');
      const own = text.replaceAll(/^(# \w+ )?(?!cartwright_)\w+.*\n/gmu, (line, comment) => (comment ? line : ''));
      const promtool = execFile(promtoolPath, ['check', 'metrics']);
      promtool.stdin?.end(own);
      let faults = '';
      promtool.stdout?.on('data', (chunk: string) => (faults += chunk));
      promtool.stderr?.on('data', (chunk: string) => (faults += chunk));
      await new Promise((resolve) => promtool.once('close', resolve));
      expect(faults.split('\n').filter((line) => line.includes('cartwright_'))).toEqual([]);
    });
  });

  it('are served within three seconds while Redis is away, without the depth of queues', async () => {
    await services.stopRedis();
    const startedAt = performance.now();
    const text = await scrape(addresses[0] ?? '');
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(text).not.toContain('cartwright_queue_depth{');
    expect(text).toContain('cartwright_outbox_lag_seconds ');
  });
});
