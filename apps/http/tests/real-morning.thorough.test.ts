import { invoices, productsCsv } from '@cartwright/adapters/testing/online-retail/read-online-retail';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailsWritten } from '../testing/mail-files.js';
import {
  bearer,
  importProducts,
  payAsGuest,
  placeAsGuest,
  shopClient,
  signIn,
  variantsBySku,
  type ShopClient,
} from '../testing/shop-client.js';
import { startServices } from '../testing/start-services.js';
import { admin, startEmbeddedShop, startProductionShop, type RunningShop } from '../testing/start-shop.js';

type Mail = { readonly to: string | undefined; readonly subject: string | undefined };
type World = {
  readonly shop: RunningShop;
  readonly mails: (count: number) => Promise<readonly Mail[]>;
  readonly end: () => Promise<void>;
};

async function embeddedWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-morning-'));
  const shop = await startEmbeddedShop(dataDir, {
    STORE_CURRENCY: 'GBP',
    LOG_LEVEL: 'info',
    RATE_LIMIT_MAX: '1000000',
  });
  return {
    shop,
    mails: async (count) =>
      (await mailsWritten(dataDir, count)).map(({ to, subject }) => ({ to: to?.[0]?.address, subject })),
    end: async () => {
      await shop.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function productionWorld(): Promise<World> {
  const services = await startServices();
  const shop = await startProductionShop(services, { STORE_CURRENCY: 'GBP' });
  return {
    shop,
    mails: async (count) =>
      (await services.smtp.received(count)).map(({ to, email }) => ({ to: to[0], subject: email.subject })),
    end: async () => {
      await shop.stop();
      await services.stop();
    },
  };
}

describe.each([
  ['embedded', embeddedWorld],
  ['in production', productionWorld],
] as const)('a real morning of a gift shop, %s', (_way, startWorld) => {
  let world: World;
  let call: ShopClient;
  let accessToken: string;

  beforeAll(async () => {
    world = await startWorld();
    call = shopClient(world.shop.url);
    accessToken = await signIn(call, admin);
  });
  afterAll(() => world.end());

  const stockOf = async (variantId: string): Promise<number> =>
    (await call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers: bearer(accessToken) })).body.available;

  it('imports the catalogue and sells every invoice to the penny, the stock going down by what was sold', async () => {
    const imported = await importProducts(call, accessToken, productsCsv());
    expect(imported.body).toMatchObject({ status: 'completed', total: 618, processed: 618, failures: [] });
    const variants = await variantsBySku(call);
    expect(variants.size).toBe(618);
    const idOf = (sku: string): string => {
      const variant = variants.get(sku);
      if (variant === undefined) throw new Error(`no variant has the SKU ${sku}`);
      return variant.id;
    };

    const sold = new Map<string, number>();
    const morning = invoices();
    expect(morning).toHaveLength(62);
    for (const { number, items, total } of morning) {
      const lines = items.map(({ sku, quantity }) => ({ variantId: idOf(sku), quantity }));
      const placed = await placeAsGuest(call, lines, { email: `invoice-${number}@example.com` });
      expect(placed, `invoice ${number}: ${placed.text}`).toMatchObject({
        status: 201,
        body: { status: 'pending', total: { amount: total, currency: 'GBP' } },
      });
      const paid = await payAsGuest(call, placed.body);
      expect(paid.body).toMatchObject({ status: 'paid', paymentStatus: 'paid', total: { amount: total } });
      for (const { sku, quantity } of items) sold.set(sku, (sold.get(sku) ?? 0) + quantity);
    }

    const before = 5000;
    for (const sku of variants.keys()) {
      expect(await stockOf(idOf(sku)), `stock of ${sku}`).toBe(before - (sold.get(sku) ?? 0));
    }

    // Each buyer has the confirmation and word of their payment, and nothing else.
    const mails = await world.mails(124);
    expect(mails).toHaveLength(124);
    const buyers = morning.map(({ number }) => `invoice-${number}@example.com`).toSorted();
    const toldOf = (subject: RegExp) =>
      mails
        .filter((mail) => subject.test(mail.subject ?? ''))
        .map(({ to }) => String(to))
        .toSorted();
    expect(toldOf(/^Your order \S+$/)).toEqual(buyers);
    expect(toldOf(/^Your order \S+ is paid$/)).toEqual(buyers);
  });
});
