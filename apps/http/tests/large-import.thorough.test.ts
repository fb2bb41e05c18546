import { afterAll, beforeAll, expect, it } from 'vitest';
import { importProducts, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

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
}, 180_000);
