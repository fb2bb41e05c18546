import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailsWritten } from '../testing/mail-files.js';
import { address, bearer, shopClient, type ShopResponse, type ShopClient } from '../testing/shop-client.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

const phone = { width: 360, height: 640 };

describe.skipIf(isWithoutBrowser)('the sandbox’s checkout page in a browser', () => {
  let dataDir: string;
  let storefront: Server;
  let storefrontUrl: string;
  let shop: RunningShop;
  let call: ShopClient;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What the browser refused to do, and what it asked others for. */
  let complaints: string[];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-checkout-'));
    storefront = createServer((request, response) => {
      response.setHeader('content-type', 'text/html').end(`<title>Storefront</title><h1>${request.url}</h1>`);
    }).listen(0, '127.0.0.1');
    await once(storefront, 'listening');
    storefrontUrl = `http://127.0.0.1:${(storefront.address() as AddressInfo).port}`;
    shop = await startEmbeddedShop(dataDir, {
      DEMO_DATA: 'true',
      PORT: String(await freeLoopbackPort()),
      ALLOWED_ORIGINS: storefrontUrl,
    });
    call = shopClient(shop.url);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
    storefront?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    complaints = [];
    // The page has to do without JavaScript.
    context = await browser.newContext({ javaScriptEnabled: false, viewport: phone });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== shop.url && origin !== storefrontUrl) complaints.push(request.url());
    });
  });
  const closePage = async (): Promise<void> => {
    await context.close();
    expect(complaints).toEqual([]);
  };
  afterEach(closePage);

  /** A customer with a cart, ordered and about to be paid on the page. */
  async function checkOut() {
    const email = `${randomUUID()}@example.com`;
    const registered = await call('POST', '/api/v1/auth/register', {
      body: { email, password: 'correct horse', name: 'Ada' },
    });
    const headers = bearer(registered.body.accessToken);
    const { body: found } = await call('GET', '/api/v1/products?inStock=true&sort=-price&limit=1');
    const cart = await call('POST', '/api/v1/carts', { headers, body: {} });
    const line = `/api/v1/carts/${cart.body.id}/lines/${found.data[0].variants[0].id}`;
    await call('PUT', line, { headers, body: { quantity: 1 } });
    const order = await call('POST', '/api/v1/orders', {
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: { cartId: cart.body.id, shippingAddress: address },
    });
    const started = await call('POST', `/api/v1/orders/${order.body.id}/payments`, {
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: {
        method: 'checkout',
        successUrl: `${storefrontUrl}/thanks?for=the%20order`,
        cancelUrl: `${storefrontUrl}/basket`,
      },
    });
    if (started.status !== 201) throw new Error(`the checkout was not started: ${started.text}`);
    return {
      email,
      number: String(order.body.number),
      redirectUrl: String(started.body.redirectUrl),
      read: (): Promise<ShopResponse> => call('GET', `/api/v1/orders/${order.body.id}`, { headers }),
      cancel: (): Promise<ShopResponse> => call('POST', `/api/v1/orders/${order.body.id}/cancel`, { headers }),
    };
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  // A second click aborts the navigation of the first one, for which `waitForURL` would fail.
  const arriveAt = (path: string) => expect.poll(() => page.url()).toBe(`${storefrontUrl}${path}`);
  const picture = async (name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('sells: a declined try, then a payment, and the order is paid and its mail written', async () => {
    const { email, number, redirectUrl, read } = await checkOut();
    await page.goto(redirectUrl);
    expect(await page.locator('main').innerText()).toContain(`Order ${number}`);
    await picture('open');

    await button('Decline').click();
    await page.getByRole('alert').waitFor();
    expect(page.url()).toBe(redirectUrl);
    expect(await page.getByRole('alert').innerText()).toContain('Payment failed: card declined.');
    await picture('declined');
    expect((await read()).body).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });

    await button('Pay').click();
    await arriveAt('/thanks?for=the%20order');
    const { body } = await read();
    expect(body).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
    expect(body.timeline.map(({ type }: { type: string }) => type)).toEqual(['placed', 'payment_failed', 'paid']);
    // One of the account, one of the order and one of the payment; none of the declined try.
    const mails = (await mailsWritten(dataDir, 3)).map(({ to, subject }) => `${to?.[0]?.address}: ${subject}`);
    expect(mails.toSorted()).toEqual(
      ['Please confirm your e-mail address', `Your order ${number}`, `Your order ${number} is paid`].map(
        (subject) => `${email}: ${subject}`,
      ),
    );

    await page.goBack();
    await picture('paid');
    expect(await page.getByRole('status').innerText()).toBe('This payment is complete.');
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('is worked by keyboard alone', async () => {
    const { redirectUrl, read } = await checkOut();
    await page.goto(redirectUrl);
    for (const name of ['Pay', 'Decline', 'Cancel']) {
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').innerText()).toBe(name);
    }
    await page.keyboard.press('Enter');
    await arriveAt('/basket');
    expect((await read()).body.status).toBe('pending');
    await page.goBack();
    await button('Pay').focus();
    await page.keyboard.press('Enter');
    await arriveAt('/thanks?for=the%20order');
    expect((await read()).body.status).toBe('paid');
  });

  it('takes the money once from whoever clicks twice', async () => {
    const { redirectUrl, read } = await checkOut();
    await page.goto(redirectUrl);
    await button('Pay').dblclick();
    await arriveAt('/thanks?for=the%20order');
    expect((await read()).body.payments).toHaveLength(1);
  });

  it('takes no money for an order that was cancelled while the page was open', async () => {
    const { redirectUrl, read, cancel } = await checkOut();
    await page.goto(redirectUrl);
    expect((await cancel()).status).toBe(200);
    // The shop tells the provider by a job: until that has run, another tab still has its buttons.
    const tab = await context.newPage();
    do await tab.goto(redirectUrl);
    while ((await tab.getByRole('button').count()) > 0);
    await button('Pay').click();
    await page.getByRole('status').waitFor();
    await picture('ended');
    expect(await page.getByRole('status').innerText()).toBe('The shop has closed this payment. Nothing was charged.');
    expect(await page.getByRole('button').count()).toBe(0);
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await arriveAt('/basket');
    expect((await read()).body).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid', payments: [] });
    // Chromium notes the 409 in its console.
    complaints = complaints.filter((text) => !text.includes('409'));
  });

  it('fits a phone and a desk, and buttons are as large as a finger', async () => {
    const { redirectUrl } = await checkOut();
    for (const [name, viewport] of [
      ['phone', phone],
      ['desktop', { width: 1280, height: 800 }],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.goto(redirectUrl);
      await picture(name);
      const boxes = await Promise.all(['Pay', 'Decline', 'Cancel'].map((button_) => button(button_).boundingBox()));
      for (const box of boxes) {
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= viewport.width).toBe(true);
      }
    }
  });

  it('says plainly that there is no such payment', async () => {
    await page.goto(`${shop.url}/sandbox/checkout/${randomUUID()}`);
    await picture('unknown');
    expect(await page.getByRole('heading').innerText()).toBe('Payment not found');
    complaints = complaints.filter((text) => !text.includes('404'));
  });
});
