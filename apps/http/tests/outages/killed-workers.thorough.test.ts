import { openUndoneJobs } from '@cartwright/adapters/testing/undone-jobs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { payAsGuest, shopClient, type ShopClient } from '../../testing/shop-client.js';
import { startServices, type RunningServices } from '../../testing/start-services.js';
import { productionSettings, startHttp, startWorker, type ShopSettings } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';
import postgres from 'postgres';

const ends: (() => Promise<unknown>)[] = [];
let services: RunningServices;
let env: ShopSettings;
let call: ShopClient;
let variantId: string;

beforeAll(async () => {
  services = await startServices();
  env = productionSettings(services);
  const [{ url, http }, worker] = await Promise.all([startHttp(env), startWorker(env)]);
  ends.push(services.stop, http.kill);
  call = shopClient(url);
  variantId = await stockVases(call);
  await worker.stop();
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const idsOfMails = () => services.smtp.messages.map(({ email }) => email.messageId);

it('a worker killed in the middle of 50 jobs leaves each of them done once within 30 seconds', async () => {
  const { smtp } = services;
  const jobs = openUndoneJobs(services.redisUrl, services.databaseUrl, [
    'send-mail',
    'handle-sandbox-event',
    'issue-documents',
  ]);
  ends.push(jobs.close);
  // Without a worker the jobs of 50 purchases wait: a mail and a payment of each.
  const numbers = Array.from({ length: 50 }, (_, number) => number);
  const orders = await Promise.all(numbers.map(async (number) => (await buyVase(call, variantId, number)).body));
  for (const order of orders) await payAsGuest(call, order);
  await expect.poll(async () => (await jobs.count()).undone).toBeGreaterThanOrEqual(150);

  // Slow enough for the kill to fall between the first and the last.
  smtp.acceptAfter(100);
  const [killed, survivor] = await Promise.all([startWorker(env), startWorker(env)]);
  ends.push(survivor.kill);
  await smtp.received(10);
  await killed.kill();
  const killedAt = performance.now();
  await expect.poll(() => new Set(idsOfMails()).size).toBe(100);
  const sql = postgres(services.databaseUrl, { max: 1 });
  ends.push(() => sql.end());
  await expect
    .poll(async () => (await sql`SELECT number FROM issued_documents WHERE kind = 'invoice'`).length)
    .toBe(50);
  // A lost lock is noticed after 15 seconds at most; by default BullMQ takes a minute.
  expect(performance.now() - killedAt).toBeLessThan(30_000);
  await expect.poll(async () => await jobs.count()).toEqual({ undone: 0, failed: [] });

  // A worker can die after a mail was accepted and before that is stored. The mail is then sent again with the same id.
  expect(new Set(idsOfMails()).size).toBe(100);
  expect(idsOfMails().length).toBeLessThanOrEqual(100 + 24);
  const [counts] = await sql`
    SELECT (SELECT count(*)::int FROM orders WHERE status = 'paid') AS paid,
      (SELECT count(DISTINCT order_id)::int FROM issued_documents WHERE kind = 'invoice') AS invoices,
      (SELECT available FROM stock WHERE variant_id = ${variantId}) AS stock`;
  expect(counts).toEqual({ paid: 50, invoices: 50, stock: 100_000 - 50 });
  await survivor.stop();
});

it('a job whose worker was killed twice is done once by the third', async () => {
  const { smtp } = services;
  const before = smtp.messages.length;
  const begun = smtp.begun();
  smtp.acceptAfter(600_000);
  const { body } = await buyVase(call, variantId, 50);
  for (const attempt of [1, 2]) {
    const worker = await startWorker(env);
    await expect.poll(() => smtp.begun() - begun).toBe(attempt);
    await worker.kill();
  }
  smtp.acceptAfter(0);
  const third = await startWorker(env);
  ends.push(third.kill);
  await smtp.received(before + 1);
  await third.stop();
  expect(smtp.messages.slice(before).map(({ email }) => email.subject)).toEqual([`Your order ${body.number}`]);
});
