import { openBrokerLoss } from '@cartwright/adapters/testing/broker-loss';
import { openWriteStops } from '@cartwright/adapters/testing/stop-at-write';
import { afterEach, expect, it } from 'vitest';
import { bearer, shopClient, signIn } from '../../testing/shop-client.js';
import { startServices } from '../../testing/start-services.js';
import { admin, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** `TEST_KILLS=1000` kills 1000 processes in each test. */
const wantedKills = Number(process.env['TEST_KILLS'] ?? 0);
/** How many milliseconds processes are killed without `TEST_KILLS`, and how many of them run side by side. */
const [killingMs, processes] = [45_000, 2];
/** Kills before the hand-over without `TEST_KILLS`. */
const killsBeforeHandOver = 10;
/** Up to 5 s for each process: its start, some orders, and its end. */
const timeout = 240_000 + wantedKills * 5000;

/** A shop with a worker and an HTTP process that live on, and others that a test starts and kills. */
async function startShop() {
  const services = await startServices();
  ends.push(services.stop);
  const stops = await openWriteStops(services.databaseUrl);
  const loss = openBrokerLoss(services.databaseUrl, services.redisUrl);
  ends.push(stops.close, loss.close);
  // A long run lasts longer than unpaid orders do: each that expires is a mail more.
  const env = productionSettings(services, { ORDER_EXPIRY_MINUTES: '1440' });
  const [stable, worker] = await Promise.all([startHttp(env), startWorker(env)]);
  ends.push(stable.http.kill, worker.kill);
  const steady = shopClient(stable.url);
  const variantId = await stockVases(steady);
  const answered: string[] = [];
  let buyers = 0;

  /** Four buyers buy from the process until it is dead. Calls `onAnswer` with the number of its answers. */
  const buyUntilDead = async (url: string, onAnswer: (answers: number) => unknown): Promise<void> => {
    const call = shopClient(url);
    let answers = 0;
    const buy = async (): Promise<void> => {
      for (;;) {
        // The process ended before it answered.
        const answer = await buyVase(call, variantId, (buyers += 1)).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer).toMatchObject({ status: 201 });
        answered.push(answer.body.id as string);
        await onAnswer((answers += 1));
      }
    };
    await Promise.all(Array.from({ length: 4 }, buy));
  };

  const expectNothingLost = async (): Promise<void> => {
    const placed = (await stops.sql<{ id: string }[]>`SELECT id FROM orders`).map(({ id }) => id);
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
  };

  /** An HTTP process whose connections to the database are called `victim`. */
  const startVictim = () => startHttp({ ...env, DATABASE_URL: `${services.databaseUrl}?application_name=victim` });
  return { stops, answered, startVictim, buyUntilDead, expectNothingLost };
}

it(
  'the feed has every event once and every order is mailed, however often HTTP processes are killed under load',
  { timeout },
  async () => {
    const shop = await startShop();
    const until = performance.now() + killingMs;
    let kills = 0;
    const isOver = (): boolean => (wantedKills > 0 ? kills >= wantedKills : performance.now() >= until);
    /** Starts a process, buys from it, and kills it after a few answers, again and again. */
    const live = async (): Promise<void> => {
      for (let life = 0; !isOver(); life += 1) {
        const { url, http } = await shop.startVictim();
        await shop.buyUntilDead(url, async (answers) => {
          // Each time with other work under way.
          if (answers === 4 + (life % 9)) await http.kill();
        });
        kills += 1;
      }
    };
    await Promise.all(Array.from({ length: processes }, live));
    expect(kills).toBeGreaterThanOrEqual(Math.max(5, wantedKills));
    await shop.expectNothingLost();
  },
);

it(
  'an HTTP process that is killed between the commit of orders and the hand-over of their events loses no mail',
  { timeout },
  async () => {
    const shop = await startShop();
    for (let life = 0; life < (wantedKills || killsBeforeHandOver); life += 1) {
      const { url, http } = await shop.startVictim();
      // The first write after an order's commit publishes its event, and comes before each job that it leads to.
      const stopped = await shop.stops.stop({ write: 'update outbox', when: 'before', application: 'victim' });
      let killed: Promise<void> | undefined;
      // They go on buying: another process may publish the first events.
      await shop.buyUntilDead(url, () => {
        killed ??= stopped.reached().then(() => http.kill());
      });
      await killed;
      await stopped.end();
    }
    expect(shop.answered.length).toBeGreaterThanOrEqual(wantedKills || killsBeforeHandOver);
    await shop.expectNothingLost();
  },
);
