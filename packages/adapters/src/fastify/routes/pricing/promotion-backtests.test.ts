import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { makeRunBacktest } from '@cartwright/application';
import { makeInMemoryBooksReader } from '../../../in-memory/read-models/books-reader.js';
import { makeSequentialIds } from '../../../in-memory/sequential-ids.js';
import { makeInMemoryUnitOfWork } from '../../../in-memory/unit-of-work.js';
import { beforeAll, describe, expect, it } from 'vitest';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  return () => shop.server.close();
});
const path = '/api/v1/admin/promotions/backtest';
const period = { from: '2020-01-01T00:00:00Z', to: '2029-01-01T00:00:00Z' };
const promotion = { name: 'A tenth', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } };
const ask = (body: object) => shop.call('POST', path, { headers: shop.as('editor'), body });

describe('POST /admin/promotions/backtest', () => {
  it('tries a draft on past orders, as a job whose progress and result can be read', async () => {
    await paidOrder(shop, { quantity: 2 });
    const { status, body, headers } = await ask({ promotion, ...period });
    expect([status, body, headers['location']]).toEqual([202, { jobId: expect.any(String) }, `${path}/${body.jobId}`]);
    const read = async () => (await shop.call('GET', `${path}/${body.jobId}`, { headers: shop.as('editor') })).body;
    expect(await read()).toMatchObject({ status: 'queued', processed: 0, totals: [], byDay: [], byProduct: [] });
    const { store } = shop;
    const unitOfWork = makeInMemoryUnitOfWork({ store, ids: makeSequentialIds() });
    const run = makeRunBacktest({ unitOfWork, booksReader: makeInMemoryBooksReader({ store }) });
    (await run({ backtestId: body.jobId }))._unsafeUnwrap();
    const sum = { currency: 'USD', orders: 1, before: 4500, after: 4100 };
    expect(await read()).toMatchObject({
      jobId: body.jobId,
      status: 'completed',
      from: '2020-01-01T00:00:00.000Z',
      processed: 1,
      total: 1,
      totals: [sum],
      byDay: [{ ...sum, day: shop.clock.now().slice(0, 10) }],
      byProduct: [{ ...sum, productId: expect.any(String), before: 4000, after: 3600 }],
    });
  });

  it('takes days for its period, of which the last is included', async () => {
    const { body } = await ask({ promotion, from: '2026-10-01', to: '2026-10-31' });
    const { from, to } = (await shop.call('GET', `${path}/${body.jobId}`, { headers: shop.as('editor') })).body;
    expect([from, to]).toEqual(['2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z']);
  });

  it('refuses a malformed draft by field, an empty period and unknown jobs', async () => {
    const bad = { ...promotion, effect: { type: 'percent', rate: 2_000_000 } };
    expect((await ask({ promotion: bad, ...period })).body).toMatchObject({
      status: 422,
      code: 'pricing.promotion-malformed',
      errors: [{ field: 'effect.rate' }],
    });
    expect((await ask({ promotion, from: period.to, to: period.from })).body).toMatchObject({
      status: 422,
      code: 'promotion.backtest-period-invalid',
    });
    expect((await ask({ promotion, from: 'spring', to: period.to })).body).toMatchObject({
      status: 400,
      errors: [{ field: 'from', code: 'format' }],
    });
    for (const id of ['none', '019a9d2e-0000-7000-8000-000000000001']) {
      const missing = await shop.call('GET', `${path}/${id}`, { headers: shop.as('editor') });
      expect([missing.status, missing.body.code]).toEqual([404, 'promotion.backtest-not-found']);
    }
    expect((await shop.call('POST', path, { headers: shop.as('viewer'), body: { promotion, ...period } })).status).toBe(
      403,
    );
  });
});
