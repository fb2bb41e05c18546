import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import type { ReconciliationDifference } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const nobody = '00000000-0000-7000-8000-00000000ffff';
const start = (body?: object, role: Parameters<Shop['as']>[0] = 'support') =>
  shop.call('POST', '/api/v1/admin/reconciliations', {
    headers: shop.as(role),
    ...(body === undefined ? {} : { body }),
  });
const view = (path: string, role: Parameters<Shop['as']>[0] = 'support') =>
  shop.call('GET', `/api/v1/admin/reconciliations${path}`, { headers: shop.as(role) });
const events = () => [...shop.store.committed().outbox.values()].map(({ event }) => event);
const october = { from: '2026-10-01T00:00:00Z', to: '2026-10-02T02:00:00+02:00' };

describe('a reconciliation by hand', () => {
  it('is taken on for its period, and can be followed', async () => {
    const { status, headers, body } = await start(october);
    expect([status, headers['location']]).toEqual([202, `/api/v1/admin/reconciliations/${body.id}`]);
    const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' };
    expect(body).toEqual({ id: expect.any(String), ...period });
    expect(events()).toMatchObject([{ type: 'payments.reconciliation-requested', reconciliationId: body.id }]);
    const followed = await shop.call('GET', String(headers['location']), { headers: shop.as('support') });
    expect([followed.status, followed.body]).toEqual([
      200,
      {
        id: body.id,
        ...period,
        doneTo: '2026-10-01T00:00:00.000Z',
        requestedBy: '00000000-0000-7000-8000-0000000000ab',
        requestedAt: shop.clock.now(),
        counts: { events: 0, applied: 0, payments: 0, refundsRequestedAgain: 0, differences: 0 },
        differences: [],
      },
    ]);
  });

  it('is of the last three days when nothing is sent', async () => {
    const period = { from: '2026-11-18T09:30:00.000Z', to: '2026-11-21T09:30:00.000Z' };
    for (const body of [undefined, {}]) expect((await start(body)).body).toMatchObject(period);
  });

  it.each([
    [{ from: october.to, to: october.from }, 422, 'reconciliation.period-reversed'],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }, 422, 'reconciliation.period-too-long'],
    [{ from: 'yesterday' }, 400, 'request.invalid'],
    [{ to: '2026-02-30T00:00:00' }, 400, 'request.invalid'],
    [{ from: 5 }, 400, 'request.invalid'],
    [{ since: october.from }, 400, 'request.invalid'],
  ])('is refused of %j', async (body, status, code) => {
    const answer = await start(body);
    expect([answer.status, answer.body.code, events()]).toEqual([status, code, []]);
  });
});

describe('reconciliations', () => {
  it('tell where the shop and the provider do not agree', async () => {
    const { body } = await start(october);
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
      const begun = reconciliations.get(body.id);
      if (begun !== undefined)
        reconciliations.set(body.id, { ...begun, doneTo: begun.to, finishedAt: shop.clock.now(), differences });
      return okAsync(undefined);
    });
    expect((await view(`/${body.id}`)).body).toMatchObject({ finishedAt: shop.clock.now(), differences });
  });

  it('are listed newest first, without their differences', async () => {
    const ids: string[] = [];
    for (let asked = 0; asked < 3; asked += 1) {
      ids.push((await start(october)).body.id);
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

it.each(['customer', 'editor'] as const)('shows and starts reconciliations for no %s', async (role) => {
  const answers = [await view('', role), await view(`/${nobody}`, role), await start(october, role)];
  expect([answers.map(({ status }) => status), events()]).toEqual([[403, 403, 403], []]);
});
