import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atConsole, type AtConsole } from '../testing/at-console.js';
import { barriers, openConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import { consolePages, keepPicture, openConsolePage } from '../testing/console-pages.js';
import { bearer, payAsGuest, signIn } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

/** The narrowest telephone that is still sold. */
const narrow = { width: 360, height: 740 };
const widestSku = `Math.max(0, ...[...document.querySelectorAll('.sku')].map(({ scrollWidth }) => scrollWidth))`;
const long = 'Hand-thrown stoneware casserole with a lid, glazed in seven layers of celadon, for oven and table';
const unbroken = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft';
// Its customers are guests, who have no page.
const pages = consolePages.filter((path) => path !== '/customers first');

describe.skipIf(isWithoutBrowser)('a shop with long names and prices in yen and dinars', () => {
  let desk: ConsoleBrowser;
  let page: Page;
  let at: AtConsole;
  let id: string;
  beforeAll(async () => {
    desk = await openConsole({ DEMO_DATA: 'false', STORE_CURRENCY: 'JPY' });
    const { call } = desk;
    const headers = bearer(await signIn(call, admin));
    const write = async (method: string, path: string, body: object) => {
      const answer = await call(method, `/api/v1${path}`, { headers, body });
      if (answer.status >= 300) throw new Error(answer.text);
      return answer.body;
    };
    await write('PATCH', '/admin/shop', { name: unbroken, currencies: ['USD', 'JPY', 'KWD'] });
    const flat = (amount: number, currency: string) => ({ currency, type: 'flat', amount: { amount, currency } });
    const charges = [flat(800, 'JPY'), flat(1500, 'KWD')];
    await write('POST', '/admin/shipping-methods', { name: long, zones: [{ countries: [] }], charges });
    const prices = [
      { price: { amount: 123_456, currency: 'JPY' }, compareAtPrice: { amount: 150_000, currency: 'JPY' } },
      { price: { amount: 248_120, currency: 'KWD' } },
    ];
    const variant = { sku: `SKU-${unbroken}`.slice(0, 60), prices, stock: 100_000 };
    const product = await write('POST', '/admin/products', {
      name: long,
      brand: unbroken,
      status: 'active',
      variants: [variant],
    });
    ({ id } = product);
    const [{ id: variantId }] = product.variants;
    const address = {
      fullName: unbroken.slice(0, 60),
      line1: long,
      city: unbroken.slice(0, 50),
      postalCode: 'EC1A 1AA',
      country: 'GB',
    };
    for (const currency of ['JPY', 'KWD']) {
      const cart = (await call('POST', '/api/v1/carts', { body: { currency } })).body;
      const token = { 'x-cart-token': cart.token };
      await call('PUT', `/api/v1/carts/${cart.id}/lines/${variantId}`, { headers: token, body: { quantity: 3 } });
      const placed = await call('POST', '/api/v1/orders', {
        headers: { ...token, 'idempotency-key': randomUUID() },
        body: {
          cartId: cart.id,
          email: `${unbroken.slice(0, 50)}@example.com`,
          shippingAddress: address,
        },
      });
      if (placed.status !== 201) throw new Error(placed.text);
      await payAsGuest(call, placed.body);
    }
    await write('POST', '/admin/promotions', {
      name: long,
      target: { type: 'order' },
      effect: { type: 'amount', amount: { amount: 1500, currency: 'KWD' }, mode: 'across' },
      conditions: { couponCode: unbroken.slice(0, 40), budget: { amount: 500_250, currency: 'KWD' } },
    });
    const entry = { variantId, minQuantity: 10, price: { amount: 99_999, currency: 'JPY' } };
    await write('POST', '/admin/price-lists', { name: unbroken, currency: 'JPY', prices: [entry] });
    await write('POST', '/admin/posts', { title: unbroken, status: 'published' });
    await write('POST', '/admin/customer-groups', { name: unbroken.slice(0, 50) });
    await write('POST', '/admin/webhooks', {
      url: `https://${unbroken.slice(0, 30)}.example/${'path/'.repeat(20)}`,
      events: ['order.paid'],
    });
    page = await desk.open('/console', { viewport: narrow });
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    at = atConsole(page, call);
  });
  afterAll(async () => {
    await desk?.close();
  });
  const open = async (path: string) => openConsolePage(page, desk.shop.url, path);
  const picture = async (path: string) => keepPicture(page, `long${path}`);

  it('fits a screen of 360 pixels on every page', async () => {
    for (const path of pages) {
      await open(path);
      await picture(path);
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(narrow.width);
      expect.soft(await page.evaluate(widestSku), path).toBeLessThan(250);
    }
    expect(await barriers(page)).toEqual([]);
    if (process.env['CONSOLE_PICTURES'] === undefined) return;
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const path of pages) {
      await open(path);
      await picture(path);
    }
  });

  it('shows and reads yen without decimals and dinars with three', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await open(`/products/${id}`);
    const row = page.getByRole('region', { name: 'Variants and stock' }).getByRole('row').nth(1);
    await row.getByText('¥123,456').waitFor();
    await row.getByText('KWD 248.120').waitFor();
    await row.getByRole('button', { name: 'Edit' }).click();
    const [yen, dinars] = [
      at.dialog().getByRole('group', { name: 'Price in JPY' }).getByLabel('Price', { exact: true }),
      at.dialog().getByRole('group', { name: 'Price in KWD' }).getByLabel('Price', { exact: true }),
    ];
    expect([await yen.inputValue(), await dinars.inputValue()]).toEqual(['123456', '248.120']);
    await yen.fill('12.5');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.dialog().locator('.error').getByText('such as 1234').waitFor();
    await yen.fill('124000');
    await dinars.fill('0.050');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await row.getByText('KWD 0.050').waitFor();
    const { prices } = (await at.read(`/admin/products/${id}`)).variants[0];
    expect(prices.map(({ price }: { price: object }) => price)).toEqual([
      { amount: 124_000, currency: 'JPY' },
      { amount: 50, currency: 'KWD' },
    ]);
  });

  it('is refunded with only a keyboard', async () => {
    await open('/orders');
    const focusOn = async (name: RegExp | string) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const text = String(await page.evaluate('document.activeElement.textContent'));
        if (typeof name === 'string' ? text === name : name.test(text)) return;
      }
      throw new Error(`no Tab leads to ${String(name)}`);
    };
    await page.locator('h1').focus();
    await focusOn(/^[0-9A-Z]{4}-[0-9A-Z]{6}$/u);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Order ' }).waitFor();
    await focusOn('Refund');
    await page.keyboard.press('Enter');
    await at.dialog().waitFor();
    await at.dialog().getByLabel('Amount').focus();
    await page.keyboard.type('100');
    await at.dialog().getByLabel('Reason').focus();
    await page.keyboard.type('A scratch');
    await focusOn('Refund');
    await page.keyboard.press('Enter');
    await page.getByText('A refund of order').first().waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
