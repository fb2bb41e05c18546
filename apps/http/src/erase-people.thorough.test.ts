import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { composeShop, portsOf } from '@cartwright/adapters/runtime/compose-shop';
import { consumeJobs, relayEvents } from '@cartwright/adapters/runtime/run-jobs';
import { readSettings } from '@cartwright/adapters/runtime/settings';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import { dumpDatabase } from '@cartwright/adapters/testing/databases/dump-database';
import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { makeUseCases } from '@cartwright/application';
import { freeShipping, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { traces, tracesIn, useShop } from '../testing/erasable-person.js';
import { mailsIn, mailsWritten } from '../testing/mail-files.js';
import { bearer, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';
import { serverDeps } from './server-deps.js';

const ends: (() => Promise<unknown>)[] = [];
let dataDir: string;
let call: ShopClient;
let eraseCopies: () => Promise<void>;
let dump: (except?: readonly string[]) => Promise<string>;
let staff: Record<string, string>;
let used: Awaited<ReturnType<typeof useShop>>;

beforeAll(async () => {
  const database = await createMigratedDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'cartwright-erasure-'));
  const settings = readSettings({ DATA_DIR: dataDir, RATE_LIMIT_MAX: '1000000' }, 'embedded')._unsafeUnwrap();
  const shop = await composeShop({ ...settings, databaseUrl: database.url }, pino({ level: 'silent' }));
  const { db } = shop.storage;
  const useCases = makeUseCases(portsOf(shop));
  valueOf(await useCases.ensureAdmin(admin));
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  valueOf(await unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
  const variantId = await saveVariant(unitOfWork, { stock: 9 });
  const server = await buildServer(serverDeps(shop, useCases, () => Promise.reject(new Error('not called'))));
  ends.push(relayEvents(shop), consumeJobs(shop, useCases), () => server.close(), shop.resources.closeAll);
  ends.push(database.drop, () => rm(dataDir, { recursive: true }));
  call = shopClient(await server.listen({ host: '127.0.0.1', port: 0 }));
  eraseCopies = async () => valueOf(await useCases.eraseCopies());
  dump = (except) => dumpDatabase(db, except);
  const accessToken = await signIn(call, admin);
  staff = bearer(accessToken);
  used = await useShop(call, accessToken, variantId);
});
afterAll(async () => {
  for (const end of ends) await end();
});

const textOfMails = async (): Promise<string> => JSON.stringify(await mailsIn(dataDir));

it('finds nothing of an erased person in the database but on invoices, nor in stored mails', async () => {
  await mailsWritten(dataDir, 10);
  expect(tracesIn(await dump())).toHaveLength(traces.length);
  expect(tracesIn(await textOfMails())).not.toEqual([]);
  const invoice = async () =>
    (await call('GET', `/api/v1/orders/${used.orderId}/invoice.pdf`, { headers: staff })).text;
  const before = await invoice();

  const erased = await call('POST', `/api/v1/admin/users/${used.userId}/erase`, { headers: staff });
  expect([erased.status, erased.text]).toEqual([204, '']);
  await eraseCopies();
  expect(tracesIn(await textOfMails())).toEqual([]);
  expect(tracesIn(await dump(['issued_documents']))).toEqual([]);
  expect(tracesIn(await dump())).toContain('wombat crescent');
  expect(await invoice()).toBe(before);
  const { body: order } = await call('GET', `/api/v1/orders/${used.orderId}`, { headers: staff });
  expect(order).toMatchObject({ status: 'delivered', total: { amount: 1999 }, shippingAddress: { country: 'GB' } });
});
