import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import type { ReconciliationDifference } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const nobody = '00000000-0000-7000-8000-00000000ffff';
const run = (job: string, body?: object, role: Parameters<Shop['as']>[0] = 'admin') =>
  shop.call('POST', `/api/v1/admin/jobs/${job}/run`, {
    headers: shop.as(role),
    ...(body === undefined ? {} : { body }),
  });
const view = (path: string, role: Parameters<Shop['as']>[0] = 'support') =>
  shop.call('GET', `/api/v1/admin/reconciliations${path}`, { headers: shop.as(role) });
const events = () => [...shop.store.committed().outbox.values()].map(({ event }) => event);
const october = { from: '2026-10-01T00:00:00Z', to: '2026-10-02T02:00:00+02:00' };

describe('a reconciliation by hand', () => {
  it('is taken on for its period, and can be followed', async () => {
    const { status, headers, body } = await run('reconcile-payments', october);
    expect([status, headers['location']]).toEqual([202, `/api/v1/admin/reconciliations/${body.runId}`]);
    expect(events()).toMatchObject([{ type: 'payments.reconciliation-requested', reconciliationId: body.runId }]);
    const followed = await shop.call('GET', String(headers['location']), { headers: shop.as('support') });
    expect([followed.status, followed.body]).toEqual([
      200,
      {
        id: body.runId,
        from: '2026-10-01T00:00:00.000Z',
        to: '2026-10-02T00:00:00.000Z',
        doneTo: '2026-10-01T00:00:00.000Z',
        requestedBy: '00000000-0000-7000-8000-0000000000ad',
        requestedAt: shop.clock.now(),
        counts: { events: 0, applied: 0, payments: 0, refundsRequestedAgain: 0, differences: 0 },
        differences: [],
      },
    ]);
  });

  it('is of the last three days when nothing is sent', async () => {
    const { body } = await run('reconcile-payments');
    expect((await view(`/${body.runId}`)).body).toMatchObject({
      from: '2026-11-18T09:30:00.000Z',
      to: '2026-11-21T09:30:00.000Z',
    });
  });

  it.each([
    [{ from: october.to, to: october.from }, 422, 'reconciliation.period-reversed'],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }, 422, 'reconciliation.period-too-long'],
    [{ from: 'yesterday' }, 400, 'request.invalid'],
    [{ to: '2026-02-30T00:00:00' }, 400, 'request.invalid'],
    [{ from: 5 }, 400, 'request.invalid'],
    [{ since: october.from }, 400, 'request.invalid'],
  ])('is refused of %j', async (body, status, code) => {
    const answer = await run('reconcile-payments', body);
    expect([answer.status, answer.body.code, events()]).toEqual([status, code, []]);
  });
});

describe('a reconciliation that support starts', () => {
  const start = (body?: object, role: Parameters<Shop['as']>[0] = 'support') =>
    shop.call('POST', '/api/v1/admin/reconciliations', {
      headers: shop.as(role),
      ...(body === undefined ? {} : { body }),
    });

  it('is of its period, and can be followed', async () => {
    const { status, headers, body } = await start(october);
    const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' };
    expect([status, body]).toEqual([202, { id: expect.any(String), ...period }]);
    const followed = await shop.call('GET', String(headers['location']), { headers: shop.as('support') });
    expect([followed.status, followed.body]).toMatchObject([200, body]);
    expect(events()).toMatchObject([{ type: 'payments.reconciliation-requested', reconciliationId: body.id }]);
  });

  it('is of the last three days when nothing is sent', async () => {
    const period = { from: '2026-11-18T09:30:00.000Z', to: '2026-11-21T09:30:00.000Z' };
    for (const body of [undefined, {}]) expect((await start(body)).body).toMatchObject(period);
  });

  it('is refused of a period that ends before it starts', async () => {
    const { status, body } = await start({ from: october.to, to: october.from });
    expect([status, body.code, events()]).toEqual([422, 'reconciliation.period-reversed', []]);
  });
});

describe('reconciliations', () => {
  it('tell where the shop and the provider do not agree', async () => {
    const { body } = await run('reconcile-payments', october);
    const money = { amount: 1700, currency: 'USD' };
    const differences: readonly ReconciliationDifference[] = [
      {
        type: 'payment.amount-differs',
        orderId: nobody,
        paymentId: nobody,
        reference: 'pi_1',
        requested: money,
        captured: { ...money, amount: 1600 },
      },
      {
        type: 'event.refused',
        eventId: 'e',
        event: 'refund.failed',
        reason: 'payment.not-ours',
        reference: 'pi_2',
        refundId: 're_1',
        amount: money,
      },
    ];
    await shop.store.transact(({ reconciliations }) => {
      const begun = reconciliations.get(body.runId);
      if (begun !== undefined)
        reconciliations.set(body.runId, { ...begun, doneTo: begun.to, finishedAt: shop.clock.now(), differences });
      return okAsync(undefined);
    });
    expect((await view(`/${body.runId}`)).body).toMatchObject({ finishedAt: shop.clock.now(), differences });
  });

  it('are listed newest first, without their differences', async () => {
    const ids: string[] = [];
    for (let asked = 0; asked < 3; asked += 1) {
      ids.push((await run('reconcile-payments', october)).body.runId);
      shop.clock.advance(1000);
    }
    const first = await view('?cursor=&limit=2');
    expect(first.body.data.map(({ id }: { readonly id: string }) => id)).toEqual([ids[2], ids[1]]);
    expect(first.body.data[0]).not.toHaveProperty('differences');
    const second = await view(`?cursor=${first.body.meta.nextCursor}&limit=2`);
    expect(second.body).toMatchObject({ data: [{ id: ids[0] }], meta: { limit: 2, nextCursor: null } });
  });

  it('that nobody asked for are not found', async () => {
    const { status, body } = await view(`/${nobody}`);
    expect([status, body.code]).toEqual([404, 'reconciliation.not-found']);
  });
});

it('looks for unpaid orders when it is told to, and takes nothing with it', async () => {
  const { status, body } = await run('expire-orders');
  expect([status, body]).toEqual([202, { requestedAt: shop.clock.now() }]);
  expect(events()).toEqual([{ type: 'jobs.expiry-requested', at: shop.clock.now() }]);
  expect((await run('expire-orders', october)).body.code).toBe('request.invalid');
});

it('compares stock with its movements when it is told to', async () => {
  const { status, body } = await run('check-stock-ledger');
  expect([status, body]).toEqual([202, { requestedAt: shop.clock.now() }]);
  expect(events()).toEqual([{ type: 'jobs.stock-check-requested', at: shop.clock.now() }]);
});

it.each(['customer', 'editor', 'support'] as const)('lets no %s run jobs', async (role) => {
  for (const job of ['expire-orders', 'reconcile-payments']) expect((await run(job, {}, role)).status).toBe(403);
  expect(events()).toEqual([]);
});

it('runs no job that needs an event, and none that it does not have', async () => {
  expect([(await run('send-refund')).status, (await run('sell-everything')).status]).toEqual([409, 404]);
});

it.each(['customer', 'editor'] as const)('shows reconciliations to no %s', async (role) => {
  expect([(await view('', role)).status, (await view(`/${nobody}`, role)).status]).toEqual([403, 403]);
});
