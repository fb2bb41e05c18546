import { okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { openShop, type Shop } from '../../testing/shop-in-memory.js';
import type { Role } from '../identity/permissions.js';
import { runJob } from '../jobs/run-job.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const at = '2026-11-21T07:00:00.000Z';
const run = () => runJob(shop.handlers, { id: `mail-low-stock@${at}`, name: 'mail-low-stock', payload: { at } });
const reported = () =>
  [...shop.store.committed().outbox.values()]
    .map(({ event }) => event)
    .filter(({ type }) => type === 'stock.low-reported');

/** Somebody with a role. */
const hire = (role: Role) =>
  shop.store.transact(({ users }) => {
    const email = `${role}@shop.example`;
    users.set(role, { id: role, email, name: role, role, createdAt: at, passwordHash: 'x' });
    return okAsync(undefined);
  });

it('reports low stock once for each tick', async () => {
  (await run())._unsafeUnwrap();
  (await run())._unsafeUnwrap();
  expect(reported()).toMatchObject([{ variants: 1, listed: [{ name: 'Poster', available: 5 }], at }]);
});

it('mails the report, a row for each variant, to those who may change stock and to nobody else', async () => {
  for (const role of ['admin', 'editor', 'support', 'customer'] as const) (await hire(role))._unsafeUnwrap();
  (await run())._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  const sent = shop.mailer.sent();
  expect(sent.map(({ to }) => to).toSorted()).toEqual(['admin@shop.example', 'editor@shop.example']);
  expect(sent[0]).toMatchObject({ subject: 'Low stock: 1', text: expect.stringContaining('Poster (POSTER): 5\n') });
});
