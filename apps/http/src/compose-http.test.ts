import { composeShop, type Shop } from '@cartwright/adapters/runtime/compose-shop';
import { readSettings } from '@cartwright/adapters/runtime/settings';
import { shopTokens } from '@cartwright/adapters/runtime/tokens';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeHttp } from './compose-http.js';
import { checkReadiness } from './readiness.js';
import { serverDeps } from './server-deps.js';
import { httpTokens } from './tokens.js';

const neverReady = () => Promise.reject(new Error('nobody asks'));

describe('the composed HTTP process', () => {
  let dataDir: string;
  let shop: Shop;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-compose-'));
    const settings = readSettings({ DATA_DIR: dataDir }, 'embedded')._unsafeUnwrap();
    shop = await composeShop(settings, pino({ level: 'silent' }));
    await composeHttp(shop.container);
  });
  afterAll(async () => {
    await shop.resources.closeAll();
    await rm(dataDir, { recursive: true });
  });

  it.each(Object.entries({ ...shopTokens, ...httpTokens }))('has a %s, and one alone', (_name, token) => {
    const made = shop.container.resolve<unknown>(token);
    expect(made).toBeDefined();
    expect(shop.container.resolve<unknown>(token)).toBe(made);
  });

  it('takes sandbox payments, and has their pages', () => {
    expect(shop.container.resolve(shopTokens.paymentGateway).provider).toBe('sandbox');
    expect(serverDeps(shop.container, neverReady).sandbox).toBeDefined();
  });

  it('answers who writes at once, since no other process has read anything', () => {
    expect(serverDeps(shop.container, neverReady).holdWrites).toBeUndefined();
  });

  it('closes all that it opened', async () => {
    expect(await shop.resources.closeAll()).toEqual([]);
  });
});

describe('the HTTP process that is composed with Stripe', () => {
  let dataDir: string;
  let shop: Shop;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-compose-'));
    const stripe = {
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
      STRIPE_API_BASE: 'http://127.0.0.1:9',
    };
    const settings = readSettings({ DATA_DIR: dataDir, ...stripe }, 'embedded')._unsafeUnwrap();
    shop = await composeShop(settings, pino({ level: 'silent' }));
    await composeHttp(shop.container);
  });
  afterAll(async () => {
    await shop.resources.closeAll();
    await rm(dataDir, { recursive: true });
  });

  it('takes payments by Stripe, reads its webhooks, and has no page of the sandbox', () => {
    const { gateway, webhookReader } = shop.container.resolve(shopTokens.payments);
    expect([gateway.provider, webhookReader?.provider]).toEqual(['stripe', 'stripe']);
    expect(serverDeps(shop.container, neverReady).sandbox).toBeUndefined();
  });

  it('is ready without Stripe, and says how calls of it have gone', async () => {
    const stripe = async () => {
      const { ready, dependencies } = await checkReadiness(shop.container, false);
      return { ready, stripe: dependencies.find(({ name }) => name === 'stripe')?.ok };
    };
    expect(await stripe()).toEqual({ ready: true, stripe: true });
    // Nothing listens there.
    expect((await shop.container.resolve(shopTokens.paymentGateway).eventsOf('pi_1')).isErr()).toBe(true);
    expect(await stripe()).toEqual({ ready: true, stripe: false });
  });
});
