import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopClient, signIn } from '../testing/shop-client.js';
import { spawnProcess } from '../testing/spawn-process.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

/** All that production needs but a decision on payments; nothing listens there. */
const production = {
  DATABASE_URL: 'postgres://127.0.0.1:9/shop',
  REDIS_URL: 'redis://127.0.0.1:9',
  JWT_SECRET: 'x'.repeat(32),
};

describe('starting', () => {
  it.each([
    [['apps/http/dist/main.js', '--embedded'], { PORT: 'eighty' }, 'PORT must be'],
    [
      ['apps/http/dist/main.js', '--embedded'],
      { STORE_NAM: 'Mill Lane' },
      'STORE_NAM is not a setting: write STORE_NAME',
    ],
    [
      ['apps/http/dist/main.js', '--embedded'],
      { JWT_SECRET_FILE: '/nowhere/jwt' },
      'JWT_SECRET_FILE names /nowhere/jwt',
    ],
    [['apps/http/dist/main.js'], {}, 'DATABASE_URL is missing'],
    [['apps/http/dist/main.js'], production, 'STRIPE_SECRET_KEY is missing'],
    [['apps/worker/dist/main.js'], production, 'STRIPE_SECRET_KEY is missing'],
    [['apps/http/dist/main.js'], { ...production, STRIPE_SECRT_KEY: 'sk_test_1' }, 'STRIPE_SECRT_KEY is not a setting'],
    [
      ['apps/worker/dist/main.js'],
      { DATABASE_URL: 'postgres://127.0.0.1/x', REDIS_URL: 'redis://127.0.0.1' },
      'JWT_SECRET is missing',
    ],
    [['apps/worker/dist/migrate.js'], {}, 'DATABASE_URL is missing'],
    [['apps/worker/dist/migrate.js'], { DATABASE_URL: 'mysql://127.0.0.1/shop' }, 'DATABASE_URL must be'],
    [['apps/worker/dist/jobs.js', 'list'], { DATABASE_ULR: 'postgres://127.0.0.1/shop' }, 'write DATABASE_URL'],
    [['apps/worker/dist/audit-books.js'], { DATA_DIR: 'nowhere' }, 'no embedded shop in nowhere'],
    [['apps/worker/dist/jobs.js'], { DATA_DIR: 'nowhere' }, 'no embedded shop in nowhere'],
  ] as const)('refuses %j with %j in a message that names the variable', async (args, env, message) => {
    const started = spawnProcess(args, env);
    expect((await started.exited).code).toBe(1);
    expect(started.output()).toContain(message);
    expect(started.output()).not.toMatch(/\n\s+at /);
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

  it('has a picture of each product, in each of its colours', async () => {
    const { body } = await shopClient(shop.url)('GET', '/api/v1/products?limit=100');
    type Pictured = { images: { url: string }[]; variants: { image?: string; options: Record<string, string> }[] };
    const products = body.data as readonly Pictured[];
    expect(products.filter(({ images }) => images.length === 0)).toEqual([]);
    const coloured = products.flatMap(({ variants }) => variants.filter(({ options }) => 'Color' in options));
    expect(coloured.length).toBeGreaterThan(30);
    expect(coloured.filter(({ image }) => image === undefined)).toEqual([]);
    const response = await fetch(new URL(new URL(products[0]?.images[0]?.url ?? '').pathname, shop.url));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
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

  it('has brands, tags, options, translated names and products that cost more before', async () => {
    const { body } = await shopClient(shop.url)('GET', '/api/v1/products?limit=100&locale=de');
    const bySlug = (slug: string) => body.data.find((product: { slug: string }) => product.slug === slug);
    expect(bySlug('speckled-stoneware-mug')).toMatchObject({
      name: 'Gesprenkelter Steingutbecher',
      brand: 'Kiln Lane',
      tags: ['stoneware', 'gift'],
      options: [{ name: 'Color', values: ['Oat', 'Slate', 'Moss'] }],
    });
    expect(bySlug('creme-brulee-dish').name).toBe('Crème brûlée dish');
    expect(bySlug('cast-iron-teapot').variants[0].compareAtPrice.amount).toBe(6900);
    expect(bySlug('beeswax-candles-box-of-six').variants[0].availability).toBe('backorder');
    expect(bySlug('pen-case').variants[0].availability).toBe('low_stock');
  });

  it('finds what shoppers type', async () => {
    type Found = { readonly name: string; readonly categories: readonly { readonly path: readonly string[] }[] };
    const find = async (search: string): Promise<readonly Found[]> => {
      const { status, body } = await shopClient(shop.url)('GET', `/api/v1/products?limit=100&search=${search}`);
      expect(status).toBe(200);
      return body.data;
    };
    const names = async (search: string) => (await find(search)).map(({ name }) => name);
    const lamps = ['Bedside lamp', 'Pendant lamp', 'Reading lamp'];
    expect((await names('lamps')).slice(0, 3).toSorted()).toEqual(lamps);
    const kitchen = await find('kitchen');
    expect(kitchen.length).toBeGreaterThan(20);
    // Its tag is "kitchen storage".
    const others = kitchen.filter(({ categories }) => !categories.some(({ path }) => path[0] === 'Kitchen'));
    expect(others.map(({ name }) => name)).toEqual(['Storage jar with lid']);
    const red = await names('red');
    expect(red[0]).toBe('Red enamel kettle');
    // "Inspired by a confectioner's window".
    expect(red).not.toContain('Cake stand');
    expect((await names('inspired'))[0]).toBe('Cake stand');
    expect((await names('creme%20brulee'))[0]).toBe('Crème brûlée dish');
    expect((await names('LANTREN')).slice(0, 2).toSorted()).toEqual(['Paper lantern', 'Storm lantern']);
  });

  it('has the same products and prices on every machine', async () => {
    const { body } = await shopClient(shop.url)('GET', '/api/v1/products?sort=name&limit=3');
    const priced = body.data.map(({ slug, variants }: { slug: string; variants: { price: { amount: number } }[] }) => [
      slug,
      ...variants.map(({ price }) => price.amount),
    ]);
    expect(priced).toEqual([
      ['bedside-lamp', 6400, 6400],
      ['beeswax-candles-box-of-six', 2395],
      ['bird-feeder', 2895],
    ]);
  });

  it('gives each customer group its discount, and takes both coupons', async () => {
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

describe('a shop that was tried out in the sandbox, with a live key of Stripe', () => {
  const live = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', DEMO_DATA: 'true' };
  const owner = { email: 'owner@shop.example', password: 'correct horse battery' };
  const demoAdmin = { email: 'admin@example.com', password: 'demo-admin' };
  let dataDir: string;
  let shop: RunningShop;
  let tokenWhenTried: unknown;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-live-'));
    const tried = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true', ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
    tokenWhenTried = await signIn(shopClient(tried.url), demoAdmin);
    await tried.stop();
    shop = await startEmbeddedShop(dataDir, {
      ...live,
      ADMIN_EMAIL: owner.email,
      ADMIN_PASSWORD: owner.password,
    });
  });
  afterAll(async () => {
    await shop.http.kill();
    await rm(dataDir, { recursive: true });
  });

  it('has no demo users, who could sign in before, and its own admin', async () => {
    expect(tokenWhenTried).toEqual(expect.any(String));
    const call = shopClient(shop.url);
    for (const body of [demoAdmin, { email: 'customer@example.com', password: 'demo-customer' }]) {
      expect((await call('POST', '/api/v1/auth/login', { body })).status).toBe(401);
    }
    expect(await signIn(call, owner)).toEqual(expect.any(String));
  });

  it('has its products, and no demo coupons', async () => {
    const call = shopClient(shop.url);
    expect((await call('GET', '/api/v1/products')).body.meta.total).toBe(60);
    const { body: cart } = await call('POST', '/api/v1/carts', { body: {} });
    const headers = { 'x-cart-token': cart.token };
    for (const code of ['welcome10', 'save25']) {
      const entered = await call('POST', `/api/v1/carts/${cart.id}/coupons`, { headers, body: { code } });
      expect(entered).toMatchObject({ status: 422, body: { code: 'coupon.unknown' } });
    }
  });

  it('does not print that payments move no money, nor who can sign in', async () => {
    await shop.http.printed(/The shop is open at/);
    expect(shop.http.output()).not.toMatch(/no money|Sign in as|Coupons/);
  });
});
