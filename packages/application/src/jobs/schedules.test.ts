import { expect, it } from 'vitest';
import { schedulesIn, tickJob } from './schedules.js';

it('looks for unpaid orders each minute, and reconciles payments at five past midnight, by the shop’s clock', () => {
  expect(schedulesIn('Europe/Berlin')).toEqual([
    { name: 'expire-orders', pattern: '* * * * *', timeZone: 'Europe/Berlin' },
    { name: 'reconcile-payments', pattern: '5 0 * * *', timeZone: 'Europe/Berlin' },
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
