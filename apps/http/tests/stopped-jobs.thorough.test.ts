import type { RunningSmtp } from '@cartwright/adapters/testing/start-smtp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearer, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { spawnProcess } from '../testing/spawn-process.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import {
  admin,
  productionSettings,
  startProductionShop,
  startWorker,
  type RunningShop,
} from '../testing/start-shop.js';

let services: RunningServices;
let smtp: RunningSmtp;
let shop: RunningShop;
let env: Readonly<Record<string, string>>;
let call: ShopClient;
let headers: Record<string, string>;

beforeAll(async () => {
  services = await startServices();
  ({ smtp } = services);
  env = productionSettings(services);
  shop = await startProductionShop(services);
  call = shopClient(shop.url);
  headers = bearer(await signIn(call, admin));
});
afterAll(async () => {
  await shop.stop();
  await services.stop();
});

const jobNamed = async (name: string) =>
  (await call('GET', '/api/v1/admin/jobs', { headers })).body.data.find((job: { name: string }) => job.name === name);
const post = async (path: string) => (await call('POST', `/api/v1/admin/jobs${path}`, { headers })).status;
const command = async (...args: readonly string[]) => {
  const { exited, output } = spawnProcess(['apps/worker/dist/jobs.js', ...args], env);
  expect((await exited).code).toBe(0);
  return output();
};
/** What the audit log has of an operation of the command line. */
const commandEntries = async (action: string) => {
  const path = `/api/v1/admin/audit-log?actor=command-line&action=${action}`;
  const { data } = (await call('GET', path, { headers })).body;
  for (const { actor, ip } of data) expect([actor, ip]).toEqual([{ id: 'command-line', type: 'command-line' }, null]);
  return data;
};
const register = (email: string) =>
  call('POST', '/api/v1/auth/register', { body: { email, password: 'correct horse battery', name: 'Bo' } });

it('a paused job stays paused on a new worker, and what has waited runs when it is resumed', async () => {
  expect(await command('pause', 'send-mail')).toBe('send-mail is paused\n');
  await shop.worker?.stop();
  const worker = await startWorker(env);
  const before = smtp.messages.length;
  expect((await register('bo@example.com')).status).toBe(201);
  await command('run', 'purge-old-data');
  await expect.poll(async () => (await jobNamed('purge-old-data')).lastRunAt).not.toBeNull();
  expect(smtp.messages).toHaveLength(before);
  const list = await command('list');
  expect(list).toMatch(/^send-mail .*paused$/mu);
  expect(list).toMatch(/^expire-orders .*next run \d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z/mu);
  expect(await command('resume', 'send-mail')).toBe('send-mail is resumed\n');
  await expect.poll(() => smtp.messages.length).toBeGreaterThan(before);
  const target = { type: 'job', id: 'send-mail' };
  expect(await commandEntries('pauseJob')).toMatchObject([{ target, after: { pausedAt: expect.any(String) } }]);
  expect(await commandEntries('resumeJob')).toMatchObject([{ target, after: { pausedAt: null } }]);
  expect(await commandEntries('runJobNow')).toMatchObject([{ target: { type: 'job', id: 'purge-old-data' } }]);
  await worker.stop();
});

it('a mail that the server refuses is listed at once, and sent when it is retried', async () => {
  const worker = await startWorker(env);
  smtp.refuseWith(550);
  await register('cyd@example.com');
  const failed = async () => (await call('GET', '/api/v1/admin/jobs/failed', { headers })).body.data;
  await expect.poll(async () => (await failed()).length).toBeGreaterThan(0);
  const listed = await failed();
  // The server repeats the address, as servers do.
  expect(listed[0]).toMatchObject({
    job: 'send-mail',
    attempts: 1,
    reason: expect.stringMatching(/550 <\(recipient\)> refused by the test/u),
  });
  expect(JSON.stringify(listed)).not.toContain('cyd@');
  smtp.refuseWith(undefined);
  const before = smtp.messages.length;
  expect(await command('failed')).toContain(`${listed.length} failed`);
  const [first, ...others] = listed;
  await command('retry', first.id);
  for (const { id } of others) expect(await post(`/failed/${id}/retry`)).toBe(202);
  await expect.poll(() => smtp.messages.length - before).toBe(listed.length);
  expect(await failed()).toEqual([]);
  const entries = await commandEntries('retryFailedJob');
  expect(entries).toMatchObject([{ target: { type: 'job', id: 'send-mail' }, after: { retried: expect.any(String) } }]);
  await worker.stop();
});
