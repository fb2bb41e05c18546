import { expect, it } from 'vitest';
import { jobNamed, jobs, tickJob } from './jobs.js';
import { schedulesIn } from './schedules.js';

it('runs every scheduled job by its pattern, in the shop’s time zone', () => {
  expect(schedulesIn('Europe/Berlin')).toEqual([
    { name: 'count-sales', pattern: '7 * * * *', timeZone: 'Europe/Berlin' },
    { name: 'mirror-products-to-stripe', pattern: '10 4 * * *', timeZone: 'Europe/Berlin' },
    { name: 'expire-orders', pattern: '* * * * *', timeZone: 'Europe/Berlin' },
    { name: 'reconcile-payments', pattern: '5 0 * * *', timeZone: 'Europe/Berlin' },
    { name: 'purge-old-data', pattern: '17 * * * *', timeZone: 'Europe/Berlin' },
    { name: 'rebuild-reports', pattern: '50 2 * * *', timeZone: 'Europe/Berlin' },
    { name: 'erase-copies', pattern: '47 3 * * *', timeZone: 'Europe/Berlin' },
    { name: 'check-stock-ledger', pattern: '35 2 * * *', timeZone: 'Europe/Berlin' },
    { name: 'audit-books', pattern: '20 3 * * *', timeZone: 'Europe/Berlin' },
    { name: 'mail-low-stock', pattern: '0 7 * * *', timeZone: 'Europe/Berlin' },
  ]);
});

it('makes one job of one tick', () => {
  const at = '2026-11-21T00:05:00.000Z';
  expect(tickJob('reconcile-payments', at)).toEqual({
    id: `reconcile-payments@${at}`,
    name: 'reconcile-payments',
    payload: { at },
  });
});

it('has a tick as a possible payload of each scheduled job', () => {
  const scheduled = Object.keys(jobs).filter((name) => jobNamed(name)?.schedule !== undefined);
  const tick = { at: '2026-11-21T00:05:00.000Z' };
  expect(scheduled.map((name) => jobNamed(name)?.payload(tick))).toEqual(scheduled.map(() => tick));
});
