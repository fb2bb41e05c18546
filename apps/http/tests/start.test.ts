import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopClient, signIn } from '../testing/shop-client.js';
import { spawnProcess } from '../testing/spawn-process.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

describe('starting', () => {
  it.each([
    [['apps/http/dist/main.js', '--embedded'], { PORT: 'eighty' }, 'PORT must be'],
    [['apps/http/dist/main.js'], {}, 'DATABASE_URL is missing'],
    [
      ['apps/worker/dist/main.js'],
      { DATABASE_URL: 'postgres://127.0.0.1/x', REDIS_URL: 'redis://127.0.0.1' },
      'JWT_SECRET is missing',
    ],
    [['apps/worker/dist/migrate.js'], {}, 'DATABASE_URL must be'],
  ] as const)('refuses %j with %j in a message that names the variable', async (args, env, message) => {
    const started = spawnProcess(args, env);
    expect((await started.exited).code).toBe(1);
    expect(started.output()).toContain(message);
    expect(started.output()).not.toMatch(/\n\s+at /);
  });
});

describe('an address that cannot be listened on', () => {
  it.each([
    ['taken', (port: string) => ({ PORT: port }), 'EADDRINUSE'],
    ['unknown', () => ({ HOST: 'nowhere.invalid', PORT: '0' }), 'ENOTFOUND'],
  ])('stops the start in a message that names the settings: %s', async (_which, settingsFor, cause) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-listen-'));
    const port = String((other.address() as AddressInfo).port);
    const started = spawnProcess(['apps/http/dist/main.js', '--embedded'], {
      DATA_DIR: dataDir,
      DEMO_DATA: 'false',
      ...settingsFor(port),
    });
    expect((await started.exited).code).toBe(1);
    expect(started.output()).toMatch(new RegExp(`cannot listen on HOST=\\S+ PORT=\\d+: .*${cause}`, 'u'));
    other.close();
    await rm(dataDir, { recursive: true });
  });
});

describe('the embedded shop with nothing configured', () => {
  let dataDir: string;
  let shop: RunningShop;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-start-'));
    shop = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true', ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
  });
  afterAll(async () => {
    await shop.http.kill();
    await rm(dataDir, { recursive: true });
  });

  it('prints where it is, where its documentation is, and who can sign in', async () => {
    await shop.http.printed(/Coupons/);
    const output = shop.http.output();
    expect(output).toContain(`${shop.url}/api/v1`);
    expect(output).toContain(`${shop.url}/docs`);
    const signIns = [...output.matchAll(/^ {4}(\S+@example\.com)\s+(\S+)/gm)];
    expect(signIns).toHaveLength(3);
    for (const [, email = '', password = ''] of signIns) {
      expect(await signIn(shopClient(shop.url), { email, password })).toEqual(expect.any(String));
    }
  });

  it('has 60 products in nested categories, one of them digital', async () => {
    const call = shopClient(shop.url);
    const { body } = await call('GET', '/api/v1/products?limit=100');
    expect(body.meta.total).toBe(60);
    const variants = body.data.flatMap((product: { variants: unknown[] }) => product.variants);
    expect(variants.filter(({ digital }: { digital: boolean }) => digital)).toHaveLength(1);
    const { body: tree } = await call('GET', '/api/v1/categories');
    expect(
      tree.data.some((category: { children: { children: unknown[] }[] }) =>
        category.children.some(({ children }) => children.length > 0),
      ),
    ).toBe(true);
  });

  it('has the same products and prices on every machine', async () => {
    const { body } = await shopClient(shop.url)('GET', '/api/v1/products?sort=name&limit=3');
    const priced = body.data.map(({ slug, variants }: { slug: string; variants: { price: { amount: number } }[] }) => [
      slug,
      ...variants.map(({ price }) => price.amount),
    ]);
    expect(priced).toEqual([
      ['awesome-cotton-mug', 1695],
      ['awesome-granite-pan', 3295],
      ['awesome-marble-bolster', 7495],
    ]);
  });

  it('gives each segment its discount, and takes both coupons', async () => {
    const call = shopClient(shop.url);
    const { body } = await call('GET', '/api/v1/products/the-art-of-setting-a-table');
    const variantId = body.variants[0].id as string;
    const discountOf = async (headers: Record<string, string>): Promise<string[]> => {
      const cart = (await call('POST', '/api/v1/carts', { headers, body: {} })).body;
      const reach = { ...headers, ...(cart.token === undefined ? {} : { 'x-cart-token': cart.token }) };
      await call('PUT', `/api/v1/carts/${cart.id}/lines/${variantId}`, { headers: reach, body: { quantity: 1 } });
      for (const code of ['WELCOME10', 'save25']) {
        expect(
          (await call('POST', `/api/v1/carts/${cart.id}/coupons`, { headers: reach, body: { code } })).status,
        ).toBe(200);
      }
      const priced = (await call('GET', `/api/v1/carts/${cart.id}`, { headers: reach })).body;
      return priced.pricing.applied.map(({ promotionId }: { promotionId: string }) => promotionId);
    };
    const bearerOf = async (email: string, password: string) => ({
      authorization: `Bearer ${await signIn(call, { email, password })}`,
    });
    expect(await discountOf({})).toEqual(['coupon-save25', 'coupon-welcome10']);
    expect(await discountOf(await bearerOf('customer@example.com', 'demo-customer'))).toContain('regular-customers');
    expect(await discountOf(await bearerOf('premium@example.com', 'demo-premium'))).toContain('premium-customers');
  });

  it('keeps its signing secret to itself, over restarts', async () => {
    const path = join(dataDir, 'jwt-secret');
    const secret = await readFile(path, 'utf8');
    expect((await stat(path)).mode & 0o077).toBe(0);
    await shop.stop();
    shop = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true', ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
    expect(await readFile(path, 'utf8')).toBe(secret);
    expect((await shopClient(shop.url)('GET', '/api/v1/products')).body.meta.total).toBe(60);
  });
});
