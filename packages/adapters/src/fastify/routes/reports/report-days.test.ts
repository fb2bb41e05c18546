import { beforeAll, expect, it } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
const report = (query: string) => shop.call('GET', `/api/v1/admin/reports/${query}`, { headers: shop.as('viewer') });
beforeAll(async () => {
  shop = await openShop();
  const headers = shop.as('admin');
  const zones = [{ countries: [], prices: 'exclusive', rates: { standard: 88_750, reduced: 0 } }];
  await shop.call('PUT', '/api/v1/admin/tax-rules', { headers, body: { zones } });
  await shop.call('PATCH', '/api/v1/admin/shop', { headers, body: { timeZone: 'Asia/Tokyo' } });
  shop.clock.advance(Date.parse('2026-11-21T14:59:59Z') - Date.parse(shop.clock.now()));
  await paidOrder(shop, { key: 'before midnight', quantity: 2 });
  shop.clock.advance(Date.parse('2026-11-21T20:00:00Z') - Date.parse(shop.clock.now()));
  await paidOrder(shop, { key: 'in the morning', coupons: ['save10'] });
});

it('an order belongs to the day that it is in the shop’s time zone', async () => {
  const sales = async (query: string) =>
    (await report(`sales?${query}`)).body.data.map(({ period, orders }: { period: string; orders: number }) => [
      period,
      orders,
    ]);
  expect(await sales('from=2026-11-20&to=2026-11-23')).toEqual([
    ['2026-11-21', 1],
    ['2026-11-22', 1],
  ]);
  expect(await sales('from=2026-11-22&to=2026-11-22')).toEqual([['2026-11-22', 1]]);
  // The 22nd is a Sunday, so both are in one week.
  expect(await sales('from=2026-11-16&to=2026-11-22&groupBy=week')).toEqual([['2026-11-16', 2]]);
});

const amounts = new Set(['gross', 'discounts', 'shipping', 'tax', 'refunds', 'net', 'total', 'amount']);
const cellOf = ([column, value]: readonly [string, unknown]): string => {
  if (column === 'rate') return String(Number(value) / 10_000);
  return amounts.has(column) ? (Number(value) / 100).toFixed(2) : String(value);
};

it.each(['sales', 'top-products', 'customers', 'promotions', 'taxes'])(
  '%s has the same cells as CSV and as JSON',
  async (name) => {
    const days = 'from=2026-11-21&to=2026-11-22';
    const rows: readonly Record<string, unknown>[] = (await report(`${name}?${days}`)).body.data;
    expect(rows.length).toBeGreaterThan(0);
    const [header = '', ...lines] = (await report(`${name}?${days}&format=csv`)).text.trimEnd().split('\r\n');
    const columns = header.split(',');
    expect(columns.toSorted()).toEqual(Object.keys(rows[0] ?? {}).toSorted());
    expect(lines).toEqual(rows.map((row) => columns.map((column) => cellOf([column, row[column]])).join(',')));
  },
);
