import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { schedules } from '@cartwright/adapters/drizzle/schema';
import { openPglite } from '@cartwright/adapters/pglite/open-pglite';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import { bringForward } from '@cartwright/adapters/testing/bring-forward';
import {
  spawnStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { errAsync } from 'neverthrow';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, payAsGuest, placeAsGuest, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import {
  admin,
  productionSettings,
  startEmbeddedShop,
  startProductionShop,
  startWorker,
  type RunningShop,
} from '../testing/start-shop.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { stockVases } from '../testing/stocked-vase.js';

type Placed = { readonly id: string; readonly token: string };

describe('the production shop with two workers', () => {
  let services: RunningServices;
  let stripe: StripeStandIn;
  let shop: RunningShop;
  let secondWorker: SpawnedProcess;
  let call: ShopClient;
  let variantId: string;
  let headers: Record<string, string>;

  beforeAll(async () => {
    [services, stripe] = await Promise.all([startServices(), spawnStripeStandIn()]);
    const settings = {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.url,
      STORE_TIME_ZONE: 'America/Havana',
    };
    shop = await startProductionShop(services, settings);
    secondWorker = await startWorker(productionSettings(services, settings));
    call = shopClient(shop.url);
    variantId = await stockVases(call, 100);
    headers = bearer(await signIn(call, admin));
  });
  afterAll(async () => {
    await Promise.all([shop.stop(), secondWorker.stop()]);
    await Promise.all([stripe.stop(), services.stop()]);
  });

  const place = async (): Promise<Placed> => (await placeAsGuest(call, [{ variantId, quantity: 1 }])).body;
  const orderNow = async ({ id, token }: Placed) =>
    (await call('GET', `/api/v1/orders/${id}`, { headers: { 'x-order-token': token } })).body;
  /** Pays at Stripe, which sends the shop no event. @returns the id of the payment there */
  const payInSilence = async ({ id, token }: Placed): Promise<string> => {
    const started = await call('POST', `/api/v1/orders/${id}/payments`, {
      headers: { 'x-order-token': token, 'idempotency-key': randomUUID() },
      body: { method: 'card' },
    });
    const intent = String(started.body.clientSecret).split('_secret_')[0] ?? '';
    await stripe.pay(intent);
    return intent;
  };
  const finished = async (path: string) => {
    const find = async () => (await call('GET', path, { headers })).body;
    await expect.poll(async () => (await find()).finishedAt).toBeDefined();
    return find();
  };
  const reconcile = async () => {
    const run = await call('POST', '/api/v1/admin/reconciliations', { headers, body: {} });
    expect(run.status).toBe(202);
    return finished(String(run.headers['location']));
  };
  /** As if the order had been placed an hour earlier. */
  const makeOlder = async ({ id }: Placed): Promise<void> => {
    const { db, close } = openPostgres({ url: services.databaseUrl, maxConnections: 1 });
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    const aged = await unitOfWork.run(({ orders, commit }) =>
      orders.lock(id).andThen((stored) => {
        if (stored === undefined) return errAsync('no such order' as const);
        const placedAt = new Date(Date.parse(stored.order.placedAt) - 3_600_000).toISOString();
        return commit({ order: { type: 'change', order: { ...stored.order, placedAt }, version: stored.version } });
      }),
    );
    await close();
    aged._unsafeUnwrap();
  };

  it('makes up for payments, refunds and disputes of which Stripe’s webhooks never came', async () => {
    const [paid, refunded, disputed, cancelled] = [await place(), await place(), await place(), await place()];
    await payInSilence(paid);
    await stripe.refundByHand(await payInSilence(refunded), 500);
    await stripe.openDispute({ paymentIntent: await payInSilence(disputed) });
    await payInSilence(cancelled);
    await call('POST', `/api/v1/orders/${cancelled.id}/cancel`, { headers: { 'x-order-token': cancelled.token } });
    // The attempt to end its payment at Stripe reports that it was made, and its money goes back.
    await expect.poll(async () => (await stripe.refunds()).length).toBe(2);

    const first = await reconcile();
    expect([first.counts.payments, first.differences]).toEqual([4, []]);
    expect(await orderNow(paid)).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
    expect(await orderNow(refunded)).toMatchObject({ status: 'paid', paymentStatus: 'partially_refunded' });
    expect((await orderNow(disputed)).status).toBe('paid');
    // Three payments, a refund by hand and a dispute: the shop's own refund was applied from Stripe's answer.
    expect(first.counts).toMatchObject({ applied: 5, differences: 0 });
    expect(await orderNow(cancelled)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
    expect((await reconcile()).counts).toMatchObject({ applied: 0, differences: 0 });
  });

  it('waits for Stripe when it is away, and finishes once it is back', async () => {
    const order = await place();
    await payInSilence(order);
    await stripe.setReachable(false);
    const run = await call('POST', '/api/v1/admin/reconciliations', { headers, body: {} });
    await Promise.race([shop.worker?.printed(/a job failed for now/), secondWorker.printed(/a job failed for now/)]);
    await stripe.setReachable(true);
    await finished(String(run.headers['location']));
    expect((await orderNow(order)).status).toBe('paid');
  });

  it('reconciles at five past midnight by the shop’s clock, once', async () => {
    expect(await bringForward(services.redisUrl, 'reconcile-payments')).toEqual({
      pattern: '5 0 * * *',
      timeZone: 'America/Havana',
    });
    const byClock = async () => {
      const { body } = await call('GET', '/api/v1/admin/reconciliations', { headers });
      return (
        body.data as readonly { readonly dueAt?: string; readonly from: string; readonly finishedAt?: string }[]
      ).filter(({ dueAt }) => dueAt !== undefined);
    };
    await expect.poll(async () => (await byClock()).map(({ finishedAt }) => finishedAt !== undefined)).toEqual([true]);
    const [night] = await byClock();
    const [dueAt, from] = [night?.dueAt ?? '', night?.from ?? ''];
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Havana', timeStyle: 'short' });
    // The second in the one night of a year that has no 00:05.
    expect(['00:05', '01:00']).toContain(clock.format(new Date(dueAt)));
    expect(Date.parse(dueAt) - Date.parse(from)).toBe(3 * 24 * 3_600_000);
  });

  it('cancels what was not paid in time, at the next minute and when told to, and sells its stock again', async () => {
    const available = async (): Promise<number> =>
      (await call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers })).body.available;
    const before = await available();
    const [unpaid, fresh] = [await place(), await place()];
    await makeOlder(unpaid);
    expect(await bringForward(services.redisUrl, 'expire-orders')).toEqual({
      pattern: '* * * * *',
      timeZone: 'America/Havana',
    });
    await expect.poll(async () => (await orderNow(unpaid)).status).toBe('cancelled');
    expect([(await orderNow(fresh)).status, await available()]).toEqual(['pending', before - 1]);

    await makeOlder(fresh);
    expect((await call('POST', '/api/v1/admin/jobs/expire-orders/run', { headers })).status).toBe(202);
    await expect.poll(async () => (await orderNow(fresh)).status).toBe('cancelled');
    expect(await available()).toBe(before);
  });
});

