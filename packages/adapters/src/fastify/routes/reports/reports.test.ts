import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type ShopResponse, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  return () => shop.server.close();
});
const report = (path: string, headers: Record<string, string> = {}) =>
  shop.call('GET', `/api/v1/admin/reports/${path}`, { headers: { ...shop.as('viewer'), ...headers } });
const range = 'from=2020-01-01&to=2029-12-31';

describe('reports', () => {
  it.each(['sales', 'top-products', 'customers', 'promotions', 'taxes', 'reviews'])(
    '%s has rows as JSON or CSV, for staff',
    async (name) => {
      const { status, body, headers } = await report(`${name}?${range}`);
      expect([status, body, headers['vary']]).toMatchObject([200, { data: [] }, expect.stringContaining('Accept')]);
      for (const csv of [
        await report(`${name}?${range}`, { accept: 'text/csv' }),
        await report(`${name}?${range}&format=csv`),
      ]) {
        expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
        expect(csv.text.split('\r\n')).toHaveLength(2);
        expect(csv.text).toContain(name === 'reviews' ? 'average' : 'currency');
      }
    },
  );

  it('low-stock lists what is sold and nearly gone', async () => {
    const { body } = await report('low-stock');
    const lines = (await report('low-stock?format=csv')).text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(body.data.length + 1);
    expect(lines[0]).toBe('variantId,sku,name,available,threshold');
  });

  it('say that rows are missing as JSON, and have all as CSV and in the mail', async () => {
    expect((await report('low-stock')).body).not.toHaveProperty('truncated');
    const { variants } = shop.store.committed();
    const mug = variants.get(shop.mug);
    if (mug === undefined) throw new Error('the mug is gone');
    for (let count = 0; count < 1_001; count += 1) {
      const id = `00000000-0000-7000-8000-0000000${10_000 + count}`;
      variants.set(id, { ...mug, id, sku: `MUG-${count}`, stock: 0 });
    }
    const { body } = await report('low-stock');
    expect([body.data.length, body.truncated]).toEqual([1_000, true]);
    const rows = (await report('low-stock?format=csv')).text.trimEnd().split('\r\n');
    expect(rows.length - 1).toBeGreaterThan(1_000);
    const seen = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body: page }: ShopResponse = await report(`low-stock?limit=100&cursor=${cursor}`);
      for (const { variantId } of page.data) seen.add(variantId);
      cursor = page.meta.nextCursor;
    }
    expect(seen.size).toBe(rows.length - 1);
    const mailed = await shop.useCases.mailLowStock({ jobId: 'tick', at: shop.clock.now() });
    expect(mailed.isOk()).toBe(true);
    const { event } = [...shop.store.committed().outbox.values()].at(-1) ?? {};
    expect(event).toMatchObject({ type: 'stock.low-reported', variants: rows.length - 1 });
  });

  it('are about the last 30 days unless days are named', async () => {
    const today = shop.clock.now().slice(0, 10);
    const month = await report(`sales?from=2026-10-23&to=${today}`);
    expect([today, month.status]).toEqual(['2026-11-21', 200]);
    expect((await report('sales')).body).toEqual(month.body);
    for (const query of ['taxes', 'reviews?format=csv', `customers?to=${today}`, `promotions?from=${today}`]) {
      expect([query, (await report(query)).status]).toEqual([query, 200]);
    }
    // From the day after today.
    expect((await report('taxes?from=2026-11-22')).body.code).toBe('report.range-invalid');
    expect((await report('taxes?to=2020-01-01&from=2020-01-02')).body.code).toBe('report.range-invalid');
  });

  it('take days for the stock of now, too', async () => {
    expect((await report(`low-stock?${range}`)).body).toEqual((await report('low-stock')).body);
    expect((await report('low-stock?from=today')).status).toBe(400);
  });

  it('are refused to customers, and with days that do not exist or are in the wrong order', async () => {
    const { headers } = await shop.register();
    expect((await report(`sales?${range}`, headers)).body).toMatchObject({ status: 403, code: 'auth.forbidden' });
    for (const day of ['2026-13-01', '2026-02-31', '0000-00-00', '0000-01-01', 'today', '26-1-1']) {
      expect((await report(`sales?from=${day}&to=2026-01-01`)).body.errors).toMatchObject([{ field: 'from' }]);
    }
    expect((await report(`sales?${range}&groupBy=year`)).status).toBe(400);
    expect((await report('sales?from=2026-02-01&to=2026-01-01')).body).toMatchObject({
      status: 422,
      code: 'report.range-invalid',
    });
  });
});
