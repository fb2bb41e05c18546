import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isMissing } from '@cartwright/adapters/testing/installed/needs';
import { startHaproxy } from '@cartwright/adapters/testing/installed/start-haproxy';
import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { shopClient, type ShopResponse } from '../../testing/shop-client.js';
import { startServices } from '../../testing/start-services.js';
import { productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Requests a second, and how many may be open before the next one waits: a busy machine gets fewer. */
const [perSecond, mostOpen] = [200, 12];

/** What the next release needs: a column and a table, which the running release does not know. */
const expansion = (sql: postgres.Sql) =>
  sql.begin((tx) => [
    tx`ALTER TABLE orders ADD COLUMN gift_message text`,
    tx`ALTER TABLE carts ADD COLUMN gift_message text NOT NULL DEFAULT ''`,
    tx`ALTER TABLE products ADD COLUMN gift boolean NOT NULL DEFAULT false`,
    tx`CREATE TABLE gift_cards (id uuid PRIMARY KEY, order_id uuid NOT NULL)`,
    tx`INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
      SELECT 'the next release', max(created_at) + 1 FROM drizzle.__drizzle_migrations`,
  ]);

it.skipIf(isMissing('HAProxy'))(
  'no request fails while each process behind a balancer is replaced, and while the database is upgraded',
  async () => {
    const services = await startServices();
    ends.push(services.stop);
    const ports = [await freeLoopbackPort(), await freeLoopbackPort()];
    const start = async (port: number) => {
      const env = productionSettings(services, {
        PORT: String(port),
        DRAIN_SECONDS: '5',
        TRUSTED_PROXIES: '127.0.0.1',
      });
      const { http } = await startHttp(env);
      ends.push(http.kill);
      return http;
    };
    const running = await Promise.all(ports.map(start));
    const worker = await startWorker(productionSettings(services));
    ends.push(worker.kill);
    const balancer = await startHaproxy(ports);
    ends.push(balancer.stop);
    const call = shopClient(balancer.url);
    const variantId = await stockVases(call);

    const agent = new Agent({ keepAlive: true });
    const counts = new Map<string, number>();
    const note = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
    const answered = () => [...counts.values()].reduce((all, count) => all + count, 0);
    const load = { isOver: false };
    const sent: Promise<unknown>[] = [];
    const send = (number: number): Promise<ShopResponse> => {
      if (number % 10 === 0) return buyVase(call, variantId, number);
      if (number % 10 === 1) return call('POST', '/api/v1/carts', { body: { currency: 'USD' }, agent });
      return call('GET', `/api/v1/products?limit=1&page=${1 + (number % 50)}`, { agent });
    };
    const sender = (async () => {
      const from = performance.now();
      for (let number = 0; !load.isOver; number += 1) {
        await setTimeout(Math.max(0, from + (number * 1000) / perSecond - performance.now()));
        while (sent.length - answered() >= mostOpen) await setTimeout(5);
        sent.push(
          send(number).then(
            ({ status, body }) => note(status < 300 ? String(status) : `${status} ${body?.code ?? 'of the balancer'}`),
            (error: Error) => note(error.message),
          ),
        );
      }
    })();

    for (const [at, port] of ports.entries()) {
      await setTimeout(1000);
      expect(await running[at]?.stop()).toEqual({ code: 0, signal: null });
      running[at] = await start(port);
    }
    await setTimeout(1000);
    const sql = postgres(services.databaseUrl, { max: 1 });
    ends.push(() => sql.end());
    await expansion(sql);
    await setTimeout(1000);
    // A process of this release starts on the database of the next one, as after a rollback.
    expect(await running[0]?.stop()).toEqual({ code: 0, signal: null });
    running[0] = await start(ports[0] ?? 0);
    await setTimeout(1000);
    load.isOver = true;
    await sender;
    await Promise.all(sent);
    agent.destroy();

    expect([...counts.keys()].toSorted()).toEqual(['200', '201']);
    expect(sent.length).toBeGreaterThan(300);
  },
);
