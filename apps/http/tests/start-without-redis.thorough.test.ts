import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { afterEach, expect, it } from 'vitest';
import { importProducts, placeAsGuest, shopClient, signIn, variantsBySku } from '../testing/shop-client.js';
import { spawnProcess } from '../testing/spawn-process.js';
import { admin, productionSettings, startHttp } from '../testing/start-shop.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

it('starts while Redis is away, takes orders, and mails them once Redis is there', async () => {
  const [database, smtp, port] = await Promise.all([createMigratedDatabase(), startSmtp(), freeLoopbackPort()]);
  ends.push(() => database.drop(), smtp.stop);
  const settings = productionSettings({
    databaseUrl: database.url,
    redisUrl: `redis://127.0.0.1:${port}`,
    smtpUrl: smtp.url,
  });
  const { url, http } = await startHttp(settings);
  const worker = spawnProcess(['apps/worker/dist/main.js'], settings);
  ends.push(http.stop, worker.stop);
  await worker.printed(/the job broker is away; jobs wait in the database/);

  const call = shopClient(url);
  expect((await call('GET', '/api/v1/products')).status).toBe(200);
  const redis = await startRedis({ port });
  ends.push(redis.stop);
  const catalogue = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\nvase,Vase,VASE,20.00,10';
  await importProducts(call, await signIn(call, admin), catalogue);
  const variantId = (await variantsBySku(call)).get('VASE')?.id ?? '';
  const { body } = await placeAsGuest(call, [{ variantId, quantity: 1 }]);
  await expect
    .poll(() => smtp.messages.map(({ email }) => email.subject))
    .toContain(`Your order ${String(body.number)}`);
});
