import { createFreshDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, shopClient, signIn, variantsBySku } from '../testing/shop-client.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { startServices } from '../testing/start-services.js';
import {
  admin,
  migrateDatabase,
  productionSettings,
  startEmbeddedShop,
  startHttp,
  startWorker,
  type RunningShop,
} from '../testing/start-shop.js';
import { buyVase, stockVases } from '../testing/stocked-vase.js';

describe('a shop told to stop', () => {
  let dataDir: string;
  let shop: RunningShop;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-stop-'));
    shop = await startEmbeddedShop(dataDir);
  });
  afterAll(async () => {
    await shop.http.kill();
    await rm(dataDir, { recursive: true });
  });

  it('turns readiness to 503, finishes the request in flight, and ends with 0', async () => {
    const call = shopClient(shop.url);
    expect((await call('GET', '/health/ready')).status).toBe(200);

    // A request whose body is half sent is in flight until the rest comes.
    const body = JSON.stringify({ email: 'slow@example.com', password: 'slow but steady', name: 'Slow' });
    const agent = new Agent();
    const sending = request(new URL('/api/v1/auth/register', shop.url), {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    const answered = new Promise<number>((resolve, reject) => {
      sending.on('error', reject);
      sending.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
    });
    sending.write(body.slice(0, 10));
    await new Promise<void>((resolve) => {
      sending.on('socket', (socket) => (socket.connecting ? socket.once('connect', () => resolve()) : resolve()));
    });
    // The server has read the head of the slow request once it has answered a later one.
    await call('GET', '/health/live');

    process.kill(shop.http.pid, 'SIGTERM');
    await shop.http.printed(/stopping/);
    const ready = await call('GET', '/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { status: 'draining' } });
    expect((await call('GET', '/health/live')).status).toBe(200);

    sending.end(body.slice(10));
    expect(await answered).toBe(201);
    agent.destroy();
    expect(await shop.http.exited).toEqual({ code: 0, signal: null });
  });
});

describe('a shop that is stopped behind a load balancer', () => {
  it('accepts requests for DRAIN_SECONDS, while readiness is 503', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-drain-'));
    const shop = await startEmbeddedShop(dataDir, { DRAIN_SECONDS: '8', RATE_LIMIT_MAX: '1000000' });
    const call = shopClient(shop.url);
    const from = performance.now();
    process.kill(shop.http.pid, 'SIGTERM');
    await shop.http.printed(/stopping/);
    // Each request opens a connection of its own.
    let served = 0;
    while (performance.now() - from < 1500) {
      expect((await call('GET', '/health/ready')).status).toBe(503);
      expect(await call('GET', '/api/v1/products')).toMatchObject({ status: 200, headers: { connection: 'close' } });
      served += 1;
    }
    expect(served).toBeGreaterThan(1);
    expect(await shop.http.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - from).toBeGreaterThan(8000);
    await rm(dataDir, { recursive: true });
  });
});

describe('a worker that is stopped in the middle of a job', () => {
  const rows = 1000;
  const csv = [
    'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty',
    ...Array.from({ length: rows }, (_, index) => `thing-${index},Thing ${index},SKU-${index},1.00,7`),
  ].join('\n');
  let database: FreshDatabase;
  let redis: RunningRedis;
  let http: SpawnedProcess | undefined;
  let worker: SpawnedProcess | undefined;

  beforeAll(async () => {
    [database, redis] = await Promise.all([createFreshDatabase(), startRedis()]);
    await migrateDatabase(database.url);
  });
  afterAll(async () => {
    await http?.kill();
    await worker?.kill();
    await redis.stop();
    await database.drop();
  });

  it('finishes it or gives it back, ends with 0, and nothing is done twice', async () => {
    const env = productionSettings({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' });
    const running = await startHttp(env);
    http = running.http;
    const call = shopClient(running.url);
    const headers = bearer(await signIn(call, admin));
    const { body } = await call('POST', '/api/v1/admin/imports/products', {
      headers,
      raw: { type: 'text/csv', text: csv },
    });
    const progress = async () => (await call('GET', `/api/v1/admin/imports/${body.jobId}`, { headers })).body;

    worker = await startWorker(env);
    let seen = await progress();
    while (seen.processed === 0) seen = await progress();
    expect(await worker.stop()).toEqual({ code: 0, signal: null });

    worker = await startWorker(env);
    while (seen.status === 'queued' || seen.status === 'running') seen = await progress();
    expect(seen).toMatchObject({ status: 'completed', total: rows, processed: rows, failures: [] });
    const variants = await variantsBySku(call);
    expect(variants.size).toBe(rows);
    for (const sku of ['SKU-0', 'SKU-500', 'SKU-999']) {
      const { body: ledger } = await call('GET', `/api/v1/admin/variants/${variants.get(sku)?.id}/stock`, { headers });
      expect(ledger).toMatchObject({ available: 7, data: [{ type: 'received', quantity: 7 }] });
    }
  });
});

describe('a worker that is stopped while a receiver and the mail server hang', () => {
  it('ends with 0 within ten seconds, and another worker sends the mail', async () => {
    const services = await startServices();
    let called = (): void => undefined;
    const isCalled = new Promise<void>((resolve) => (called = resolve));
    const receiver = createServer(() => called()).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const env = productionSettings(services, { WEBHOOK_ALLOW_PRIVATE: 'true' });
    const [{ url, http }, hung] = await Promise.all([startHttp(env), startWorker(env)]);
    const call = shopClient(url);
    const variantId = await stockVases(call);
    const headers = bearer(await signIn(call, admin));
    const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const subscribed = await call('POST', '/api/v1/admin/webhooks', {
      headers,
      body: { url: hook, events: ['order.placed'] },
    });
    expect(subscribed).toMatchObject({ status: 201 });

    services.smtp.acceptAfter(60_000);
    expect(await buyVase(call, variantId, 1)).toMatchObject({ status: 201 });
    await isCalled;
    await expect.poll(services.smtp.begun, { timeout: 10_000 }).toBe(1);
    const from = performance.now();
    expect(await hung.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - from).toBeLessThan(10_000);

    services.smtp.acceptAfter(0);
    const worker = await startWorker(env);
    await expect.poll(services.smtp.begun, { timeout: 60_000 }).toBe(2);
    receiver.closeAllConnections();
    receiver.close();
    await Promise.all([worker.kill(), http.kill()]);
    await services.stop();
  });
});
