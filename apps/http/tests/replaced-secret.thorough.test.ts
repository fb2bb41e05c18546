import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { bearer, placeAsGuest, shopClient, signIn } from '../testing/shop-client.js';
import { admin, startEmbeddedShop } from '../testing/start-shop.js';

it('a webhook is sent events after the signing secret was replaced in two steps', async () => {
  const received: unknown[] = [];
  const receiver = createServer((request, response) => {
    received.push(request.headers['webhook-id']);
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-secret-'));
  const [before, after] = ['b'.repeat(32), 'a'.repeat(32)];
  const start = (secret: string) =>
    startEmbeddedShop(dataDir, { JWT_SECRET: secret, WEBHOOK_ALLOW_PRIVATE: 'true', DEMO_DATA: 'true' });
  let shop = await start(before);
  try {
    const call = shopClient(shop.url);
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const headers = bearer(await signIn(call, admin));
    const body = { url, events: ['order.placed'] };
    expect((await call('POST', '/api/v1/admin/webhooks', { headers, body })).status).toBe(201);
    await shop.stop();
    shop = await start(`${after},${before}`);
    await shop.http.printed(/stored secrets are encrypted with the new signing secret/);
    await shop.stop();
    shop = await start(after);
    const again = shopClient(shop.url);
    const { body: listed } = await again('GET', '/api/v1/products?search=lantern&limit=1');
    const placed = await placeAsGuest(again, [{ variantId: listed.data[0].variants[0].id, quantity: 1 }]);
    expect(placed.status).toBe(201);
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 20_000 });
  } finally {
    await shop.http.kill();
    receiver.close();
    await rm(dataDir, { recursive: true });
  }
});
