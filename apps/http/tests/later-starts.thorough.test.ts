import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopClient, signIn } from '../testing/shop-client.js';
import { startEmbeddedShop, type ShopSettings } from '../testing/start-shop.js';

describe('a demo shop that was first started in euros', () => {
  let dataDir: string;
  const start = (settings: ShopSettings = {}) =>
    startEmbeddedShop(dataDir, { DEMO_DATA: 'true', ADMIN_EMAIL: '', ADMIN_PASSWORD: '', ...settings });
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-later-'));
    const first = await start({ STORE_CURRENCY: 'EUR' });
    await first.stop();
  });
  afterAll(async () => rm(dataDir, { recursive: true }));

  it.each([
    ['without the setting', '', false],
    ['with another currency in the setting', 'JPY', true],
  ])('keeps its currency when it starts %s', async (_case, setting, isLogged) => {
    const shop = await start({ STORE_CURRENCY: setting });
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

  it('makes no demo data again once nothing of it is for sale, over restarts', async () => {
    let shop = await start();
    const call = shopClient(shop.url);
    const authorization = `Bearer ${await signIn(call, { email: 'admin@example.com', password: 'demo-admin' })}`;
    const { body: listed } = await call('GET', '/api/v1/admin/products?limit=100', { headers: { authorization } });
    for (const { id, version } of listed.data) {
      const headers = { authorization, 'if-match': `"${version}"` };
      const changed = await call('PATCH', `/api/v1/admin/products/${id}`, { headers, body: { status: 'draft' } });
      expect(changed.status).toBe(200);
    }
    await shop.stop();
    shop = await start();
    expect((await shopClient(shop.url)('GET', '/api/v1/products')).body.meta.total).toBe(0);
    await shop.http.kill();
  });
});
