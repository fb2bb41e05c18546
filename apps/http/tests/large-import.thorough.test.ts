import { peakMemoryOf } from '@cartwright/adapters/testing/processes/peak-memory';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServices } from '../testing/start-services.js';
import { importProducts, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startProductionShop, startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

const header = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty';

let shop: RunningShop;
let call: ShopClient;

beforeAll(async () => {
  shop = await startTemporaryShop({ RATE_LIMIT_MAX: '1000000' });
  call = shopClient(shop.url);
});
afterAll(async () => {
  await shop.stop();
});

it('imports 100,000 rows that are all refused within a minute', async () => {
  const accessToken = await signIn(call, admin);
  const rows = Array.from({ length: 100_000 }, (_, index) => `bad-${index},Bad,SHARED,"19,99",1`);
  const began = performance.now();
  const { body } = await importProducts(call, accessToken, [header, ...rows].join('\n'));
  expect(body).toMatchObject({ status: 'failed', processed: 100_000, failureCount: 100_000 });
  expect(performance.now() - began).toBeLessThan(60_000);
});

it.skipIf(process.platform !== 'linux')('imports 100,000 rows of 150 MB, which no process has in memory', async () => {
  const services = await startServices();
  const production = await startProductionShop(services);
  try {
    const request = shopClient(production.url);
    const accessToken = await signIn(request, admin);
    const notes = 'a column that the shop does not store '.repeat(40);
    const rows = Array.from({ length: 100_000 }, (_, index) => {
      const product = Math.floor(index / 5);
      return `mug-${product},Mug ${product},Size,${index % 5},SKU-${index},12.50,7,${notes}`;
    });
    const columns = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Notes';
    const before = peakMemoryOf(production.http.pid);
    const { body } = await importProducts(request, accessToken, [columns, ...rows].join('\n'), () => setTimeout(500));
    expect(body).toMatchObject({
      status: 'completed',
      processed: 100_000,
      failureCount: 0,
      counts: { products: { created: 20_000 }, variants: { created: 100_000 } },
    });
    expect(peakMemoryOf(production.worker?.pid ?? 0)).toBeLessThan(250);
    expect(peakMemoryOf(production.http.pid) - before).toBeLessThan(75);
  } finally {
    await production.stop();
    await services.stop();
  }
});
