import { openBrokerLoss } from '@cartwright/adapters/testing/broker-loss';
import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { shopClient } from '../../testing/shop-client.js';
import { productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** How long each outage lasts (`TEST_OUTAGE_SECONDS=30` makes it longer), and the time from one order to the next. */
const [outageMs, gapMs] = [Number(process.env['TEST_OUTAGE_SECONDS'] ?? 6) * 1000, 50];

it(
  'orders are placed within a second, and mailed once, though Redis is frozen, gone or loses its data',
  { timeout: 180_000 + 5 * outageMs },
  async () => {
    const [database, smtp, port] = await Promise.all([createMigratedDatabase(), startSmtp(), freeLoopbackPort()]);
    let redis = await startRedis({ port });
    ends.push(
      () => database.drop(),
      smtp.stop,
      () => redis.stop(),
    );
    const env = productionSettings({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: smtp.url });
    const [{ url, http }, worker] = await Promise.all([startHttp(env), startWorker(env)]);
    ends.push(http.kill, worker.kill);
    const loss = openBrokerLoss(database.url, redis.url);
    ends.push(loss.close);
    const call = shopClient(url);
    const variantId = await stockVases(call);
    for (let number = 0; number < 20; number += 1) await buyVase(call, variantId, number);

    const numbers: string[] = [];
    /** Places an order every 50 ms for the time of an outage. @returns how long each took, in milliseconds */
    const buyMeanwhile = async (): Promise<readonly number[]> => {
      const taken: number[] = [];
      const under: Promise<void>[] = [];
      const until = performance.now() + outageMs;
      while (performance.now() < until) {
        const from = performance.now();
        under.push(
          buyVase(call, variantId, numbers.length + under.length).then(({ status, body, text }) => {
            expect({ status, text }).toMatchObject({ status: 201 });
            numbers.push(body.number as string);
            taken.push(performance.now() - from);
          }),
        );
        await setTimeout(gapMs);
      }
      await Promise.all(under);
      return taken.toSorted((one, other) => one - other);
    };
    const outages = {
      frozen: async () => {
        process.kill(redis.pid, 'SIGSTOP');
        const taken = await buyMeanwhile();
        process.kill(redis.pid, 'SIGCONT');
        return taken;
      },
      gone: async () => {
        await redis.stop();
        const taken = await buyMeanwhile();
        redis = await startRedis({ port });
        return taken;
      },
      flushed: async () => {
        const flushing = { isOver: false };
        const flushes = (async () => {
          for (; !flushing.isOver; await setTimeout(100)) await loss.flush();
        })();
        const taken = await buyMeanwhile();
        flushing.isOver = true;
        await flushes;
        return taken;
      },
    };
    const p99Of = (sorted: readonly number[]) => sorted.at(Math.floor(sorted.length * 0.99)) ?? Number.NaN;
    // A busy machine is slow without an outage too.
    const healthy = p99Of(await buyMeanwhile());
    for (const [name, outage] of Object.entries(outages)) {
      const taken = await outage();
      expect(taken.length).toBeGreaterThan(50);
      expect({ name, isSlow: p99Of(taken) > 1000 + healthy }).toEqual({ name, isSlow: false });
    }

    const wanted = new Set(numbers.map((number) => `Your order ${number}`));
    const mailed = () => smtp.messages.map(({ email }) => email.subject ?? '').filter((subject) => wanted.has(subject));
    // What was lost is handed over again when the lease of a minute is over: at once, here.
    await expect
      .poll(
        async () => {
          await loss.passMinute();
          return new Set(mailed()).size;
        },
        { interval: 1000 },
      )
      .toBe(wanted.size);
    await expect.poll(async () => (await loss.outbox()).all).toBe(0);
    expect(mailed()).toHaveLength(wanted.size);
  },
);
