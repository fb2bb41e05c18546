import { checkReadiness } from '@cartwright/adapters/runtime/monitoring/check-readiness';
import { composeShop, portsOf, type Shop } from '@cartwright/adapters/runtime/compose-shop';
import { readSettings } from '@cartwright/adapters/runtime/settings/settings';
import { ports as t } from '@cartwright/adapters/runtime/tokens';
import { makeUseCases } from '@cartwright/application';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverDeps } from './server-deps.js';

const neverReady = () => Promise.reject(new Error('not called'));

describe('the composed HTTP process', () => {
  let dataDir: string;
  let shop: Shop;
  const deps = () => serverDeps(shop, makeUseCases(portsOf(shop)), neverReady);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-compose-'));
    const settings = readSettings({ DATA_DIR: dataDir }, 'embedded')._unsafeUnwrap();
    shop = await composeShop(settings, pino({ level: 'silent' }));
  });
  afterAll(async () => {
    await shop.resources.closeAll();
    await rm(dataDir, { recursive: true });
  });

  it.each(Object.entries(t))('resolves the port %s, always to the same implementation', (_name, token) => {
    const made = shop.container.resolve<unknown>(token);
    expect(made).toBeDefined();
    expect(shop.container.resolve<unknown>(token)).toBe(made);
  });

  it('takes sandbox payments and has their pages', () => {
    expect(shop.payments.gateway.provider).toBe('sandbox');
    expect(deps().sandbox).toBeDefined();
    expect(deps().useCases.receiveWebhook).toBeUndefined();
  });

  it('closes everything that it opened', async () => {
    expect(await shop.resources.closeAll()).toEqual([]);
  });

  it('is draining at once when it stops, without a word from its dependencies', async () => {
    expect(await checkReadiness(shop, true)).toEqual({ ready: true, draining: true, dependencies: [] });
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
  });
  afterAll(async () => {
    await shop.resources.closeAll();
    await rm(dataDir, { recursive: true });
  });

  it('takes payments by Stripe, receives its webhooks and has no page of the sandbox', () => {
    const { gateway, webhookReader } = shop.payments;
    expect([gateway.provider, webhookReader?.provider]).toEqual(['stripe', 'stripe']);
    const { sandbox, useCases } = serverDeps(shop, makeUseCases(portsOf(shop)), neverReady);
    expect(sandbox).toBeUndefined();
    expect(useCases.receiveWebhook).toBeDefined();
  });

  it('is ready without Stripe and reports the result of recent calls to it', async () => {
    const stripe = async () => {
      const { ready, dependencies } = await checkReadiness(shop, false);
      return { ready, stripe: dependencies.find(({ name }) => name === 'stripe')?.ok };
    };
    expect(await stripe()).toEqual({ ready: true, stripe: true });
    // Nothing listens at STRIPE_API_BASE.
    expect((await shop.container.resolve(t.paymentGateway).eventsOf('pi_1')).isErr()).toBe(true);
    expect(await stripe()).toEqual({ ready: true, stripe: false });
  });
});
