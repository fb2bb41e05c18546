import { openBrokerLoss } from '@cartwright/adapters/testing/broker-loss';
import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { bearer, shopClient, signIn } from '../../testing/shop-client.js';
import { startServices } from '../../testing/start-services.js';
import { admin, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** `TEST_KILLS=1000` kills 1000 processes. Without it, processes are killed for `killingMs`. */
const wantedKills = Number(process.env['TEST_KILLS'] ?? 0);
/** How many milliseconds processes are killed without `TEST_KILLS`, and how many of them run side by side. */
const [killingMs, processes] = [45_000, 2];

it(
  'the feed has every event once and every order is mailed, however often HTTP processes are killed under load',
  // Up to 5 s for each process: its start, some orders, and its end.
  { timeout: 240_000 + wantedKills * 5000 },
  async () => {
    const services = await startServices();
    ends.push(services.stop);
    // A long run lasts longer than unpaid orders do: each that expires is a mail more.
    const env = productionSettings(services, { ORDER_EXPIRY_MINUTES: '1440' });
    const [stable, worker] = await Promise.all([startHttp(env), startWorker(env)]);
    ends.push(stable.http.kill, worker.kill);
    const steady = shopClient(stable.url);
    const variantId = await stockVases(steady);

    const answered: string[] = [];
    const until = performance.now() + killingMs;
    let kills = 0;
    const isOver = (): boolean => (wantedKills > 0 ? kills >= wantedKills : performance.now() >= until);
    let buyer = 0;
    /** Starts a process, buys from it with four buyers, and kills it after a few answers, again and again. */
    const live = async (): Promise<void> => {
      for (let life = 0; !isOver(); life += 1) {
        const { url, http } = await startHttp(env);
        const call = shopClient(url);
        let answers = 0;
        const buy = async (): Promise<void> => {
          for (;;) {
            // The process ended before it answered.
            const answer = await buyVase(call, variantId, (buyer += 1)).catch(() => undefined);
            if (answer === undefined) return;
            expect(answer).toMatchObject({ status: 201 });
            answered.push(answer.body.id as string);
            answers += 1;
            // Each time with other work under way.
            if (answers === 4 + (life % 9)) await http.kill();
          }
        };
        await Promise.all(Array.from({ length: 4 }, buy));
        kills += 1;
      }
    };
    await Promise.all(Array.from({ length: processes }, live));
    expect(kills).toBeGreaterThanOrEqual(Math.max(5, wantedKills));

    const sql = postgres(services.databaseUrl, { max: 1 });
    const loss = openBrokerLoss(services.databaseUrl, services.redisUrl);
    ends.push(() => sql.end(), loss.close);
    const placed = (await sql<{ id: string }[]>`SELECT id FROM orders`).map(({ id }) => id);
    expect(answered.filter((id) => !placed.includes(id))).toEqual([]);

    const headers = bearer(await signIn(steady, admin));
    const readFeed = async (): Promise<readonly string[]> => {
      const read: string[] = [];
      for (let after = ''; ;) {
        const { body } = await steady('GET', `/api/v1/admin/events?limit=100${after}`, { headers });
        for (const { type, orderId } of body.data) if (type === 'order.placed') read.push(orderId as string);
        if (body.data.length === 0) return read;
        after = `&after=${encodeURIComponent(body.meta.nextCursor)}`;
      }
    };
    await expect.poll(async () => (await readFeed()).length).toBe(placed.length);
    expect((await readFeed()).toSorted()).toEqual(placed.toSorted());

    // The lease of an event whose relay was killed lasts a minute. The test makes it end at once.
    await expect
      .poll(
        async () => {
          await loss.passMinute();
          return new Set(services.smtp.messages.map(({ email }) => email.messageId)).size;
        },
        { timeout: 120_000, interval: 1000 },
      )
      .toBe(placed.length);
    expect(services.smtp.messages).toHaveLength(placed.length);
  },
);
