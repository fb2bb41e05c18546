import {
  spawnStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atConsole, type AtConsole } from '../testing/at-console.js';
import { barriers, openConsole, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';

const narrow = { width: 400, height: 800 };

describe.skipIf(isWithoutBrowser)('work that the console starts and follows', () => {
  let stripe: StripeStandIn;
  let desk: ConsoleBrowser;
  let page: Page;
  let at: AtConsole;
  beforeAll(async () => {
    stripe = await spawnStripeStandIn();
    desk = await openConsole({
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.url,
      STRIPE_SYNC_PRODUCTS: 'true',
    });
    page = await desk.open('/console', { colorScheme: 'light' });
    await signInToConsole(page);
    at = atConsole(page, desk.call);
  });
  afterAll(async () => {
    await desk?.close();
    await stripe?.stop();
  });
  /** In light colours on a wide screen and in dark ones on a narrow screen. */
  const barriersInBothColours = async (): Promise<readonly string[]> => {
    const wide = page.viewportSize() ?? narrow;
    const light = await barriers(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(narrow);
    const dark = await barriers(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(narrow.width);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(wide);
    return [...light, ...dark];
  };

  it('writes a report to a file, whose link is renewed and leads to its rows', async () => {
    await at.area('Reports');
    await page.getByLabel('Report', { exact: true }).selectOption('low-stock');
    await page.getByLabel('Format').selectOption('json');
    await at.press('Write a file');
    await at.said('The file was requested.');
    const link = page.getByRole('link', { name: 'Download JSON: Low stock' });
    await link.waitFor();
    const before = await link.getAttribute('href');
    await page.getByText(/^The link works until /u).waitFor();
    // Links of the same second are the same.
    const renewed = async () => {
      await page.getByRole('button', { name: 'New link to Low stock' }).click();
      return link.getAttribute('href');
    };
    await expect.poll(renewed).not.toBe(before);
    const downloaded = page.waitForEvent('download');
    await link.click();
    const file = JSON.parse(await readFile(await (await downloaded).path(), 'utf8'));
    const { data } = await at.read('/admin/reports/low-stock');
    expect(JSON.stringify(file)).toContain(data[0].sku);

    await page.getByLabel('From').fill('2026-01-01');
    await page.getByLabel('Report', { exact: true }).selectOption('orders');
    await page.getByLabel('Format').selectOption('csv');
    await at.press('Write a file');
    await page.getByRole('link', { name: /^Download CSV: Orders, 2026-01-01 to /u }).waitFor();
    // The files are still there when the page is opened again.
    await page.reload();
    await expect.poll(() => page.getByRole('link', { name: /^Download / }).count()).toBe(2);
    expect(await barriersInBothColours()).toEqual([]);
  });

  it('mirrors the products to Stripe, shows how far it is and what somebody changed there, and overwrites that', async () => {
    await at.area('Products');
    await page.getByRole('link', { name: 'Products in Stripe' }).click();
    await page.getByText('The products have not been mirrored yet.').waitFor();
    const run = async () => {
      await at.press('Mirror now');
      return at.dialog().getByRole('button', { name: 'Mirror now' });
    };
    await (await run()).click();
    await page.getByText('The shop and Stripe agree.').waitFor();
    await page.getByText(/^Mirror: Finished /u).waitFor();
    const { name } = await at.read(`/admin/products/${desk.productId}`);
    const product = (await stripe.products()).find(({ id }) => id === desk.variantId);
    expect(product?.name).toContain(name);

    await stripe.setProductByHand(desk.variantId, { name: 'Renamed by hand' });
    await page.getByRole('link', { name: 'All runs' }).click();
    await (await run()).click();
    await page.getByText(/^Mirror: Finished /u).waitFor();
    await at.row('Product changed').getByText(desk.variantId).waitFor();
    await at.row('Product changed').getByRole('cell', { name: 'Name', exact: true }).waitFor();
    expect(await barriersInBothColours()).toEqual([]);

    await page.getByRole('link', { name: 'All runs' }).click();
    const confirm = await run();
    await at.dialog().getByLabel('Write everything again').check();
    expect(await barriersInBothColours()).toEqual([]);
    await confirm.click();
    await page.getByText('Everything is written again.').waitFor();
    await page.getByText('The shop and Stripe agree.').waitFor();
    expect((await stripe.products()).find(({ id }) => id === desk.variantId)?.name).toBe(product?.name);
    await page.getByRole('link', { name: 'All runs' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    expect(await barriersInBothColours()).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
