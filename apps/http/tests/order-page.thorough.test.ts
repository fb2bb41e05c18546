import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers } from '../testing/console-browser.js';
import { mailsWritten } from '../testing/mail-files.js';
import { address, bearer, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('the order page of a mailed link in a browser', () => {
  let dataDir: string;
  let shop: RunningShop;
  let call: ShopClient;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-order-page-'));
    // The links of mails name the port.
    shop = await startEmbeddedShop(dataDir, { DEMO_DATA: 'true', PORT: String(await freeLoopbackPort()) });
    call = shopClient(shop.url);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** What the browser refused to do is in `complaints`. */
  const openPage = async (colorScheme: 'light' | 'dark' = 'light') => {
    const complaints: string[] = [];
    const context = await browser.newContext({ viewport: { width: 360, height: 780 }, colorScheme });
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    return { page, complaints };
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `order-page-${name}.png`), fullPage: true });
  };
  /** A guest's order; its link is taken from the mail. */
  const order = async (language: string) => {
    const { body: found } = await call('GET', '/api/v1/products?inStock=true&sort=-price&limit=1');
    const email = `${randomUUID()}@example.com`;
    const placed = await call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': randomUUID(), 'accept-language': language },
      body: { items: [{ variantId: found.data[0].variants[0].id, quantity: 2 }], email, shippingAddress: address },
    });
    if (placed.status !== 201) throw new Error(placed.text);
    let link = '';
    await expect
      .poll(
        async () => {
          const mail = (await mailsWritten(dataDir, 1)).find(({ to }) => to?.[0]?.address === email);
          link = /http:\S+\/orders\/\S+token=\S+/u.exec(mail?.text ?? '')?.[0] ?? '';
          return link;
        },
        { timeout: 60_000 },
      )
      .not.toBe('');
    return { id: String(placed.body.id), number: String(placed.body.number), link };
  };

  it('lets a guest pay, read the invoice, follow the parcel and read the credit note', async () => {
    const { id, number, link } = await order('en-GB');
    const { page, complaints } = await openPage();
    await page.goto(link);
    await page.getByText('Waiting for payment').waitFor();
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'unpaid');

    await page.getByRole('button', { name: 'Pay for your order' }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Pay for your order' }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.getByText('Paid. We are preparing your order.').waitFor();
    expect(page.url()).toBe(`${link}&returned=true`);
    expect(await page.getByRole('button').count()).toBe(0);

    const headers = bearer(await signIn(call, admin));
    const { body: paid } = await call('GET', `/api/v1/orders/${id}`, { headers });
    const shipped = await call('POST', `/api/v1/admin/orders/${id}/shipments`, {
      headers,
      body: { lines: [{ variantId: paid.lines[0].variantId, quantity: 1 }], carrier: 'DHL', trackingNumber: 'T-42' },
    });
    expect(shipped.status).toBeLessThan(300);
    const refunded = await call('POST', `/api/v1/admin/orders/${id}/refunds`, {
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: { amount: { ...paid.total, amount: 500 }, reason: 'scratched' },
    });
    expect(refunded.status).toBeLessThan(300);
    // A job sends the refund.
    await expect
      .poll(
        async () => {
          await page.goto(link);
          return page.getByRole('link').allInnerTexts();
        },
        { timeout: 60_000 },
      )
      .toEqual([
        expect.stringMatching(/^Invoice INV-\d+ \(PDF\)$/u),
        expect.stringMatching(/^Credit note CN-\d+ \(PDF\)$/u),
      ]);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`Order ${number}`);
    expect(await page.locator('main').innerText()).toContain('On its way, Carrier: DHL, Tracking number: T-42');
    for (const document of await page.getByRole('link').all()) {
      const answer = await page.request.get((await document.getAttribute('href')) ?? '');
      expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf']);
    }
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'shipped');
    expect(complaints).toEqual([]);
  });

  it('speaks German to who ordered in German, in the dark too', async () => {
    const { number, link } = await order('de-AT');
    const { page, complaints } = await openPage('dark');
    await page.goto(link);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`Bestellung ${number}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'german');
    await page.getByRole('button', { name: 'Bestellung bezahlen' }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.getByText('Bezahlt. Wir bereiten Ihre Bestellung vor.').waitFor();
    await page.getByRole('link', { name: /^Rechnung INV-\d+ \(PDF\)$/u }).waitFor();
    expect(complaints).toEqual([]);
  });
});