describe('the embedded shop', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-schedules-'));
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true });
  });

  it('reconciles by itself after its start when it was off at night, and not after the next', async () => {
    const first = await startEmbeddedShop(dataDir);
    const call = shopClient(first.url);
    const variantId = await stockVases(call, 100);
    await payAsGuest(call, (await placeAsGuest(call, [{ variantId, quantity: 1 }])).body);
    await first.stop();

    // As if it had last run four days ago.
    const { db, close } = await openPglite({ dataDir });
    const noted = await db.select().from(schedules);
    expect(noted.map(({ name }) => name).sort()).toEqual([
      'audit-books',
      'check-stock-ledger',
      'count-sales',
      'erase-copies',
      'expire-orders',
      'mail-low-stock',
      'mirror-products-to-stripe',
      'purge-old-data',
      'rebuild-reports',
      'reconcile-payments',
    ]);
    await db.update(schedules).set({ lastTick: new Date(Date.now() - 4 * 24 * 3_600_000).toISOString() });
    await close();

    for (const times of ['first', 'second']) {
      const again = await startEmbeddedShop(dataDir);
      const list = async () => {
        const calling = shopClient(again.url);
        return (
          await calling('GET', '/api/v1/admin/reconciliations', { headers: bearer(await signIn(calling, admin)) })
        ).body.data;
      };
      await expect.poll(async () => (await list())[0]?.finishedAt).toBeDefined();
      expect(await list(), `after the ${times} start`).toMatchObject([
        { dueAt: expect.any(String), counts: { differences: 0 } },
      ]);
      await again.stop();
    }
  });
});
