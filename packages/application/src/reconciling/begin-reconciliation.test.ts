import type { Reconciliation } from '@cartwright/application';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, refusalOf, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const kept = (): readonly Reconciliation[] => [...shop.store.committed().reconciliations.values()];
const runTick = async (at: string): Promise<void> => {
  const tick = { id: `reconcile-payments@${at}`, name: 'reconcile-payments', payload: { at } } as const;
  (await shop.handlers['reconcile-payments'](tick))._unsafeUnwrap();
};

describe('the reconciliation of a night', () => {
  it('is of the three days before it', async () => {
    await runTick('2026-11-21T00:05:00.000Z');
    expect(kept()).toMatchObject([
      {
        from: '2026-11-18T00:05:00.000Z',
        to: '2026-11-21T00:05:00.000Z',
        dueAt: '2026-11-21T00:05:00.000Z',
        finishedAt: shop.clock.now(),
      },
    ]);
    expect(kept()[0]).not.toHaveProperty('requestedBy');
  });

  it('is one, though its job runs twice or two processes begin it at once', async () => {
    const at = '2026-11-21T00:05:00.000Z';
    const begun = await Promise.all([shop.beginNightlyReconciliation({ at }), shop.beginNightlyReconciliation({ at })]);
    expect(new Set(begun.map((each) => each._unsafeUnwrap().reconciliationId)).size).toBe(1);
    await runTick(at);
    await runTick(at);
    expect(kept()).toHaveLength(1);
  });

  it('overlaps with the night before', async () => {
    await runTick('2026-11-20T00:05:00.000Z');
    await runTick('2026-11-21T00:05:00.000Z');
    expect(kept()[1]).toMatchObject({ from: '2026-11-18T00:05:00.000Z', to: '2026-11-21T00:05:00.000Z' });
  });

  it('goes back to the end of the last one when the shop was off for longer', async () => {
    await runTick('2026-11-01T00:05:00.000Z');
    await runTick('2026-11-21T00:05:00.000Z');
    expect(kept()[1]).toMatchObject({ from: '2026-11-01T00:05:00.000Z', to: '2026-11-21T00:05:00.000Z' });
  });

  it('goes back to where the last one was cut short', async () => {
    (await shop.beginNightlyReconciliation({ at: '2026-11-10T00:05:00.000Z' }))._unsafeUnwrap();
    await runTick('2026-11-21T00:05:00.000Z');
    expect(kept()[1]).toMatchObject({ from: '2026-11-07T00:05:00.000Z' });
  });

  it('goes back 92 days at most', async () => {
    await runTick('2026-01-01T00:05:00.000Z');
    await runTick('2026-11-21T00:05:00.000Z');
    expect(kept()[1]).toMatchObject({ from: '2026-08-21T00:05:00.000Z' });
  });
});

describe('a reconciliation by hand', () => {
  const ask = (period: { readonly from?: string; readonly to?: string }) =>
    shop.requestReconciliation({ ...period, caller: { type: 'user', userId: 'ada', role: 'admin' } });

  it('is of the period asked for, and done by a job', async () => {
    const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' };
    const { reconciliationId } = (await ask(period))._unsafeUnwrap();
    const nothing = { events: 0, applied: 0, payments: 0, refundsRequestedAgain: 0, differences: 0 };
    expect(kept()).toEqual([
      {
        id: reconciliationId,
        ...period,
        doneTo: period.from,
        requestedBy: 'ada',
        requestedAt: shop.clock.now(),
        counts: nothing,
        differences: [],
      },
    ]);
    expect(await shop.runJobs()).toEqual([]);
    expect(kept()).toMatchObject([{ doneTo: period.to, finishedAt: shop.clock.now() }]);
  });

  it('is of the last three days when nothing is said', async () => {
    (await ask({}))._unsafeUnwrap();
    expect(kept()).toMatchObject([{ from: '2026-11-18T09:30:00.000Z', to: '2026-11-21T09:30:00.000Z' }]);
  });

  it('is one more each time', async () => {
    const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' };
    const ids = [(await ask(period))._unsafeUnwrap(), (await ask(period))._unsafeUnwrap()];
    expect(new Set(ids.map(({ reconciliationId }) => reconciliationId)).size).toBe(2);
  });

  it.each([
    ['reversed', '2026-10-02T00:00:00.000Z', '2026-10-01T00:00:00.000Z'],
    ['empty', '2026-10-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z'],
  ])('is refused of a period that is %s', async (_what, from, to) => {
    expect(await refusalOf(shop, () => ask({ from, to }))).toEqual({
      type: 'reconciliation.period-reversed',
      from,
      to,
    });
  });

  it('is taken of 92 days, and refused of more', async () => {
    const from = '2026-08-01T00:00:00.000Z';
    expect((await ask({ from, to: '2026-11-01T00:00:00.000Z' })).isOk()).toBe(true);
    const to = '2026-11-01T00:00:00.001Z';
    expect(await refusalOf(shop, () => ask({ from, to }))).toEqual({
      type: 'reconciliation.period-too-long',
      from,
      to,
      maximumDays: 92,
    });
  });
});
