import { startSmtp, type RunningSmtp } from '@cartwright/adapters/testing/start-smtp';
import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSignedInConsole, type AtConsole } from '../testing/at-console.js';
import { barriers, type ConsoleBrowser } from '../testing/console-browser.js';
import { bearer, placeAsGuest, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('tasks that are seldom done, at the console', () => {
  let smtp: RunningSmtp;
  /** What webhooks have sent, by event. */
  let received: string[];
  let receiver: Server;
  let desk: ConsoleBrowser;
  let call: ShopClient;
  let page: Page;
  let at: AtConsole;
  beforeAll(async () => {
    smtp = await startSmtp();
    received = [];
    receiver = createServer((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (part: string) => (body += part));
      request.on('end', () => {
        received.push(JSON.parse(body).type);
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    ({ desk, call, page, at } = await openSignedInConsole({ SMTP_URL: smtp.url, WEBHOOK_ALLOW_PRIVATE: 'true' }));
  });
  afterAll(async () => {
    await desk?.close();
    receiver?.close();
    await smtp?.stop();
  });
  const open = (path: string) => page.goto(`${desk.shop.url}/console${path}`);
  const write = async (path: string, body: object) =>
    (await call('POST', `/api/v1/admin${path}`, { headers: bearer(await signIn(call, admin)), body })).body;
  /** Presses the button of the open dialog that does it. axe finds nothing in the dialog. */
  const confirm = async (name: string) => {
    expect.soft(await barriers(page), name).toEqual([]);
    await at.dialog().getByRole('button', { name, exact: true }).click();
  };

  it('records a payment by hand, of the whole amount only', async () => {
    const placed = (await placeAsGuest(call, [{ variantId: desk.variantId, quantity: 1 }])).body;
    await open(`/orders/${placed.id}`);
    await at.press('Record payment');
    const amount = at.dialog().getByLabel('Amount in USD');
    const whole = await amount.inputValue();
    expect(Number(whole) * 100).toBe(placed.total.amount);
    await amount.fill('much');
    await at.dialog().getByLabel('Reference').fill('Statement 7, line 3');
    await at.dialog().getByRole('button', { name: 'Record payment' }).click();
    await at.dialog().locator('.error').first().waitFor();
    await amount.fill(whole);
    await confirm('Record payment');
    await at.said(`The payment of order ${placed.number} was recorded.`);
    await page.getByText('Paid (manual)').waitFor();
    const { paymentStatus, payments } = await at.read(`/orders/${placed.id}`);
    expect([paymentStatus, payments[0].reference]).toEqual(['paid', 'Statement 7, line 3']);
  });

  it('edits the text of a picture, removes it, and deletes the product', async () => {
    const product = await write('/products', {
      name: 'Passing fad',
      status: 'draft',
      variants: [{ sku: 'FAD-1', prices: [{ price: { amount: 100, currency: 'USD' } }] }],
    });
    await open(`/products/${product.id}`);
    const buffer = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'green' } })
      .png()
      .toBuffer();
    await page.getByLabel('New picture').setInputFiles({ name: 'fad.png', mimeType: 'image/png', buffer });
    await page.getByLabel('Text for those who cannot see it').fill('A fad');
    await at.press('Upload');
    await page.getByRole('img', { name: 'A fad' }).waitFor();

    await at.press('Edit text');
    await at.dialog().getByLabel('Text').fill('A green fad');
    await confirm('Save');
    await at.said('The text was saved.');
    await page.getByRole('img', { name: 'A green fad' }).waitFor();
    const images = async () => (await at.read(`/admin/products/${product.id}`)).images;
    expect(await images()).toMatchObject([{ alt: 'A green fad' }]);

    await at.press('Remove');
    await confirm('Remove');
    await at.said('The picture was removed.');
    await page.getByText('None yet.').waitFor();
    expect(await images()).toEqual([]);

    await at.press('Delete');
    await confirm('Delete');
    await at.said('Passing fad was deleted.');
    await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
    expect((await at.read(`/admin/products/${product.id}`)).code).toBe('catalogue.product-not-found');
  });

  it('archives a promotion, which applies to no cart any more', async () => {
    const draft = { name: 'Last spring', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } };
    const { id } = await write('/promotions', draft);
    await open(`/promotions/${id}`);
    await at.press('Archive');
    await confirm('Archive');
    await at.said('Last spring was archived.');
    await page.getByRole('button', { name: 'Archive' }).waitFor({ state: 'detached' });
    expect((await at.read(`/admin/promotions/${id}`)).archivedAt).toEqual(expect.any(String));
  });

  it('changes a webhook, sends an event again, and deletes the webhook', async () => {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/orders`;
    const { id } = await write('/webhooks', { url: `${url}-old`, events: ['order.paid'] });
    await open('/settings/webhooks');
    await at.press('Edit');
    await at.dialog().getByLabel('Address').fill(url);
    await at.dialog().getByLabel('Events').fill('order.placed');
    await confirm('Save');
    await at.said('The webhook was saved.');
    expect((await at.read('/admin/webhooks')).data).toMatchObject([{ url, events: ['order.placed'] }]);

    await placeAsGuest(call, [{ variantId: desk.variantId, quantity: 1 }]);
    await expect.poll(() => received, { timeout: 60_000 }).toEqual(['order.placed']);
    const deliveries = async () => (await at.read(`/admin/webhooks/${id}/deliveries`)).data;
    await expect.poll(async () => (await deliveries())[0]?.status, { timeout: 60_000 }).toBe('delivered');
    await page.getByRole('link', { name: url }).click();
    await at.row('order.placed').getByText('Delivered').waitFor();
    await at.press('Send again');
    await confirm('Send again');
    await at.said('The event is sent again.');
    await expect.poll(() => received, { timeout: 60_000 }).toEqual(['order.placed', 'order.placed']);

    await page.getByRole('link', { name: 'All webhooks' }).click();
    await at.press('Delete');
    await confirm('Delete');
    await at.said('The webhook was deleted.');
    expect((await at.read('/admin/webhooks')).data).toEqual([]);
  });

  it('retries a job that has failed', async () => {
    smtp.refuseWith(550);
    await at.register('cyd@example.com');
    const failed = async () => (await at.read('/admin/jobs/failed')).data.length;
    await expect.poll(failed, { timeout: 60_000 }).toBeGreaterThan(0);
    smtp.refuseWith(undefined);
    await open('/settings/jobs');
    const runs = page.getByRole('region', { name: 'Failed runs' });
    await runs.getByText('550').first().waitFor();
    expect.soft(await barriers(page)).toEqual([]);
    // Each press takes a run from the list.
    for (let left = await runs.getByRole('button', { name: 'Retry' }).count(); left > 0; left -= 1) {
      await runs.getByRole('button', { name: 'Retry' }).first().click();
      await expect.poll(() => runs.getByRole('button', { name: 'Retry' }).count(), { timeout: 60_000 }).toBe(left - 1);
    }
    await at.said('send-mail is run again.');
    await expect
      .poll(() => smtp.messages.some(({ to }) => to.includes('cyd@example.com')), { timeout: 60_000 })
      .toBe(true);
    expect(await failed()).toBe(0);
  });

  it('broke no rule of its own policy, and no script failed', () => {
    expect(desk.complaints).toEqual([]);
  });
});
