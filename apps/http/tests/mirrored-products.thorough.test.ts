/** Products in Stripe, mirrored by a shop that is killed by SIGKILL in the middle, again and again. */
import {
  spawnStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, importProducts, shopClient, signIn, variantsBySku } from '../testing/shop-client.js';
import { admin, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

/** Enough for seconds of work: each kill comes before a run is finished. */
const products = 20;
const catalogueAt = (amount: string): string =>
  [
    'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty',
    ...Array.from({ length: products }, (_, at) => `vase-${at},Vase ${at},VASE-${at},${amount},10`),
  ].join('\n');
const idOf = (linked: string | { readonly id: string }): string => (typeof linked === 'string' ? linked : linked.id);
const moments = ['before', 'after'] as const;

describe('a shop that mirrors its products to Stripe', () => {
  let stripe: StripeStandIn;
  let dataDir: string;
  let shop: RunningShop;
  let headers: Readonly<Record<string, string>>;

  const start = async (): Promise<void> => {
    shop = await startEmbeddedShop(dataDir, {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.url,
      STRIPE_SYNC_PRODUCTS: 'true',
      RATE_LIMIT_MAX: '1000000',
    });
    headers = bearer(await signIn(shopClient(shop.url), admin));
  };
  beforeAll(async () => {
    [stripe, dataDir] = await Promise.all([spawnStripeStandIn(), mkdtemp(join(tmpdir(), 'cartwright-mirror-'))]);
    await start();
  });
  afterAll(async () => {
    await shop.stop();
    await stripe.stop();
    await rm(dataDir, { recursive: true });
  });

  const call = (method: string, path: string, body?: object) =>
    shopClient(shop.url)(method, `/api/v1/admin/stripe-products${path}`, {
      headers,
      ...(body === undefined ? {} : { body }),
    });
  /** Kills the process at the next such call of Stripe's, and starts another one in its place. */
  const killAt = async (operation: string, when: (typeof moments)[number], act: () => Promise<unknown>) => {
    await stripe.fail({ operation, when, how: 'kill', pid: shop.http.pid });
    const [{ signal }] = await Promise.all([shop.http.exited, act().catch(() => undefined)]);
    expect(signal).toBe('SIGKILL');
    await start();
  };
  const request = async (): Promise<string> => (await call('POST', '', {})).body.runId as string;
  const finished = async (runId: string) => {
    await expect.poll(async () => (await call('GET', `/${runId}`)).body.finishedAt as unknown).toBeDefined();
    return (await call('GET', `/${runId}`)).body;
  };
  const prices = async () =>
    (await stripe.prices())
      .map(({ unit_amount: amount, active, product }) => `${idOf(product)} ${amount} ${active}`)
      .toSorted();

  it('has each variant once with one price, wherever the process died', async () => {
    await importProducts(shopClient(shop.url), headers['authorization']?.split(' ')[1] ?? '', catalogueAt('20.00'));
    const variants = [...(await variantsBySku(shopClient(shop.url))).values()].map(({ id }) => id);
    expect(variants).toHaveLength(products);
    await killAt('POST /v1/products', 'after', request);
    for (const when of moments) await killAt('POST /v1/prices', when, request);
    await killAt('POST /v1/products/{id}', 'after', request);
    const run = await finished(await request());
    expect((await call('GET', '')).body.meta.total).toBe(1);
    expect(run.counts).toMatchObject({ products, created: products, refused: 0, differences: 0 });
    expect((await stripe.products()).map(({ id }) => id).toSorted()).toEqual(variants.toSorted());
    expect(await prices()).toEqual(variants.map((id) => `${id} 2000 true`).toSorted());

    await importProducts(shopClient(shop.url), headers['authorization']?.split(' ')[1] ?? '', catalogueAt('25.00'));
    await killAt('POST /v1/prices', 'after', request);
    for (const operation of ['POST /v1/products/{id}', 'POST /v1/prices/{id}'])
      await killAt(operation, 'before', request);
    const second = await finished(await request());
    expect(second.counts).toMatchObject({ products, updated: products, refused: 0, differences: 0 });
    expect(await prices()).toEqual(variants.flatMap((id) => [`${id} 2000 false`, `${id} 2500 true`]).toSorted());
    const defaults = new Map((await stripe.products()).map((product) => [product.id, product.default_price]));
    for (const { id, active, product } of await stripe.prices())
      expect(defaults.get(idOf(product)) === id).toBe(active);
  });
});
