import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { openBrokerLoss } from '@cartwright/adapters/testing/broker-loss';
import { setTimeout } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { shopClient, type ShopResponse } from '../../testing/shop-client.js';
import { migrateDatabase, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

it('loses no order, no unit and no mail when PostgreSQL is killed under load, and sells again once it is back', async () => {
  const [database, redis, smtp] = await Promise.all([startPostgres({ fsync: true }), startRedis(), startSmtp()]);
  ends.push(database.stop, redis.stop, smtp.stop);
  await migrateDatabase(database.url);
  const env = productionSettings({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: smtp.url });
  const [{ url, http }, worker] = await Promise.all([startHttp(env), startWorker(env)]);
  ends.push(http.kill, worker.kill);
  const call = shopClient(url);
  const variantId = await stockVases(call);

  const answers: ShopResponse[] = [];
  const load = { isOver: false };
  const buyers = Array.from({ length: 8 }, async () => {
    while (!load.isOver) {
      const answer = await buyVase(call, variantId, answers.length);
      answers.push(answer);
      if (answer.status === 503) await setTimeout(20);
    }
  });
  const placed = () => answers.filter(({ status }) => status === 201);
  for (let crash = 1; crash <= 3; crash += 1) {
    const before = placed().length;
    await expect.poll(() => placed().length).toBeGreaterThan(before + 30);
    await database.crash();
    const refused = answers.length;
    await expect.poll(() => answers.length).toBeGreaterThan(refused + 20);
    await database.start();
    const back = performance.now();
    const sold = placed().length;
    await expect.poll(() => placed().length).toBeGreaterThan(sold);
    expect(performance.now() - back).toBeLessThan(10_000);
  }
  load.isOver = true;
  await Promise.all(buyers);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 503]));
  expect(answers.filter(({ status, headers }) => status === 503 && headers['retry-after'] === undefined)).toEqual([]);

  const sql = postgres(database.url, { max: 1 });
  ends.push(() => sql.end());
  const numbers = (await sql<{ number: string }[]>`SELECT number FROM orders`).map(({ number }) => number);
  // An order may have been committed and its answer cut off: it is there besides.
  expect(new Set(numbers)).toEqual(new Set([...numbers, ...placed().map(({ body }) => body.number as string)]));
  const [stock] = await sql`SELECT available FROM stock WHERE variant_id = ${variantId}`;
  expect(stock?.['available']).toBe(100_000 - numbers.length);

  const loss = openBrokerLoss(database.url, redis.url);
  ends.push(loss.close);
  const subjects = () => new Set(smtp.messages.map(({ email }) => email.subject));
  await expect
    .poll(
      async () => {
        await loss.passMinute();
        return numbers.filter((number) => !subjects().has(`Your order ${number}`)).length;
      },
      { interval: 1000 },
    )
    .toBe(0);
  // A mail that was sent and could not be noted is sent again under its id.
  expect(new Set(smtp.messages.map(({ email }) => email.messageId)).size).toBe(numbers.length);
});
