import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mailsIn, mailsWritten } from '../testing/mail-files.js';
import {
  bearer,
  placeAsGuest,
  shopClient,
  signIn,
  type ShopResponse,
  type ShopClient,
} from '../testing/shop-client.js';
import { startServices } from '../testing/start-services.js';
import { admin, productionSettings, startEmbeddedShop, startHttp, startWorker } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
const atTheEnd = (end: () => Promise<unknown>): void => {
  ends.unshift(end);
};
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const stockOf = async (call: ShopClient, variantId: string): Promise<number> => {
  const headers = bearer(await signIn(call, admin));
  return (await call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers })).body.available;
};

describe('an embedded shop killed with kill -9', () => {
  async function dataDirectory(): Promise<string> {
    const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-killed-'));
    atTheEnd(() => rm(dataDir, { recursive: true }));
    return dataDir;
  }

  it('sends the confirmation of an order that was committed and not mailed, once, when it starts again', async () => {
    const dataDir = await dataDirectory();
    const shop = await startEmbeddedShop(dataDir);
    atTheEnd(() => shop.http.kill());
    const call = shopClient(shop.url);
    const variantId = await stockVases(call, 1000);
    // A file where the mail directory belongs: the order commits, its mail cannot be written.
    await rm(join(dataDir, 'mail'), { recursive: true, force: true });
    await writeFile(join(dataDir, 'mail'), '');
    const placed = await placeAsGuest(call, [{ variantId, quantity: 1 }]);
    expect(placed.status).toBe(201);
    await shop.http.printed(/a job failed for now/);
    await shop.http.kill();

    await rm(join(dataDir, 'mail'));
    await mkdir(join(dataDir, 'mail'));
    const again = await startEmbeddedShop(dataDir);
    atTheEnd(() => again.http.kill());
    const mails = await mailsWritten(dataDir, 1);
    expect(mails[0]?.subject).toContain(placed.body.number);
    await again.stop();
    expect(again.http.output().match(/a mail was written/g)).toHaveLength(1);

    const third = await startEmbeddedShop(dataDir);
    atTheEnd(() => third.http.kill());
    await third.stop();
    expect(await mailsIn(dataDir)).toHaveLength(1);
    expect(third.http.output()).not.toContain('a mail was written');
  });

  it('keeps every order that it answered, with its stock and its mail, wherever the kill falls', async () => {
    const dataDir = await dataDirectory();
    const shop = await startEmbeddedShop(dataDir);
    atTheEnd(() => shop.http.kill());
    const call = shopClient(shop.url);
    const variantId = await stockVases(call, 1000);
    const answered: ShopResponse[] = [];
    const sent = Array.from({ length: 40 }, (_, index) =>
      placeAsGuest(call, [{ variantId, quantity: 1 }], { email: `buyer-${index}@example.com` }).then(
        (answer) => {
          answered.push(answer);
          // In the middle of the crowd, with transactions and jobs under way.
          if (answered.length === 12) return shop.http.kill();
          return undefined;
        },
        () => undefined,
      ),
    );
    await Promise.all(sent);
    const orders = answered.filter(({ status }) => status === 201);
    expect(orders.length).toBeGreaterThanOrEqual(12);

    const again = await startEmbeddedShop(dataDir);
    atTheEnd(() => again.http.kill());
    const callAgain = shopClient(again.url);
    for (const { body } of orders) {
      const found = await callAgain('GET', `/api/v1/orders/${body.id}`, { headers: { 'x-order-token': body.token } });
      expect(found.body).toMatchObject({ status: 'pending', number: body.number });
    }
    // An order may have been committed and its answer cut off: stock and mails agree on how many there are.
    const placedInAll = 1000 - (await stockOf(callAgain, variantId));
    expect(placedInAll).toBeGreaterThanOrEqual(orders.length);
    const mails = await mailsWritten(dataDir, placedInAll);
    const subjects = mails.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(placedInAll);
    for (const { body } of orders) expect(subjects).toContainEqual(expect.stringContaining(body.number));
  });

  it('refuses to share its data with a second process', async () => {
    const dataDir = await dataDirectory();
    const shop = await startEmbeddedShop(dataDir);
    atTheEnd(() => shop.http.kill());
    await expect(startEmbeddedShop(dataDir)).rejects.toThrow(String(shop.http.pid));
  });
});

describe('production processes killed with kill -9', () => {
  it('send the confirmation of a committed order once, whichever process died', async () => {
    const services = await startServices();
    atTheEnd(services.stop);
    const { smtp } = services;
    const env = productionSettings(services);
    const [{ url, http }, worker] = await Promise.all([startHttp(env), startWorker(env)]);
    atTheEnd(() => http.kill());
    atTheEnd(() => worker.kill());
    const call = shopClient(url);
    const variantId = await stockVases(call, 1000);

    // The mail server is out of order: the worker dies between the commit and the mail.
    smtp.refuseWith(451);
    const first = await placeAsGuest(call, [{ variantId, quantity: 1 }], { email: 'first@example.com' });
    await worker.printed(/a job failed for now/);
    await worker.kill();
    // The HTTP process dies as soon as the order is answered, perhaps before its event is relayed.
    const second = await placeAsGuest(call, [{ variantId, quantity: 1 }], { email: 'second@example.com' });
    await http.kill();
    expect([first.status, second.status]).toEqual([201, 201]);

    smtp.refuseWith(undefined);
    const workerAgain = await startWorker(env);
    atTheEnd(() => workerAgain.kill());
    const mails = await smtp.received(2);
    expect(mails.map(({ to }) => to[0]).sort()).toEqual(['first@example.com', 'second@example.com']);
    await workerAgain.stop();
    expect(smtp.messages).toHaveLength(2);
  });
});
