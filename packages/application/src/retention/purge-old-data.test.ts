import type { Purgeable, PurgeRecords, UnitOfWork } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guestOrder, openShop, type Shop } from '../../testing/shop-in-memory.js';
import { importFileDays, makePurgeOldData, retentionDays } from './purge-old-data.js';

const daysMs = 86_400_000;
const byNumber = (left: number, right: number) => left - right;

/** A shop whose purges are replaced. */
const openShopThatPurges = (purge: PurgeRecords['purge']): Promise<Shop> =>
  openShop({
    unitOfWork: (ordinary): UnitOfWork => ({
      ...ordinary,
      run: (work) => ordinary.run((repositories) => work({ ...repositories, purges: { purge } })),
    }),
  });

it('deletes each kind of data once it is older than its retention', async () => {
  const asked: [Purgeable, string][] = [];
  const shop = await openShopThatPurges((what, before) => {
    asked.push([what, before]);
    return okAsync(1);
  });
  const purged = (await shop.purgeOldData())._unsafeUnwrap();
  expect(purged).toEqual(
    Object.fromEntries([
      ...[...Object.keys(retentionDays), 'audit-entries', 'events', 'issued-documents'].map((what) => [what, 1]),
      ['report-files', 0],
      ['import-files', 0],
    ]),
  );
  const now = Date.parse(shop.clock.now());
  const kept = { ...retentionDays, 'audit-entries': 400, events: 90 };
  expect(asked.filter(([what]) => what !== 'issued-documents')).toEqual(
    Object.entries(kept).map(([what, days]) => [what, new Date(now - days * daysMs).toISOString()]),
  );
});

it('deletes events of the feed and entries of the audit log as many days later as the shop is set to', async () => {
  const asked = new Map<Purgeable, string>();
  const shop = await openShopThatPurges((what, before) => {
    asked.set(what, before);
    return okAsync(0);
  });
  const purge = makePurgeOldData({
    ...shop.ports,
    unitOfWork: shop.unitOfWork,
    eventRetentionDays: 7,
    auditRetentionDays: 30,
  });
  (await purge())._unsafeUnwrap();
  const now = Date.parse(shop.clock.now());
  expect(asked.get('events')).toBe(new Date(now - 7 * daysMs).toISOString());
  expect(asked.get('audit-entries')).toBe(new Date(now - 30 * daysMs).toISOString());
});

it('deletes what invoices say ten years after the end of the year in which they were issued', async () => {
  let before = '';
  const shop = await openShopThatPurges((what, limit) => {
    if (what === 'issued-documents') before = limit;
    return okAsync(0);
  });
  await shop.purgeOldData();
  const year = Number(shop.clock.now().slice(0, 4));
  expect(before).toBe(`${year - 11}-12-31T23:59:59.999Z`);
});

it.each([1, 6, 30])('deletes what invoices say %i years after that year if the shop is set to that', async (years) => {
  let before = '';
  const shop = await openShopThatPurges((what, limit) => {
    if (what === 'issued-documents') before = limit;
    return okAsync(0);
  });
  const purge = makePurgeOldData({ ...shop.ports, unitOfWork: shop.unitOfWork, invoiceRetentionYears: years });
  (await purge())._unsafeUnwrap();
  const year = Number(shop.clock.now().slice(0, 4));
  expect(before).toBe(`${year - years - 1}-12-31T23:59:59.999Z`);
});

it('deletes in batches until nothing is left, and leaves the rest of very much to the next run', async () => {
  let left = 1_100;
  const sizes: number[] = [];
  const shop = await openShopThatPurges((what, _before, limit) => {
    if (what !== 'handled-messages') return okAsync(0);
    const deleted = Math.min(left, limit);
    left -= deleted;
    sizes.push(deleted);
    return okAsync(deleted);
  });
  expect((await shop.purgeOldData())._unsafeUnwrap()['handled-messages']).toBe(1_100);
  expect(sizes).toEqual([500, 500, 100]);
  left = 1_000_000;
  expect((await shop.purgeOldData())._unsafeUnwrap()['handled-messages']).toBe(100_000);
});

it('deletes the other kinds when one fails by a defect, which is logged', async () => {
  const shop = await openShopThatPurges((what) => {
    if (what === 'guest-carts') throw new TypeError('a bug');
    return okAsync(1);
  });
  expect((await shop.purgeOldData())._unsafeUnwrap()).toMatchObject({ 'guest-carts': 0, 'failed-jobs': 1 });
  expect(shop.log.lines).toContainEqual({
    level: 'error',
    message: 'old data could not be deleted',
    facts: { what: 'guest-carts', err: new TypeError('a bug') },
  });
});

it('runs by its job, which ends when storage is away, since the next hour brings another', async () => {
  const shop = await openShop();
  const tick = { id: 'purge-old-data@now', name: 'purge-old-data', payload: { at: shop.clock.now() } } as const;
  expect((await shop.handlers['purge-old-data'](tick)).isOk()).toBe(true);
  shop.store.goAway();
  expect((await shop.handlers['purge-old-data'](tick))._unsafeUnwrapErr()).toEqual({
    type: 'job.outage',
    reason: 'storage.unavailable',
  });
});

it('leaves orders alone, and repeats of their request within 24 hours', async () => {
  const shop = await openShop();
  const { order } = await guestOrder(shop);
  const keys = () => shop.store.committed().idempotency.size;
  shop.clock.advance(daysMs - 1);
  await shop.purgeOldData();
  expect(keys()).toBe(1);
  shop.clock.advance(1);
  await shop.purgeOldData();
  expect(keys()).toBe(0);
  shop.clock.advance(1_000 * daysMs);
  await shop.purgeOldData();
  expect(shop.store.committed().orders.get(order.id)?.order).toEqual(order);
});

it('states every retention in the guide for operators', () => {
  const guide = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
  const rows = guide.split('\n').filter((line) => /^\| .* \| \d+ days? after/u.test(line));
  const days = rows.map((line) => Number(/\| (\d+) days? after/u.exec(line)?.[1]));
  const stated = [...Object.values(retentionDays).filter((each) => each > 0), importFileDays];
  expect(days.toSorted(byNumber)).toEqual(stated.toSorted(byNumber));
});

it('keeps what prevents repeats for longer than anything that repeats', () => {
  const stripeResendsForDays = 30;
  expect(retentionDays['handled-messages']).toBeGreaterThan(stripeResendsForDays);
  expect(retentionDays['handled-messages']).toBeGreaterThan(retentionDays['dead-letters']);
});
