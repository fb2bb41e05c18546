import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsole, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import { payAsGuest, placeAsGuest } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

const built = new URL('../dist/console/', import.meta.url);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** `first` follows the first link of the list. */
const pages = [
  '/orders',
  '/orders first',
  '/returns',
  '/products',
  '/products first',
  '/products/new',
  '/promotions',
  '/promotions first',
  '/promotions/new',
  '/customers',
  '/reviews',
  '/imports',
  '/reconciliation',
  '/audit-log',
  '/reports',
  '/settings',
  '/settings/shipping',
  '/settings/taxes',
  '/settings/minimum-orders',
  '/settings/groups',
  '/settings/staff',
  '/settings/api-keys',
  '/settings/webhooks',
  '/settings/jobs',
];

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
  });
  afterAll(async () => {
    await desk?.close();
  });
  /** Opens a page and waits until what it loads is there. */
  const open = async (page: Page, path: string) => {
    const [list = '', first] = path.split(' ');
    await page.goto(`${desk.shop.url}/console${list}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('Loading …').first().waitFor({ state: 'detached' });
    if (first === undefined) return;
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(`**${list}/*`);
    await page.getByText('Loading …').first().waitFor({ state: 'detached' });
  };
  const faults = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(axe);
    return page.evaluate(`axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact !== 'minor')
      .map(({ id, nodes }) => id + ': ' + nodes[0].html))`);
  };

  it('has no barrier that axe finds, in light colours', async () => {
    const page = await desk.open('/console', { colorScheme: 'light' });
    expect(await faults(page)).toEqual([]);
    await signInToConsole(page);
    for (const path of pages) {
      await open(page, path);
      expect.soft(await faults(page), path).toEqual([]);
    }
    await open(page, '/orders first');
    for (const button of ['Ship', 'Refund', 'Cancel order']) {
      await page.getByRole('button', { name: button }).click();
      expect.soft(await faults(page), button).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    }
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
    for (const path of pages) {
      await open(page, path);
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(400);
      expect.soft(await faults(page), path).toEqual([]);
    }
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
