import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { storeBulkOrders } from '@cartwright/adapters/testing/databases/bulk-orders';
import { fillSalesFacts } from '@cartwright/adapters/testing/databases/fill-sales-facts';
import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsoleOf, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { productionSettings, startHttp } from '../testing/start-shop.js';

const made = 1_000;
const orders = 10_000;

/** Each of the orders ten times over, with ids, numbers and days of their own. */
async function storeOrders(databaseUrl: string): Promise<void> {
  const { db, close } = openPostgres({ url: databaseUrl, maxConnections: 1 });
  await storeBulkOrders(db, { count: made, from: '2026-10-01T00:00:00.000Z' });
  for (let copy = 1; copy < orders / made; copy += 1)
    await db.execute(`
      insert into orders (id, number, email, status, payment_status, total, currency, placed_at, version, document)
      select gen_random_uuid(), number || '-${copy}', ${copy} || email, status, payment_status, total, currency,
        placed_at - ${copy} * interval '1 day', version, document from orders where number not like '%-%-%'`);
  await fillSalesFacts(db, orders);
  await close();
}

describe.skipIf(isWithoutBrowser)('the console of a shop with 10,000 orders', () => {
  let services: RunningServices;
  let desk: ConsoleBrowser;
  let page: Page;
  beforeAll(async () => {
    services = await startServices();
    await storeOrders(services.databaseUrl);
    const { http, url } = await startHttp(productionSettings(services));
    desk = await openConsoleOf({ url, http, stop: async () => void (await http.stop()) });
    page = await desk.open('/console');
    await signInToConsole(page);
  }, 240_000);
  afterAll(async () => {
    await desk?.close();
    await services?.stop();
  });
  /** Opens a page of the console. @returns how long it took until everything was there, in milliseconds */
  const open = async (path: string): Promise<number> => {
    const began = performance.now();
    await page.goto(`${desk.shop.url}/console${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('Loading …').first().waitFor({ state: 'detached' });
    return performance.now() - began;
  };

  it.each([
    '/orders',
    '/orders?page=500',
    '/orders?paymentStatus=paid&page=300',
    '/orders?search=3buyer12',
    '/orders?search=B-',
    '/customers',
    '/customers?page=250',
    '/customers?search=buyer99',
    '/reports',
  ])('shows %s within a second', async (path) => {
    const attempts: number[] = [];
    // The first ones start the process; the machine may be busy.
    while (attempts.length < 6 && Math.min(...attempts) >= 1_000) attempts.push(await open(path));
    expect(Math.min(...attempts)).toBeLessThan(1_000);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('leads to the last page and back, and loads one page at a time', async () => {
    const sizes: number[] = [];
    page.on('response', async (response) => {
      if (/\/admin\/orders\?/u.test(response.url())) sizes.push((await response.json()).data.length);
    });
    await open('/orders');
    const press = async (button: string, at: string) => {
      await page.getByRole('button', { name: button }).click();
      await page.getByText(at, { exact: true }).waitFor();
    };
    await press('Last', 'Page 500 of 500');
    expect(await page.getByRole('button', { name: 'Next' }).getAttribute('aria-disabled')).toBe('true');
    await press('Previous', 'Page 499 of 500');
    await press('First', 'Page 1 of 500');
    await expect.poll(() => [...sizes]).toEqual([20, 20, 20, 20]);
  });

  it('draws fifty rows of a long report, and finds the others', async () => {
    await open('/reports');
    await page.getByLabel('From').fill('2026-01-01');
    const table = page.getByRole('region', { name: 'Top products' });
    await page.getByText('The first 50 of 1000 rows.').first().waitFor();
    expect(await table.getByRole('row').count()).toBe(51);
    expect(desk.complaints).toEqual([]);
  });
});
