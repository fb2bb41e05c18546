import { beforeAll, describe, expect, it } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await paidOrder(shop);
  return () => shop.server.close();
});
const days = { from: '2020-01-01', to: '2029-12-31' };
const request = (body: object, headers = shop.as('viewer')) =>
  shop.call('POST', '/api/v1/admin/report-files', { headers, body });
/** The link to a file that was requested and written. */
const linkTo = async (body: object): Promise<string> => {
  const { status, body: requested, headers } = await request(body);
  expect([status, headers['location']]).toEqual([202, `/api/v1/admin/report-files/${requested.id}`]);
  (await shop.useCases.writeReportFile({ reportFileId: requested.id }))._unsafeUnwrap();
  const viewed = await shop.call('GET', String(headers['location']), { headers: shop.as('viewer') });
  expect(viewed.body).toEqual({
    id: requested.id,
    status: 'completed',
    ...body,
    createdAt: shop.clock.now(),
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/api\/v1\/report-files\//u),
    expiresAt: expect.any(String),
  });
  return String(viewed.body.url).slice('http://127.0.0.1:3000'.length);
};

describe('a report file', () => {
  it.each(['sales', 'top-products', 'low-stock', 'customers', 'promotions', 'taxes', 'reviews'])(
    'has the bytes of the report %s, in both formats',
    async (report) => {
      for (const format of ['csv', 'json']) {
        const range = report === 'low-stock' ? {} : days;
        const groupBy = report === 'sales' ? { groupBy: 'week' } : {};
        const query = new URLSearchParams({ ...range, ...groupBy, format });
        const direct = await shop.call('GET', `/api/v1/admin/reports/${report}?${query.toString()}`, {
          headers: shop.as('viewer'),
        });
        const file = await shop.call('GET', await linkTo({ report, ...range, ...groupBy, format }));
        expect([file.status, file.text]).toEqual([200, direct.text]);
      }
    },
  );

  it('has the bytes of the list of orders', async () => {
    const direct = await shop.call('GET', '/api/v1/admin/orders.csv', { headers: shop.as('viewer') });
    const file = await shop.call('GET', await linkTo({ report: 'orders', ...days, format: 'csv' }));
    expect(file.text).toBe(direct.text);
    expect(file.text.split('\r\n')).toHaveLength(3);
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-length': String(Buffer.byteLength(file.text)),
      'content-disposition': 'attachment; filename=orders-2020-01-01-2029-12-31.csv',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('has no link before it is written', async () => {
    const { body } = await request({ report: 'low-stock', format: 'json' });
    const viewed = await shop.call('GET', `/api/v1/admin/report-files/${body.id}`, { headers: shop.as('support') });
    expect(viewed.body).toEqual({
      id: body.id,
      status: 'queued',
      report: 'low-stock',
      format: 'json',
      createdAt: shop.clock.now(),
    });
  });

  it('is refused with days that are missing, unknown, not of the calendar or reversed', async () => {
    const errorsOf = async (body: object) =>
      (await request({ format: 'csv', ...body })).body.errors.map(
        ({ field, code }: { readonly field: string; readonly code: string }) => [field, code],
      );
    expect(await errorsOf({ report: 'taxes', to: days.to })).toEqual([['from', 'required']]);
    expect(await errorsOf({ report: 'low-stock', ...days })).toEqual([
      ['from', 'unknown'],
      ['to', 'unknown'],
    ]);
    expect(await errorsOf({ report: 'taxes', ...days, groupBy: 'day' })).toEqual([['groupBy', 'unknown']]);
    expect(await errorsOf({ report: 'taxes', ...days, from: '2026-02-31' })).toEqual([['from', 'format']]);
    expect(await errorsOf({ report: 'payroll', ...days })).toEqual([['report', 'not-allowed']]);
    const reversed = await request({ report: 'orders', from: days.to, to: days.from, format: 'csv' });
    expect(reversed.body).toMatchObject({ status: 422, code: 'report.range-invalid' });
  });

  it('is for staff who may read what it has', async () => {
    const { headers } = await shop.register();
    expect((await request({ report: 'low-stock', format: 'csv' }, headers)).status).toBe(403);
    const orders = { report: 'orders', ...days, format: 'csv' };
    expect((await request(orders, shop.as('editor'))).body.code).toBe('auth.forbidden');
    expect((await request({ ...orders, report: 'sales' }, shop.as('editor'))).status).toBe(202);
  });

  it('is opened by its own link only, for a quarter of an hour, and is gone after a day', async () => {
    const [link, other] = [
      await linkTo({ report: 'low-stock', format: 'csv' }),
      await linkTo({ report: 'low-stock', format: 'json' }),
    ];
    const idOf = (url: string): string => url.slice('/api/v1/report-files/'.length).split('.')[0] ?? '';
    for (const forged of [link.replace(idOf(link), idOf(other)), `${link}x`, '/api/v1/report-files/x']) {
      expect((await shop.call('GET', forged)).body).toMatchObject({ status: 403, code: 'link.invalid' });
    }
    expect((await shop.call('GET', link.replace('report-files', 'downloads'))).body.code).toBe('link.invalid');
    shop.clock.advance(15 * 60_000);
    expect((await shop.call('GET', link)).body).toMatchObject({ status: 410, code: 'link.expired' });
    shop.clock.advance(24 * 60 * 60_000);
    const gone = await shop.call('GET', `/api/v1/admin/report-files/${idOf(link)}`, { headers: shop.as('viewer') });
    expect(gone.body).toMatchObject({ status: 404, code: 'report-file.not-found' });
  });
});
