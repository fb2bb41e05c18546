import { openIssuedInvoices, type IssuedInvoices } from '@cartwright/adapters/testing/databases/issued-invoices';
import { createMigratedDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, payAsGuest, placeAsGuest, shopClient, signIn } from '../testing/shop-client.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { admin, productionSettings, startHttp, startWorker, type ShopSettings } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

const payers = 500;
const refunds = 60;

describe('invoices of many concurrent payers, while processes are killed', () => {
  let database: FreshDatabase;
  let redis: RunningRedis;
  let env: ShopSettings;
  let issued: IssuedInvoices;
  const https: { url: string; http: SpawnedProcess }[] = [];
  const workers: SpawnedProcess[] = [];
  const kills = (['worker', 'http', 'worker', 'http'] as const).map((kind, index) => ({
    kind,
    after: (index + 1) * 100,
  }));
  // One of a kind at a time: there is always a process that sells.
  const replaced = { http: Promise.resolve(), worker: Promise.resolve() };

  beforeAll(async () => {
    [database, redis] = await Promise.all([createMigratedDatabase(), startRedis()]);
    env = productionSettings({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' });
    issued = openIssuedInvoices(database.url);
    https.push(await startHttp(env), await startHttp(env));
    workers.push(await startWorker(env), await startWorker(env));
  });
  afterAll(async () => {
    // The buyers of a test that has failed still buy: they start no other process.
    kills.length = 0;
    await Promise.allSettled([replaced.http, replaced.worker]);
    await Promise.all([...https.map(({ http }) => http.stop()), ...workers.map((worker) => worker.stop())]);
    await issued.close();
    await redis.stop();
    await database.drop();
  });

  it('have no gap and no duplicate, one for each paid order', { timeout: 900_000 }, async () => {
    const at = (index: number) => shopClient(https[index % https.length]?.url ?? '');
    const variantId = await stockVases(at(0));
    let paid = 0;
    const buy = async (index: number): Promise<void> => {
      // A killed process sends no response: its buyer tries again at the other one.
      for (let attempt = index; ; attempt += 1) {
        try {
          const { body } = await placeAsGuest(at(attempt), [{ variantId, quantity: 1 }]);
          const { body: order } = await payAsGuest(at(attempt), body);
          expect(order.invoice.number).toMatch(/^INV-\d{6}$/u);
          paid += 1;
          return;
        } catch (error) {
          if (attempt > index + 20) throw error;
        }
      }
    };
    const replace = async (kind: 'http' | 'worker'): Promise<void> => {
      if (kind === 'worker') {
        await workers.shift()?.kill();
        workers.push(await startWorker(env));
      } else {
        await https.shift()?.http.kill();
        https.push(await startHttp(env));
      }
    };
    await Promise.all(
      Array.from({ length: payers }, async (_, index) => {
        await buy(index);
        const due = kills[0];
        if (due === undefined || paid < due.after) return;
        kills.shift();
        replaced[due.kind] = replaced[due.kind].then(() => replace(due.kind));
      }),
    );
    await Promise.all([replaced.http, replaced.worker]);
    expect(kills).toEqual([]);
    expect(await issued.paidOrders()).toBeGreaterThanOrEqual(payers);
    const missing = async () => (await issued.paidOrders()) - (await issued.list()).length;
    await expect.poll(missing).toBe(0);
    const invoices = await issued.list();
    expect(invoices.map(({ counter }) => counter)).toEqual(invoices.map((_, index) => index + 1));
    expect(new Set(invoices.map(({ orderId }) => orderId)).size).toBe(invoices.length);
    expect(await issued.last()).toBe(invoices.length);
    const dates = invoices.map(({ issuedAt }) => issuedAt);
    expect(dates).toEqual(dates.toSorted((left, right) => left - right));
  });

  it('are followed by credit notes without a gap or a duplicate, one for each of many concurrent refunds', async () => {
    const at = (index: number) => shopClient(https[index % https.length]?.url ?? '');
    const headers = bearer(await signIn(at(0), admin));
    const orderIds = (await issued.list()).map(({ orderId }) => orderId).slice(0, refunds);
    const refund = async (orderId: string, index: number): Promise<void> => {
      const body = { amount: { amount: 100, currency: 'USD' }, reason: 'late' };
      const sent = { headers: { ...headers, 'idempotency-key': `refund-${index}` }, body };
      expect((await at(index)('POST', `/api/v1/admin/orders/${orderId}/refunds`, sent)).status).toBe(201);
    };
    const killed = workers.shift();
    const requested = Promise.all(orderIds.map(refund));
    await killed?.kill();
    await requested;
    await expect.poll(async () => (await issued.list('credit-note')).length).toBe(refunds);
    const notes = await issued.list('credit-note');
    expect(notes.map(({ counter }) => counter)).toEqual(notes.map((_, index) => index + 1));
    expect(new Set(notes.map(({ orderId }) => orderId)).size).toBe(refunds);
    expect(await issued.last('credit-note')).toBe(refunds);
  });
});
