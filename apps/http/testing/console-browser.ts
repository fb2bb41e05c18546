import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { openChromium } from '@cartwright/tests/browser/open-chromium';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { shopClient, type ShopClient } from './shop-client.js';
import { admin, startTemporaryShop, type RunningShop } from './start-shop.js';

/** A shop with demo data, and a browser that opens its console. */
export type ConsoleBrowser = {
  readonly shop: RunningShop;
  readonly call: ShopClient;
  /** The most expensive product in stock, and its first variant; empty without demo data. */
  readonly productId: string;
  readonly variantId: string;
  /** Opens a page in a session of its own. What its policy forbids, and errors of its scripts, are `complaints`. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<Page>;
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts a shop, and opens its console. */
export async function openConsole(settings: Readonly<Record<string, string>> = {}): Promise<ConsoleBrowser> {
  // Addresses of pictures name the port.
  const PORT = String(await freeLoopbackPort());
  return openConsoleOf(await startTemporaryShop({ PORT, DEMO_DATA: 'true', RATE_LIMIT_MAX: '1000000', ...settings }));
}

/** Opens the console of a running shop. */
export async function openConsoleOf(shop: RunningShop): Promise<ConsoleBrowser> {
  const call = shopClient(shop.url);
  const { body } = await call('GET', '/api/v1/products?limit=1&inStock=true&sort=-price');
  const product = body.data[0] ?? { id: '', variants: [{ id: '' }] };
  const browser: Browser = await openChromium();
  const complaints: string[] = [];
  return {
    shop,
    call,
    productId: product.id,
    variantId: product.variants[0].id,
    complaints,
    open: async (path = '/console', options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (/Content Security Policy|Uncaught/u.test(message.text())) complaints.push(message.text());
      });
      await page.goto(shop.url + path);
      return page;
    },
    close: async () => {
      await browser.close();
      await shop.stop();
    },
  };
}

/** Signs in on the sign-in page, which the console shows first. */
export async function signInToConsole(page: Page, who: { email: string; password: string } = admin): Promise<void> {
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** What axe finds on a page, except what it calls minor. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => id + ': ' + nodes[0].html))`);
}
