import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopClient } from '../testing/shop-client.js';
import { startEmbeddedShop } from '../testing/start-shop.js';

describe('a shop that was started in euros', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-currency-'));
    const first = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true', STORE_CURRENCY: 'EUR' });
    await first.stop();
  });
  afterAll(async () => rm(dataDir, { recursive: true }));

  it.each([
    ['without the setting', '', false],
    ['with another currency in the setting', 'JPY', true],
  ])('keeps its currency when it starts %s', async (_case, setting, isLogged) => {
    const shop = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true', STORE_CURRENCY: setting });
    try {
      const call = shopClient(shop.url);
      const { body: listed } = await call('GET', '/api/v1/products?limit=1');
      expect(listed.data[0].variants[0].price.currency).toBe('EUR');
      expect((await call('POST', '/api/v1/carts', { body: {} })).body.currency).toBe('EUR');
      expect(shop.http.output().includes('the shop keeps its currency')).toBe(isLogged);
    } finally {
      await shop.http.kill();
    }
  });
});
