import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { tablesWithPeople } from '@cartwright/adapters/drizzle/privacy/personal-tables';
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { composeShop, portsOf } from '@cartwright/adapters/runtime/compose-shop';
import { consumeJobs, relayEvents } from '@cartwright/adapters/runtime/run-jobs';
import { readSettings } from '@cartwright/adapters/runtime/settings/settings';
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
import { person, traces, tracesIn, useShop } from '../testing/erasable-person.js';
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

/** Matches an object that has these members, at every depth. */
const containing = (members: object): unknown =>
  expect.objectContaining(
    Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        typeof value === 'object' && !Array.isArray(value) ? containing(value) : value,
      ]),
    ),
  );

const textOfMails = async (): Promise<string> => JSON.stringify(await mailsIn(dataDir));

it('exports each section of what is stored about a person, with its content and without secrets', async () => {
  const { name, address } = person;
  const email = 'quirina.zedlacher@xn--mnchen-3ya.example';
  const { userId, orderId } = used;
  const exported = await call('GET', '/api/v1/me/export', { headers: bearer(used.accessToken) });
  const { exportedAt: _at, groups, consents, user, profile, ...sections } = exported.body;
  expect([exported.status, groups, consents]).toEqual([200, ['premium'], { marketing: true }]);
  expect(user).toMatchObject({ id: userId, email, name, role: 'customer' });
  expect(profile).toMatchObject({ userId, metadata: { nickname: name }, marketingConsent: true });

  // At least one row of each section contains this.
  const expected: Readonly<Record<string, object>> = {
    addresses: { address: { fullName: name, line1: address.line1, phone: address.phone } },
    apiKeys: { userId, name: 'Till', permissions: ['orders.read'] },
    auditLog: { targetId: userId },
    carts: { checkout: { email: person.email, note: `Ring for ${name}`, shippingAddress: { line1: address.line1 } } },
    comments: { userId, text: `Good, says ${name}.` },
    invoices: { orderId, content: { email, shipTo: { line1: address.line1 } } },
    knownAddresses: { userId, address: '127.0.0.1' },
    mailedLinks: { userId, purpose: 'verify-email' },
    orders: { id: orderId, email, shippingAddress: { fullName: name, line1: address.line1 } },
    payments: { orderId },
    posts: { authorId: userId, author: name, slug: 'the-new-kiln' },
    pricingInputs: { orderId },
    promotionUsage: { buyer: userId, uses: 1 },
    promotionUses: { buyer: userId, orderId },
    refreshTokens: { userId },
    requests: { caller: `user:${userId}` },
    returns: { orderId, reason: `${name} is allergic` },
    reviews: { userId, title: `${name} likes it`, author: name },
    sales: { orderId },
    sandboxPayments: {},
    secondFactor: { userId },
    sessions: { userId, address: '127.0.0.1' },
    wishlist: { userId },
  };
  // How many events wait depends on the jobs.
  const { events, ...rest } = sections;
  expect(events).toEqual(expect.any(Array));
  const listed = tablesWithPeople.map(({ section }) => section);
  const others = listed.filter((section) => !['user', 'profile', 'events'].includes(section));
  expect(Object.keys(rest).toSorted()).toEqual(others.toSorted());
  expect(Object.keys(expected).toSorted()).toEqual(others.toSorted());
  for (const [section, content] of Object.entries(expected))
    expect.soft(rest[section], section).toEqual(expect.arrayContaining([containing(content)]));
  expect(exported.text).not.toMatch(/passwordHash|digest|argon|sealedSecret|recovery/iu);
});

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
  expect(order).toMatchObject({ status: 'delivered', total: { amount: 1799 }, shippingAddress: { country: 'GB' } });
});
