import { installedPostgres } from '@cartwright/adapters/testing/installed/installed-postgres';
import { isMissing } from '@cartwright/adapters/testing/installed/needs';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { paste, shellBlocks } from '@cartwright/tests/doc-commands/shell-blocks';
import { bearer, payAsGuest, shopClient, signIn } from '../../testing/shop-client.js';
import { admin, migrateDatabase, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const page = readFileSync(new URL('../../../../docs/operations/backup-and-restore.md', import.meta.url), 'utf8');
/** The command of a step of the page. */
const commandBeginning = (step: string): string => new RegExp(`\`(${step} [^\`]+)\``, 'u').exec(page)?.[1] ?? 'false';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Uploads a picture of a variant's product, and returns its path. */
async function uploadPicture(url: string, variantId: string): Promise<string> {
  const call = shopClient(url);
  const [variant] = (await call('GET', `/api/v1/variants?ids=${variantId}`)).body.data;
  const blue = { width: 40, height: 30, channels: 3, background: 'blue' } as const;
  const body = new FormData();
  body.append('alt', 'A vase');
  body.append('file', new Blob([new Uint8Array(await sharp({ create: blue }).png().toBuffer())]), 'vase.png');
  const headers = bearer(await signIn(call, admin));
  const path = `/api/v1/admin/products/${variant.productId}/images`;
  const image = (await (await fetch(url + path, { method: 'POST', headers, body })).json()) as { readonly url: string };
  return new URL(image.url).pathname;
}

// `pg_dump` must be of the server's version, and npm brings none.
it.skipIf(isMissing('PostgreSQL'))(
  'a shop that is restored from its backup has every order and invoice, mails what was unsent, and sells on',
  async () => {
    const installation = installedPostgres ?? '';
    const [lost, restored] = await Promise.all([startPostgres({ installation }), startPostgres({ installation })]);
    const [redis, newRedis, smtp] = await Promise.all([startRedis(), startRedis(), startSmtp()]);
    ends.push(lost.stop, restored.stop, redis.stop, newRedis.stop, smtp.stop);
    const directory = await mkdtemp(join(tmpdir(), 'cartwright-backup-'));
    ends.push(() => rm(directory, { recursive: true }));
    const envOf = (databaseUrl: string, redisUrl: string, name: string) =>
      productionSettings(
        { databaseUrl, redisUrl, smtpUrl: smtp.url },
        { FILES: 'local', DATA_DIR: join(directory, name) },
      );

    await migrateDatabase(lost.url);
    const before = envOf(lost.url, redis.url, 'lost');
    const [shop, worker] = await Promise.all([startHttp(before), startWorker(before)]);
    ends.push(shop.http.kill, worker.kill);
    const call = shopClient(shop.url);
    const variantId = await stockVases(call);
    const picture = await uploadPicture(shop.url, variantId);
    const orders = await Promise.all(Array.from({ length: 10 }, (_, number) => buyVase(call, variantId, number)));
    const first = orders[0]?.body;
    await payAsGuest(call, first);
    const invoiceOf = async (client: typeof call) =>
      client('GET', `/api/v1/orders/${first.id}/invoice.pdf`, { headers: { 'x-order-token': first.token } });
    await expect.poll(async () => (await invoiceOf(call)).status).toBe(200);
    const invoice = (await invoiceOf(call)).text;
    await smtp.received(11);
    // The last order is not mailed yet when the backup is made.
    await worker.stop();
    const { body: last } = await buyVase(call, variantId, 10);

    const typed = async (lines: string, databaseUrl: string, name: string) => {
      const settings = { DATABASE_URL: databaseUrl, DATA_DIR: join(directory, name) };
      await paste(lines, { cwd: directory, url: '', settings: { ...settings, PATH: `${installation}:/usr/bin:/bin` } });
    };
    const [backUp] = shellBlocks('docs/operations/backup-and-restore.md');
    await typed(backUp?.lines ?? '', lost.url, 'lost');
    // The machine is lost, with Redis, and with what was sold after the backup.
    await buyVase(call, variantId, 11);
    await shop.http.kill();
    await Promise.all([lost.stop(), redis.stop()]);

    await mkdir(join(directory, 'restored'));
    for (const step of ['pg_restore', 'tar --extract']) await typed(commandBeginning(step), restored.url, 'restored');
    await migrateDatabase(restored.url);
    const after = envOf(restored.url, newRedis.url, 'restored');
    const [newShop, newWorker] = await Promise.all([startHttp(after), startWorker(after)]);
    ends.push(newShop.http.kill, newWorker.kill);
    const callAgain = shopClient(newShop.url);
    for (const { body } of [...orders, { body: last }]) {
      const headers = { 'x-order-token': body.token };
      const found = await callAgain('GET', `/api/v1/orders/${body.id}`, { headers });
      expect(found).toMatchObject({ status: 200, body: { number: body.number, total: { amount: 2000 } } });
    }
    expect((await invoiceOf(callAgain)).text).toBe(invoice);
    expect((await callAgain('GET', picture)).status).toBe(200);
    const staff = bearer(await signIn(callAgain, admin));
    const stock = await callAgain('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers: staff });
    expect(stock.body).toMatchObject({ available: 100_000 - 11 });
    // An event that was handed to the lost Redis is handed over again when its lease of a minute is over.
    await expect
      .poll(() => smtp.messages.map(({ email }) => email.subject), { timeout: 90_000, interval: 200 })
      .toContain(`Your order ${last.number}`);
    expect((await buyVase(callAgain, variantId, 12)).status).toBe(201);
  },
);
