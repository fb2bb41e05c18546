import { bringForward } from '@cartwright/adapters/testing/bring-forward';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearer, shopClient, signIn, type ShopClient } from '../../testing/shop-client.js';
import { startServices, type RunningServices } from '../../testing/start-services.js';
import { admin, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
let services: RunningServices;
let call: ShopClient;
let headers: Record<string, string>;

beforeAll(async () => {
  services = await startServices();
  ends.push(services.stop);
  const env = productionSettings(services, { STORE_TIME_ZONE: 'Europe/Berlin' });
  const [{ url, http }, ...workers] = await Promise.all([
    startHttp(env),
    startWorker(env),
    startWorker(env),
    startWorker(env),
  ]);
  ends.push(http.kill, ...workers.map(({ kill }) => kill));
  call = shopClient(url);
  // So few that each run of the report has something to say.
  await stockVases(call, 1);
  headers = bearer(await signIn(call, admin));
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const lowStock = async () =>
  (await call('GET', '/api/v1/admin/jobs', { headers })).body.data.find(
    ({ name }: { readonly name: string }) => name === 'mail-low-stock',
  );
/** Minutes after midnight UTC at which the report of the morning is due. */
const dueAt = async (): Promise<number> => {
  const at = new Date((await lowStock()).nextRunAt as string);
  return at.getUTCHours() * 60 + at.getUTCMinutes();
};

it('three workers run each of five ticks once', async () => {
  const { smtp } = services;
  const before = smtp.messages.length;
  for (let tick = 1; tick <= 5; tick += 1) {
    await expect
      .poll(() => bringForward(services.redisUrl, 'mail-low-stock'))
      .toMatchObject({
        pattern: '0 7 * * *',
        timeZone: 'Europe/Berlin',
      });
    await expect.poll(() => smtp.messages.length - before).toBe(tick);
  }
  // A sixth tick is waiting, and none is left of the five.
  expect(new Set(smtp.messages.slice(before).map(({ email }) => email.messageId)).size).toBe(5);
  expect(smtp.messages.length - before).toBe(5);
});

it('a change of the shop’s time zone moves its schedules', async () => {
  const { headers: facts } = await call('GET', '/api/v1/admin/shop', { headers });
  const zone = { timeZone: 'Asia/Kolkata' };
  const changed = await call('PATCH', '/api/v1/admin/shop', {
    headers: { ...headers, ...(facts['etag'] === undefined ? {} : { 'if-match': String(facts['etag']) }) },
    body: zone,
  });
  expect(changed).toMatchObject({ status: 200 });
  // Seven in the morning in India, which has no daylight saving, is 01:30 UTC.
  await expect.poll(dueAt).toBe(90);
  await expect
    .poll(() => bringForward(services.redisUrl, 'mail-low-stock'))
    .toEqual({ pattern: '0 7 * * *', timeZone: 'Asia/Kolkata' });
});
