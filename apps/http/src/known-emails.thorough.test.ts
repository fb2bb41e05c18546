import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { composeShop, portsOf } from '@cartwright/adapters/runtime/compose-shop';
import { consumeJobs, relayEvents } from '@cartwright/adapters/runtime/run-jobs';
import { readSettings } from '@cartwright/adapters/runtime/settings';
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { makeUseCases } from '@cartwright/application';
import { freeShipping, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeAsGuest, shopClient, type ShopClient } from '../testing/shop-client.js';
import { serverDeps } from './server-deps.js';

const samples = 200;
/** Milliseconds. */
const tolerance = 5;

const median = (all: readonly number[]): number => all.toSorted((left, right) => left - right)[all.length >> 1] ?? 0;

describe.each(['with its jobs', 'without jobs'])('a process %s', (kind) => {
  const ends: (() => Promise<unknown>)[] = [];
  let call: ShopClient;
  let number: string;
  beforeAll(async () => {
    const database = await createMigratedDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-timing-'));
    const settings = readSettings({ DATA_DIR: dataDir, RATE_LIMIT_MAX: '1000000' }, 'embedded')._unsafeUnwrap();
    const shop = await composeShop({ ...settings, databaseUrl: database.url }, pino({ level: 'silent' }));
    const useCases = makeUseCases(portsOf(shop));
    const unitOfWork = makeDrizzleUnitOfWork({ db: shop.storage.db, ids: uuidIds, storeCurrency: 'USD' });
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
    const variantId = await saveVariant(unitOfWork, { stock: 9 });
    const server = await buildServer(serverDeps(shop, useCases, () => Promise.reject(new Error('not called'))));
    if (kind === 'with its jobs') ends.push(relayEvents(shop), consumeJobs(shop, useCases));
    ends.push(
      () => server.close(),
      shop.resources.closeAll,
      database.drop,
      () => rm(dataDir, { recursive: true }),
    );
    call = shopClient(await server.listen({ host: '127.0.0.1', port: 0 }));
    const known = { email: 'known@shop.example', password: 'correct horse battery', name: 'Ada' };
    await call('POST', '/api/v1/auth/register', { body: known });
    const placed = await placeAsGuest(call, [{ variantId, quantity: 1 }], { email: known.email });
    number = placed.body.number;
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const routes = {
    'POST /auth/login': (email: string) => ({ email, password: 'a wrong password' }),
    'POST /auth/password/forgot': (email: string) => ({ email }),
    'POST /orders/lookup': (email: string) => ({ email, number }),
  } as const;

  it.each(Object.keys(routes) as (keyof typeof routes)[])(
    'answers %s alike and as fast for known and unknown e-mails',
    async (route) => {
      const send = async (email: string): Promise<{ readonly ms: number; readonly answer: string }> => {
        const began = performance.now();
        const { status, text } = await call('POST', `/api/v1${route.slice('POST '.length)}`, {
          body: routes[route](email),
        });
        const answer = `${status} ${text.replace(/"requestId":"[^"]*"|"(?:retryAfterSeconds|detail)":[^,}]*/gu, '')}`;
        return { ms: performance.now() - began, answer };
      };
      const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
      for (let sample = -10; sample < samples; sample += 1) {
        // Alternating, so that whatever slows the machine down slows both, and each comes first as often.
        const order = sample % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
        const answers: string[] = [];
        for (const who of order) {
          const { ms, answer } = await send(`${who}@shop.example`);
          answers.push(answer);
          if (sample >= 0) times[who].push(ms);
        }
        expect(answers[0]).toBe(answers[1]);
      }
      expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(tolerance);
    },
    300_000,
  );
});
