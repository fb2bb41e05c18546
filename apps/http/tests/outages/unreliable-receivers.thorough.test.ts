import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { bearer, shopClient, signIn } from '../../testing/shop-client.js';
import { startServices } from '../../testing/start-services.js';
import { admin, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

type Received = { readonly id: string; readonly at: number };

/** Listens on loopback and lets `respond` answer. @returns where, and what it has got so far */
async function startReceiver(respond: (response: ServerResponse, attempt: number) => void) {
  const received: Received[] = [];
  let givenUp = 0;
  const server = createServer((request: IncomingMessage, response) => {
    request.resume();
    response.on('close', () => (givenUp += response.writableFinished ? 0 : 1));
    request.on('end', () => {
      received.push({ id: String(request.headers['webhook-id']), at: performance.now() });
      respond(response, received.filter(({ id }) => id === request.headers['webhook-id']).length);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, givenUp: () => givenUp };
}

it('a receiver gets every event once at once, whatever those beside it do', async () => {
  const services = await startServices();
  ends.push(services.stop);
  const env = productionSettings(services, { WEBHOOK_ALLOW_PRIVATE: 'true' });
  const [{ url, http }, worker] = await Promise.all([startHttp(env), startWorker(env)]);
  ends.push(http.kill, worker.kill);
  const call = shopClient(url);
  const variantId = await stockVases(call);
  const headers = bearer(await signIn(call, admin));

  const good = await startReceiver((response) => response.writeHead(204).end());
  const trap = await startReceiver((response) => response.writeHead(204).end());
  const failing = await startReceiver((response, attempt) => response.writeHead(attempt === 1 ? 500 : 204).end());
  const hanging = await startReceiver(() => undefined);
  const redirecting = await startReceiver((response) => response.writeHead(307, { location: trap.url }).end());
  const lying = await startReceiver((response) => {
    // Announces a thousand bytes, sends a few, and never ends.
    response.writeHead(200, { 'content-length': '1000', 'content-encoding': 'gzip' }).write('no gzip');
  });
  const malformed = await startReceiver((response) => response.socket?.end('HTTP/9 whatever\r\n\r\n'));
  const receivers = { good, failing, hanging, redirecting, lying, malformed };
  const webhooks: Record<string, string> = {};
  for (const [name, receiver] of Object.entries(receivers)) {
    const created = await call('POST', '/api/v1/admin/webhooks', {
      headers,
      body: { url: receiver.url, events: ['order.placed'] },
    });
    expect(created).toMatchObject({ status: 201 });
    webhooks[name] = created.body.id;
  }

  const orders = 30;
  const placed = await Promise.all(Array.from({ length: orders }, (_, number) => buyVase(call, variantId, number)));
  expect(new Set(placed.map(({ status }) => status))).toEqual(new Set([201]));
  const soon = { interval: 5 };
  await expect.poll(() => good.received.length, soon).toBe(orders);
  // The one that hangs is still waited for.
  expect(hanging.givenUp()).toBe(0);
  await expect.poll(() => lying.received.length, soon).toBe(orders);
  const ids = (received: readonly Received[]) => new Set(received.map(({ id }) => id));
  expect(ids(good.received).size).toBe(orders);

  await expect.poll(() => failing.received.length).toBe(2 * orders);
  expect(ids(failing.received)).toEqual(ids(good.received));
  const [first] = failing.received;
  const second = failing.received.find(({ id }, at) => at > 0 && id === first?.id);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(3500);

  const deliveriesOf = async (name: string) =>
    (await call('GET', `/api/v1/admin/webhooks/${webhooks[name]}/deliveries?limit=100`, { headers })).body.data as {
      readonly status: string;
      readonly attempts: number;
    }[];
  // What was answered with 2xx is delivered, whatever its body.
  for (const name of ['good', 'lying', 'failing'])
    await expect
      .poll(async () => new Set((await deliveriesOf(name)).map(({ status }) => status)))
      .toEqual(new Set(['delivered']));
  for (const name of ['hanging', 'redirecting', 'malformed']) {
    const statuses = new Set((await deliveriesOf(name)).map(({ status }) => status));
    expect([name, statuses.has('delivered')]).toEqual([name, false]);
  }
  expect(trap.received).toEqual([]);
  expect(good.received).toHaveLength(orders);
  expect(lying.received).toHaveLength(orders);
});
