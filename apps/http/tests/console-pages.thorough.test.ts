/** Each task of staff in the areas beside orders, done once by clicks. Long because it lists them all in one shop. */
import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atConsole, password, type AtConsole } from '../testing/at-console.js';
import { openConsole, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import {
  address,
  bearer,
  payAsGuest,
  payOrder,
  placeAsGuest,
  signIn,
  type ShopClient,
} from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('the areas of the console in a browser', () => {
  let desk: ConsoleBrowser;
  let call: ShopClient;
  let page: Page;
  let at: AtConsole;
  let variantId: string;
  let productId: string;
  beforeAll(async () => {
    desk = await openConsole();
    ({ call, productId, variantId } = desk);
    await payAsGuest(call, (await placeAsGuest(call, [{ variantId, quantity: 1 }])).body);
    page = await desk.open('/console');
    await signInToConsole(page);
    at = atConsole(page, call);
  });
  afterAll(async () => {
    await desk?.close();
  });

  it('creates a product, adds a variant, adjusts its stock and uploads a picture', async () => {
    await at.area('Products');
    await page.getByRole('link', { name: 'New product' }).click();
    await page.getByLabel('Name').fill('Walking stick');
    await page.getByLabel('Status').selectOption('active');
    await page.getByLabel('Slug').fill('no slug');
    await page.getByLabel('SKU').fill('STICK-1');
    await page.getByLabel('Price', { exact: true }).fill('19.9');
    await page.getByLabel('Stock', { exact: true }).fill('4');
    await page.getByRole('button', { name: 'Save' }).click();
    // The refusal of the API stands beside its field.
    await page.locator('.error').waitFor();
    expect(await page.getByLabel('Slug').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Slug').fill('walking-stick');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Walking stick' }).waitFor();

    await page.getByRole('button', { name: 'Adjust stock' }).click();
    await at.dialog().getByLabel('Change').fill('-1');
    await at.dialog().getByLabel('Reason').fill('Broken');
    await at.dialog().getByRole('button', { name: 'Adjust stock' }).click();
    await at.said('The stock of STICK-1 was adjusted.');
    await page.getByRole('button', { name: 'Movements' }).click();
    await page.getByRole('region', { name: 'Movements of STICK-1' }).getByText('Broken').waitFor();

    await page.getByRole('button', { name: 'Add a variant' }).click();
    await at.dialog().getByLabel('SKU').fill('STICK-2');
    await at.dialog().getByLabel('Price', { exact: true }).fill('24');
    await at.dialog().getByLabel('Compare-at price').fill('29.95');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The variant was added.');

    const green = { width: 400, height: 300, channels: 3, background: 'green' } as const;
    const buffer = await sharp({ create: green }).png().toBuffer();
    await page.getByLabel('New picture').setInputFiles({ name: 'stick.png', mimeType: 'image/png', buffer });
    await page.getByLabel('Text for those who cannot see it').fill('A stick');
    await page.getByRole('button', { name: 'Upload' }).click();
    const picture = page.getByRole('img', { name: 'A stick' });
    await picture.waitFor();
    await picture.evaluate((image: { decode: () => Promise<void> }) => image.decode());

    const id = page.url().split('/').at(-1);
    const { variants, status } = await at.read(`/admin/products/${id}`);
    expect(status).toBe('active');
    expect(variants).toMatchObject([
      { sku: 'STICK-1', available: 3, prices: [{ price: { amount: 1990, currency: 'USD' } }] },
      { sku: 'STICK-2', prices: [{ price: { amount: 2400 }, compareAtPrice: { amount: 2995 } }] },
    ]);
  });

  it('refuses to overwrite what somebody else has changed meanwhile', async () => {
    const other = await desk.open(`/console/products/${productId}`);
    await signInToConsole(other);
    await other.getByLabel('Brand').fill('Mine');
    const headers = bearer(await signIn(call, admin));
    await call('PATCH', `/api/v1/admin/products/${productId}`, { headers, body: { brand: 'Theirs' } });
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByRole('alert').getByText('Somebody has changed this').waitFor();
    await other.getByRole('button', { name: 'Load the latest version' }).click();
    await other.locator('[name=brand][value=Theirs]').waitFor();
    await other.getByLabel('Brand').fill('Ours');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByRole('status').getByText('The product was saved.').waitFor();
    expect((await at.read(`/admin/products/${productId}`)).brand).toBe('Ours');
    await other.context().close();
  });

  it('drafts a promotion, previews it on a cart, backtests it on past orders, saves it and makes codes', async () => {
    await at.area('Promotions');
    await page.getByRole('link', { name: 'New promotion' }).click();
    await page.getByLabel('Name').fill('Half of everything');
    await page.getByLabel('Percentage').fill('50');
    await page.getByLabel('Only with a generated code').check();
    await page.getByLabel('Find a product for the cart').fill('Walking');
    await page.getByRole('button', { name: 'Add Walking stick (STICK-1)' }).click();
    await page.getByLabel('Quantity of Walking stick (STICK-1)').fill('2');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Half of everything does not apply').waitFor();
    await page.getByLabel('Only with a generated code').uncheck();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('row', { name: 'Half of everything -$19.90' }).waitFor();

    await page.getByRole('button', { name: 'Backtest' }).click();
    await page.getByText('Backtest: Completed').waitFor();
    const totals = page.getByRole('region', { name: 'Totals of the backtest' });
    expect(await totals.getByRole('cell').nth(1).innerText()).toBe('1');

    await page.getByLabel('Only with a generated code').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Half of everything' }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Generate codes' }).click();
    await at.dialog().getByLabel('Number of codes').fill('3');
    await at.dialog().getByRole('button', { name: 'Generate codes' }).click();
    expect((await saved).suggestedFilename()).toBe('codes.csv');

    await at.area('Promotions');
    await page.getByRole('searchbox', { name: 'Search' }).fill('half of');
    await page.getByRole('status').getByText('1 entry').waitFor();
    const { data } = await at.read('/admin/promotions');
    expect(data.find(({ name }: { name: string }) => name === 'Half of everything')).toMatchObject({
      effect: { type: 'percent', rate: 500_000 },
      conditions: { singleUse: true },
    });
  });

  it('imports products, first as a dry run, and shows each line that was rejected', async () => {
    const csv = 'Handle,Title,Variant SKU,Variant Price\nrope,Rope,ROPE-1,9.50\nbell,Bell,BELL-1,"1,2,3"\n';
    const file = { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    const upload = async (isDry: boolean) => {
      await at.area('Imports');
      await page.getByLabel('File').setInputFiles(file);
      await page.getByLabel('Dry run').setChecked(isDry);
      await page.getByRole('button', { name: 'Import' }).click();
      await page.getByText(`${isDry ? 'Dry run' : 'Import'}: Completed, 2 of 2`).waitFor();
      await page.getByRole('region', { name: 'Failures' }).getByRole('cell', { name: 'is not an amount' }).waitFor();
    };
    await upload(true);
    expect((await at.read('/admin/products?search=rope')).data).toEqual([]);
    await upload(false);
    expect((await at.read('/admin/products?search=rope')).data).toMatchObject([{ name: 'Rope' }]);
    await at.area('Imports');
    expect(await page.getByRole('link', { name: 'new.csv' }).count()).toBe(2);
  });

  it('shows customers, and puts one into a group', async () => {
    await at.register('gina@example.com');
    await at.area('Settings');
    await at.part('Customer groups');
    await page.getByRole('button', { name: 'Add a group' }).click();
    await at.dialog().getByLabel('Name').fill('wholesale');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The group was added.');

    await at.area('Customers');
    await page.getByRole('searchbox', { name: 'Search' }).fill('gina');
    await page.getByRole('link', { name: 'gina@example.com' }).click();
    await page.getByRole('button', { name: 'Change groups' }).click();
    await at.dialog().getByLabel('wholesale').check();
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The groups were saved.');
    const [gina] = (await at.read('/admin/customers?search=gina')).data;
    expect(gina.groups).toEqual(['wholesale']);
  });

  it('approves one review and rejects another', async () => {
    const review = async (email: string, text: string) => {
      const headers = bearer(String((await at.register(email)).accessToken));
      const placed = await call('POST', '/api/v1/orders', {
        headers: { ...headers, 'idempotency-key': randomUUID() },
        body: { items: [{ variantId, quantity: 1 }], shippingAddress: address },
      });
      await payOrder(call, placed.body.id, headers);
      const written = await call('POST', `/api/v1/products/${productId}/reviews`, {
        headers,
        body: { rating: 4, text },
      });
      expect(written.status).toBe(201);
    };
    await review('hugo@example.com', 'Lovely to look at.');
    await review('ida@example.com', 'Buy at my shop instead!');
    await at.area('Reviews');
    const row = (text: string) => page.getByRole('row').filter({ hasText: text });
    await row('Lovely').getByRole('button', { name: 'Approve' }).click();
    await row('Lovely').getByText('Approved').waitFor();
    await row('instead').getByRole('button', { name: 'Reject' }).click();
    await row('instead').getByText('Rejected').waitFor();
    const { data } = await at.read('/admin/reviews');
    expect(data.map(({ status }: { status: string }) => status).sort()).toEqual(['approved', 'rejected']);
  });

  it('compares payments with the provider and shows what differs', async () => {
    await at.area('Reconciliation');
    await page.getByRole('button', { name: 'Reconcile now' }).click();
    await at.dialog().getByRole('button', { name: 'Reconcile' }).click();
    await at.said('The reconciliation was started.');
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('region', { name: 'Differences' }).waitFor();
    expect((await at.read('/admin/reconciliations')).meta.total).toBe(1);
  });

  it('draws sales, best-selling products and low stock, each beside its numbers', async () => {
    await at.area('Reports');
    await page.getByRole('img', { name: 'Net sales in USD over time' }).waitFor();
    await page.getByRole('img', { name: 'Units sold of the best-selling products' }).waitFor();
    await page.getByRole('img', { name: 'Units available of variants with low stock' }).waitFor();
    const drawn = `[...document.querySelectorAll('canvas')].map((chart) =>
      chart.getContext('2d').getImageData(0, 0, chart.width, chart.height).data.some((part) => part > 0))`;
    expect(await page.evaluate(drawn)).toEqual([true, true, true]);
    const from = new Date(Date.now() - 29 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const to = new Date().toISOString().slice(0, 10);
    const { data } = await at.read(`/admin/reports/sales?from=${from}&to=${to}&groupBy=day`);
    const orders = page.getByRole('region', { name: 'Sales in USD' }).getByRole('cell').nth(1);
    expect(await orders.innerText()).toBe(String(data[0].orders));
  });

  it('changes the shop, its shipping methods, tax rules and minimum orders', async () => {
    await at.area('Settings');
    await page.getByLabel('Name').fill('The Wheelwright');
    await page.getByLabel('Address').fill('1 Mill Lane\nBath');
    await page.getByRole('button', { name: 'Save' }).click();
    await at.said('The shop was saved.');
    await at.part('Shipping methods');
    await page.getByRole('button', { name: 'Add a shipping method' }).click();
    await at.dialog().getByLabel('Name').fill('By cart');
    await at.dialog().getByLabel('Countries').fill('gb, ie');
    await at.dialog().getByLabel('Amount').fill('4.5');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The shipping method was added.');
    await at.part('Tax rules');
    await page.getByRole('button', { name: 'Add zone' }).click();
    await page.getByLabel('Countries').fill('GB');
    await page.getByLabel('Rates').fill('standard: 20\nreduced: 7.5');
    await page.getByRole('button', { name: 'Save' }).click();
    // The API checks the rules as a whole, and what was typed stays.
    await page.getByRole('alert').getByText('Add a zone without countries').waitFor();
    await page.getByRole('button', { name: 'Add zone' }).click();
    const world = page.getByRole('group', { name: 'Zone 2' });
    await world.getByLabel('Prices').selectOption('exclusive');
    await world.getByLabel('Rates').fill('standard: 0\nreduced: 0');
    await page.getByRole('button', { name: 'Save' }).click();
    await at.said('The tax rules were saved.');
    await at.part('Minimum orders');
    await page.getByLabel('Minimum', { exact: true }).fill('12.34');
    await page.getByRole('button', { name: 'Save' }).click();
    await at.said('The minimum orders were saved.');

    expect(await at.read('/admin/shop')).toMatchObject({ name: 'The Wheelwright', address: ['1 Mill Lane', 'Bath'] });
    const { data } = await at.read('/admin/shipping-methods');
    expect(data.find(({ name }: { name: string }) => name === 'By cart')).toMatchObject({
      zones: [{ countries: ['GB', 'IE'] }],
      charges: [{ type: 'flat', amount: { amount: 450, currency: 'USD' } }],
    });
    const zones = [
      { countries: ['GB'], prices: 'inclusive', rates: { standard: 200_000, reduced: 75_000 } },
      { countries: [], prices: 'exclusive', rates: { standard: 0, reduced: 0 } },
    ];
    expect(await at.read('/admin/tax-rules')).toEqual({ zones });
    expect((await at.read('/admin/minimum-order-rules')).rules[0].minimum.amount).toBe(1234);
  });

  it('invites staff, creates a key, adds a webhook, and pauses, resumes and runs a job', async () => {
    await at.area('Settings');
    await at.part('Staff');
    await page.getByRole('button', { name: 'Invite' }).click();
    await at.dialog().getByLabel('E-mail').fill('new@shop.example');
    await at.dialog().getByLabel('Role').selectOption('support');
    await at.dialog().getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('row').filter({ hasText: 'new@shop.example' }).getByText('Invited').waitFor();
    await at.part('API keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await at.dialog().getByLabel('Name').fill('Warehouse');
    await at.dialog().getByLabel('orders.read').check();
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('not shown again').waitFor();
    await at.part('Webhooks');
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await at.dialog().getByLabel('Address').fill('https://hooks.example/orders');
    await at.dialog().getByLabel('Events').fill('order.paid\norder.cancelled');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The webhook was added.');
    await at.part('Jobs');
    await page.getByRole('button', { name: 'Pause expire-orders' }).click();
    await page.getByRole('button', { name: 'Resume expire-orders' }).click();
    await at.said('expire-orders was resumed.');
    await page.getByRole('button', { name: 'Run expire-orders' }).click();
    await at.said('expire-orders was started.');

    expect((await at.read('/admin/api-keys')).data).toMatchObject([
      { name: 'Warehouse', permissions: ['orders.read'] },
    ]);
    expect((await at.read('/admin/webhooks')).data).toMatchObject([{ events: ['order.paid', 'order.cancelled'] }]);
  });

  it('shows who did what', async () => {
    await at.area('Audit log');
    await page.getByText(/^Searches the rows of this page, not all \d+\.$/u).waitFor();
    await page.getByLabel('Action').fill('setTaxRules');
    await page.getByLabel('Action').press('Enter');
    await page.getByRole('status').getByText('1 entry').waitFor();
    const first = page.getByRole('row').nth(1);
    expect(await first.innerText()).toContain('setTaxRules');
    // The actor by name, and what was changed with a link to its page.
    await first.getByRole('link', { name: new RegExp(admin.email, 'u') }).waitFor();
    await page.goto(`${desk.shop.url}/console/audit-log?target=product`);
    const product = page.getByRole('row').nth(1).getByRole('cell').nth(2).getByRole('link');
    const name = await product.innerText();
    await product.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });

  it('shows a viewer only what they may do, and kindly refuses the rest', async () => {
    await at.register('vera@shop.example', 'viewer');
    const theirs = await desk.open('/console');
    await signInToConsole(theirs, { email: 'vera@shop.example', password });
    const links = theirs.getByRole('navigation', { name: 'Areas' }).getByRole('link');
    expect(await links.allInnerTexts()).toEqual([
      'Orders',
      'Products',
      'Promotions',
      'Price lists',
      'Reports',
      'Settings',
    ]);
    await theirs.getByRole('table').getByRole('link').first().click();
    await theirs.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(await theirs.getByRole('button', { name: /Ship|Refund|Cancel order/u }).count()).toBe(0);
    await theirs.goto(`${desk.shop.url}/console/audit-log`);
    await theirs.getByRole('alert').getByText('Your role does not allow this.').waitFor();
    await theirs.context().close();
  });

  it('broke no rule of its own policy, and no script failed', () => {
    expect(desk.complaints).toEqual([]);
  });
});
