import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { bearer, placeAsGuest, shopClient, signIn } from '@cartwright/http/testing/shop-client';
import { admin } from '@cartwright/http/testing/start-shop';
import postgres from 'postgres';

/** Milliseconds, sorted. */
export type Latencies = {
  /** From the commit of an order to the call of the mailer, which its handler makes. */
  readonly mails: readonly number[];
  /** From the commit of an order to the arrival of its webhook. */
  readonly webhooks: readonly number[];
};

type LatencyOptions = {
  readonly url: string;
  /** Of a server with `track_commit_timestamp`. */
  readonly databaseUrl: string;
  readonly variantIds: readonly string[];
  readonly seconds: number;
  readonly perSecond: number;
  /** When each mail was sent, by its subject. */
  readonly mails: () => ReadonlyMap<string, number>;
};

/** Places orders at a constant rate, and measures how long after their commit what they cause begins. */
export async function measureLatencies(options: LatencyOptions): Promise<Latencies> {
  const { url, seconds, perSecond, variantIds } = options;
  const call = shopClient(url);
  const headers = bearer(await signIn(call, admin));
  const arrivals = new Map<string, number>();
  const receiver = createServer((request, response) => {
    const at = performance.timeOrigin + performance.now();
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      arrivals.set((JSON.parse(body) as { readonly data: { readonly orderId: string } }).data.orderId, at);
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const created = await call('POST', '/api/v1/admin/webhooks', {
    headers,
    body: { url: hook, events: ['order.placed'] },
  });
  if (created.status !== 201) throw new Error(created.text);

  const agent = new Agent({ keepAlive: true });
  const orders: Promise<{ readonly id: string; readonly number: string }>[] = [];
  const begin = performance.now();
  for (let count = 0; count < seconds * perSecond; count += 1) {
    await setTimeout(Math.max(0, begin + (count * 1000) / perSecond - performance.now()));
    const items = [{ variantId: variantIds[count % variantIds.length] ?? '', quantity: 1 }];
    orders.push(
      placeAsGuest(call, items, { agent, email: `buyer-${count}@example.com` }).then(({ status, body, text }) => {
        if (status !== 201) throw new Error(text);
        return body as { readonly id: string; readonly number: string };
      }),
    );
  }
  const placed = await Promise.all(orders);
  const isComplete = (): boolean => {
    const mails = options.mails();
    return placed.every(({ id, number }) => arrivals.has(id) && mails.has(`Your order ${number}`));
  };
  for (let waits = 0; waits < 300 && !isComplete(); waits += 1) await setTimeout(200);
  agent.destroy();
  receiver.closeAllConnections();
  receiver.close();

  const sql = postgres(options.databaseUrl, { max: 1 });
  const rows = await sql<{ readonly id: string; readonly at: number }[]>`
    SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at FROM orders
    WHERE id = ANY(${placed.map(({ id }) => id)}::uuid[])`;
  await sql.end();
  const committed = new Map(rows.map(({ id, at }) => [id, at]));
  const mails = options.mails();
  const since = (id: string, at: number | undefined): number => {
    const from = committed.get(id);
    if (at === undefined || from === undefined) throw new Error(`order ${id} has led to nothing`);
    return at - from;
  };
  const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
  return {
    mails: sorted(placed.map(({ id, number }) => since(id, mails.get(`Your order ${number}`)))),
    webhooks: sorted(placed.map(({ id }) => since(id, arrivals.get(id)))),
  };
}
