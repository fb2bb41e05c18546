import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { readdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, openConsole, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import { consolePages, keepPicture, openConsolePage } from '../testing/console-pages.js';
import { bearer, payAsGuest, placeAsGuest, signIn } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

const built = new URL('../dist/console/', import.meta.url);

/** Buttons that open a dialog, by their pages. */
const dialogs = [
  ['/orders first', ['Ship', 'Refund', 'Cancel order']],
  ['/price-lists first', ['Add a price', 'Edit', 'Remove', 'Delete']],
  ['/customers first', ['Change groups', 'Erase']],
  ['/settings/roles', ['Define a role']],
] as const;

describe('the files of the console', () => {
  it('have at most 150 kB, compressed', async () => {
    const names = (await readdir(new URL('assets/', built))).filter((name) => /\.(js|css|svg)$/u.test(name));
    // Files of earlier bundles stay for a day.
    const superseded = JSON.parse(await readFile(new URL('assets/superseded.json', built), 'utf8')) as object;
    const present = names.filter((name) => !(name in superseded));
    const files = [new URL('index.html', built), ...present.map((name) => new URL(`assets/${name}`, built))];
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(file)).length));
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  });
});

describe.skipIf(isWithoutBrowser)('every page of the console', () => {
  let desk: ConsoleBrowser;
  beforeAll(async () => {
    desk = await openConsole();
    const { call, variantId } = desk;
    await payAsGuest(call, (await placeAsGuest(call, [{ variantId, quantity: 1 }])).body);
    const headers = bearer(await signIn(call, admin));
    const price = { variantId, minQuantity: 10, price: { amount: 900, currency: 'USD' } };
    const list = { name: 'Wholesale', currency: 'USD', prices: [price] };
    await call('POST', '/api/v1/admin/price-lists', { headers, body: list });
    await call('POST', '/api/v1/admin/posts', { headers, body: { title: 'How we glaze', status: 'published' } });
  });
  afterAll(async () => {
    await desk?.close();
  });
  /** What axe finds. */
  const faults = async (page: Page, name: string): Promise<readonly string[]> => {
    await keepPicture(page, name);
    return barriers(page);
  };

  it('has no barrier that axe finds, in light colours', async () => {
    const page = await desk.open('/console', { colorScheme: 'light' });
    expect(await faults(page, 'sign-in')).toEqual([]);
    await signInToConsole(page);
    for (const path of consolePages) {
      await openConsolePage(page, desk.shop.url, path);
      expect.soft(await faults(page, path), path).toEqual([]);
    }
    for (const [path, buttons] of dialogs) {
      await openConsolePage(page, desk.shop.url, path);
      for (const button of buttons) {
        await page.getByRole('button', { name: button, exact: true }).first().click();
        await page.getByRole('dialog').getByText('Loading …').first().waitFor({ state: 'detached' });
        expect.soft(await faults(page, `${path} ${button}`), button).toEqual([]);
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      }
    }
    await openConsolePage(page, desk.shop.url, '/account');
    await page.getByRole('button', { name: 'Add a second factor' }).click();
    await page.getByRole('img').waitFor();
    expect.soft(await faults(page, 'enrolment'), 'enrolment').toEqual([]);
    await page.context().close();
  });

  it('fits a screen of 400 pixels, and has no barrier that axe finds in dark colours', async () => {
    const page = await desk.open('/console', { colorScheme: 'dark', viewport: { width: 400, height: 800 } });
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // The navigation is behind a button.
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Products' }).click();
    await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
    for (const path of consolePages) {
      await openConsolePage(page, desk.shop.url, path);
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(400);
      expect.soft(await faults(page, path), path).toEqual([]);
    }
    await page.context().close();
  });

  it('has no link to Stripe in a shop that does not mirror its products', async () => {
    const page = await desk.open('/console/products');
    await signInToConsole(page);
    const asked = page.waitForResponse(/stripe-products/u);
    await page.reload();
    await (await asked).finished();
    await page.getByRole('table').getByRole('link').first().waitFor();
    expect(await page.getByRole('link', { name: 'Products in Stripe' }).count()).toBe(0);
    await openConsolePage(page, desk.shop.url, '/products/stripe');
    await page.getByText('This shop does not mirror its products to Stripe.').waitFor();
    expect(await page.getByRole('button', { name: 'Mirror now' }).count()).toBe(0);
    await page.context().close();
  });

  it('is usable with only a keyboard', async () => {
    const page = await desk.open('/console');
    await page.getByLabel('E-mail').focus();
    await page.keyboard.type(admin.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(admin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    await page.getByRole('table').getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Order ' }).waitFor();
    await page.getByRole('button', { name: 'Cancel order' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    // The focus is in the dialog, and returns to its button.
    expect(await dialog.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel order');
    const outline = 'getComputedStyle(document.activeElement).outlineStyle';
    expect(await page.evaluate(outline)).toBe('solid');
  });
});
