import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailsIn, mailsWritten } from '../testing/mail-files.js';
import { address, bearer, payAsGuest, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

const guide = new URL('../../../docs/mails.md', import.meta.url);

/** Whether somebody is a recipient of a mail. */
const isTo = (email: string, to: readonly { readonly address?: string | undefined }[] = []): boolean =>
  to.some(({ address: each }) => each === email);

/** The pictures of a page that did not load. */
const missingPictures = `[...document.images].filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src)`;

describe.skipIf(isWithoutBrowser)('a mail about an order, as a picture', () => {
  let dataDir: string;
  let shop: RunningShop;
  let call: ShopClient;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-mails-'));
    const texts = join(dataDir, 'texts.json');
    // The example of the guide to mails.
    const [, example = ''] = /```json\n([\s\S]*?)```/u.exec(readFileSync(guide, 'utf8')) ?? [];
    await writeFile(texts, example);
    shop = await startEmbeddedShop(dataDir, {
      // Pictures are at addresses that name the port.
      PORT: String(await freeLoopbackPort()),
      DEMO_DATA: 'true',
      MAIL_TEXTS: texts,
      STORE_NAME: 'Mill Lane Pottery',
      STORE_ADDRESS: '1 Mill Lane, Ockham',
    });
    call = shopClient(shop.url);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['en', 'Your order', 'Thanks for shopping with us!', 'Pay for your order'],
    ['de', 'Ihre Bestellung', 'Vielen Dank für Ihre Bestellung.', 'Bestellung bezahlen'],
    ['fr', 'Votre commande', 'Thank you for your order.', 'Pay for your order'],
  ])('shows what was ordered, how to pay it, its parcel and its refund: %s', async (locale, title, opening, pay) => {
    const email = `${locale}@example.com`;
    const { body } = await call('GET', '/api/v1/products?inStock=true&sort=-price&limit=2');
    const items = body.data.map(({ variants }: { variants: { id: string }[] }) => ({
      variantId: variants[0]?.id,
      quantity: 2,
    }));
    const placed = await call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': locale, 'accept-language': locale },
      body: { items, email, shippingAddress: address },
    });
    expect([placed.status, placed.body.locale]).toEqual([201, locale]);
    const { id, number } = placed.body;
    const others = (await mailsIn(dataDir)).filter(({ to }) => !isTo(email, to)).length;
    // The confirmation shows how to pay only while the payment is due, so it is written first.
    await mailsWritten(dataDir, others + 1);
    await payAsGuest(call, placed.body);
    const headers = bearer(await signIn(call, admin));
    const parcel = { carrier: 'Royal Mail', trackingNumber: 'RM 1234 5678 9GB' };
    await call('POST', `/api/v1/admin/orders/${id}/shipments`, { headers, body: parcel });
    await call('POST', `/api/v1/admin/orders/${id}/refunds`, {
      headers: { ...headers, 'idempotency-key': locale },
      body: { lines: [items[0]].map(({ variantId }) => ({ variantId, quantity: 1 })), reason: 'A scratch' },
    });
    const mails = (await mailsWritten(dataDir, others + 4)).filter(({ to }) => isTo(email, to));
    expect(mails).toHaveLength(4);
    const page = await browser.newPage();
    for (const { html = '', subject = '' } of mails) {
      await page.setContent(html, { waitUntil: 'load' });
      expect.soft(await page.evaluate(missingPictures), subject).toEqual([]);
      const text = await page.locator('body').innerText();
      expect(text).toContain('Mill Lane Pottery');
      expect(text).toContain(number);
      // A phone, and the pane of a mail program.
      for (const width of [360, 700]) {
        await page.setViewportSize({ width, height: 900 });
        const { MAIL_PICTURES: folder } = process.env;
        const name = `${locale}-${subject.replace(number, '').replaceAll(/\W+/gu, '-')}-${width}.png`;
        if (folder !== undefined) await page.screenshot({ path: join(folder, name), fullPage: true });
        expect.soft(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      }
    }
    await page.close();
    const confirmation = mails.find(({ subject }) => subject === `${title} ${number}`);
    expect(confirmation?.text).toContain(opening);
    expect(confirmation?.text).toMatch(new RegExp(`^${pay}: http://.+/orders/${id}\\?token=`, 'mu'));
  });
});
