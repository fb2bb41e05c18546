import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('the documentation in a browser', () => {
  let shop: RunningShop;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    shop = await startTemporaryShop({ DEMO_DATA: 'true', ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text());
    });
    await page.goto(`${shop.url}/`);
    await page.waitForSelector('.opblock-tag');
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  /** Opens a request of a group, executes it as it is filled in, and returns the status of its answer. */
  async function tryOut(group: string, operationId: string): Promise<string> {
    const operation = page.locator(`[id="operations-${group.replaceAll(' ', '_')}-${operationId}"]`);
    if (!(await operation.isVisible())) await page.locator(`.opblock-tag[data-tag="${group}"]`).click();
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('.execute').click();
    const status = operation.locator('.live-responses-table .response .response-col_status').first();
    const text = await status.innerText();
    await operation.locator('.opblock-summary-control').click();
    return text.trim();
  }

  it('opens at the root with our name and an introduction', async () => {
    expect(page.url()).toContain('/docs');
    expect(await page.title()).toBe('Cartwright API');
    expect(await page.locator('.info .title').innerText()).toContain('Cartwright');
    expect(await page.locator('.info').innerText()).toMatch(/A purchase[\s\S]*Tokens[\s\S]*Money[\s\S]*Idempotency/u);
  });

  it.each([
    ['Catalogue', 'viewProduct', '200'],
    ['Carts', 'createCart', '201'],
    ['Carts', 'setLine', '200'],
    ['Carts', 'addCoupon', '200'],
    ['Orders', 'placeOrder', '201'],
    ['Payments', 'startPayment', '201'],
    ['Sandbox', 'confirmSandboxPayment', '200'],
    ['Orders', 'viewOrder', '200'],
    ['Account', 'viewMe', '200'],
    ['Order management', 'searchOrders', '200'],
    ['Products', 'viewManagedProduct', '200'],
  ])('executes what is filled in: %s, %s', async (group, operationId, status) => {
    expect(await tryOut(group, operationId)).toBe(status);
  });

  it('loads nothing that its own policy forbids', () => {
    expect(complaints).toEqual([]);
  });
});
