import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailsWritten } from '../testing/mail-files.js';
import { address, payAsGuest, shopClient, type ShopClient } from '../testing/shop-client.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('a mail about an order, as a picture', () => {
  let dataDir: string;
  let shop: RunningShop;
  let call: ShopClient;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-mails-'));
    const texts = join(dataDir, 'texts.json');
    await writeFile(texts, JSON.stringify({ de: { 'order-confirmation.opening': 'Danke schön!' } }));
    shop = await startEmbeddedShop(dataDir, {
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
    ['en', 2, 'Thank you for your order.', 'Pay for your order'],
    ['de', 4, 'Danke schön!', 'Bestellung bezahlen'],
  ])('shows what was ordered and how to pay it: %s', async (locale, count, opening, pay) => {
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
    // Paid only once the confirmation was written: it says how to pay as long as that is due.
    await mailsWritten(dataDir, count - 1);
    await payAsGuest(call, placed.body);
    const written = await mailsWritten(dataDir, count);
    const mails = written.filter(({ to = [] }) => to.some((recipient) => recipient.address === email));
    expect(mails).toHaveLength(2);
    for (const { html = '', subject = '' } of mails) {
      const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
      await page.setContent(html);
      const { MAIL_PICTURES: folder } = process.env;
      if (folder !== undefined)
        await page.screenshot({
          path: join(folder, `${locale}-${subject.replaceAll(/\W/gu, '-')}.png`),
          fullPage: true,
        });
      const text = await page.locator('body').innerText();
      expect(text).toContain('Mill Lane Pottery');
      expect(text).toContain(placed.body.number);
      expect(await page.evaluate('document.documentElement.scrollWidth <= 700')).toBe(true);
      await page.close();
    }
    const confirmation = mails.find(({ subject = '' }) => subject.endsWith(placed.body.number));
    expect(confirmation?.text).toContain(opening);
    expect(confirmation?.text).toMatch(new RegExp(`^${pay}: http://.+/orders/${placed.body.id}\\?token=`, 'mu'));
  });
});
