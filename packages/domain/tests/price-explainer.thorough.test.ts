import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { serveFolder, type ServedFolder } from './serve-folder.js';

const { folder } = inject('packed');

describe.skipIf(isWithoutBrowser)('the example page', () => {
  let server: ServedFolder;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    server = await serveFolder(folder);
    browser = await openChromium();
  });
  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1180, height: 1250 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('response', (response) => response.ok() || complaints.push(`${response.status()} ${response.url()}`));
    await page.goto(`${server.origin}/examples/price-explainer.html`);
  });
  const closePage = async (): Promise<void> => {
    await page.close();
    expect(complaints).toStrictEqual([]);
  };
  afterEach(closePage);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const total = (): Promise<string> => page.locator('#total').innerText();
  /** Name, and what is said of it, of each promotion under one heading. */
  const listed = (id: 'applied' | 'skipped'): Promise<string[]> => page.locator(`#${id} li`).allInnerTexts();
  const of = async (id: 'applied' | 'skipped', name: string): Promise<string | undefined> =>
    (await listed(id)).find((text) => text.startsWith(name));

  it('explains the first price it shows', async () => {
    // Goods 29.00 + 9.00 + 36.00 = 74.00; one mug of three off: 12.00; 15 % of beans 29.00 and mugs 24.00: 4.35 + 3.60.
    // 54.05 are left. Shipping 6.90.
    // Tax: 5 % of 24.65 and of 9.00: 1.23 + 0.45; 20 % of 20.40 and of 6.90: 4.08 + 1.38.
    expect(await total()).toBe('$68.09');
    expect(await of('applied', 'Buy two mugs')).toContain('Of $36.00 left: Mug $12.00');
    expect(await of('applied', 'Kitchen week')).toContain('Of $53.00 left: Coffee beans $4.35, Mug $3.60');
    expect(await of('skipped', 'Free shipping')).toContain(
      'It asks for $75.00 before discounts; the cart comes to $74.00.',
    );
    expect(await of('skipped', 'Advent')).toContain('It begins on 2026-11-29.');
    const picture = process.env['SCREENSHOT'];
    if (picture !== undefined) await page.screenshot({ path: picture, fullPage: true });
  });

  it('prices again with every change of the cart', async () => {
    await page.getByLabel('Mug ·').fill('4');
    expect(await of('applied', 'Free shipping')).toContain('−$6.90');
    await page.getByLabel('Mug ·').fill('1000');
    expect(await page.locator('#price').innerText()).toContain('cart.quantity-out-of-range');
  });

  it('says which promotion another one lost to', async () => {
    await page.getByLabel('Desk lamp').fill('3');
    expect(await of('skipped', 'Kitchen week')).toContain('“5.00 off each lamp” is worth more.');
    expect(await of('applied', '5.00 off each lamp')).toContain('−$15.00');
  });

  it('lets a promotion be switched off', async () => {
    await page.getByLabel('Kitchen week').uncheck();
    expect(await of('applied', 'Kitchen week')).toBeUndefined();
    expect(await of('skipped', 'Kitchen week')).toBeUndefined();
  });

  it('follows the customer, the codes they enter and the day', async () => {
    await page.getByLabel('Customer group').selectOption('premium');
    await page.getByLabel('Coupon codes').fill('welcome10, typo');
    expect(await of('applied', '20 % for premium')).toContain('Of $54.05 left');
    expect(await of('applied', 'WELCOME10')).toContain('Of $43.24 left');
    expect(await page.locator('#unknown').innerText()).toContain('typo');
    await page.getByLabel('Day').fill('2026-12-01');
    expect(await of('skipped', 'Advent')).toContain('The others together makes');
  });

  it('takes promotions typed as JSON, and shows what is wrong with them', async () => {
    await page.getByText('Edit them as JSON').click();
    const text = page.getByLabel('Promotions as JSON');
    await text.fill(
      '[{ "id": "all", "name": "All of it", "target": { "type": "order" }, "effect": { "type": "percent", "rate": 1000000 } }]',
    );
    expect(await listed('applied')).toHaveLength(1);
    // All goods are free; shipping 6.90 and 20 % on it are left.
    expect(await total()).toBe('$8.28');
    await text.fill('[{ "id": "all" ');
    expect(await page.locator('#json-problem').innerText()).toContain('Not taken over yet');
    expect(await total()).toBe('$8.28');
    await text.fill(
      '[{ "id": "all", "name": "x", "target": { "type": "order" }, "effect": { "type": "percent", "rate": 5000000 } }]',
    );
    expect(await page.locator('#price').innerText()).toContain('pricing.promotion-malformed (effect.rate)');
  });
});
