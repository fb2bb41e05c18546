import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopClient } from '../testing/shop-client.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

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
