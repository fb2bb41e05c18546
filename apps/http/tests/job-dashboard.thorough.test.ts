import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { admin, startProductionShop, type RunningShop } from '../testing/start-shop.js';
import { buyVase, stockVases } from '../testing/stocked-vase.js';

let services: RunningServices;
let shop: RunningShop;
let call: ShopClient;

beforeAll(async () => {
  services = await startServices();
  const port = String(await freeLoopbackPort());
  shop = await startProductionShop(services, { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` });
  call = shopClient(shop.url);
  await buyVase(call, await stockVases(call), 1);
  await services.smtp.received(1);
});
afterAll(async () => {
  await shop?.stop();
  await services?.stop();
});

it('the job dashboard lists every queue and what is in it, and no personal data', async () => {
  const headers = bearer(await signIn(call, admin));
  const page = await call('GET', '/console/queues', { headers });
  expect(page.status).toBe(200);
  for (const [, file] of page.text.matchAll(/(?:src|href)="(static\/[^"]+)"/gu))
    expect([file, (await call('GET', `/console/queues/${file}`, { headers })).status]).toEqual([file, 200]);
  const path = '/console/queues/api/queues?activeQueue=send-mail&status=completed&page=1&jobsPerPage=10';
  await expect.poll(async () => (await call('GET', path, { headers })).text).toContain('order-confirmation');
  const { status, body, text } = await call('GET', path, { headers });
  expect(status).toBe(200);
  const { body: jobs } = await call('GET', '/api/v1/admin/jobs', { headers });
  const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).toSorted();
  expect(names(body.queues)).toEqual(names(jobs.data));
  expect(text).not.toMatch(/@example\.com|Grace/u);
});

describe.skipIf(isWithoutBrowser)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser?.close());

  it('an admin who has signed in by cookie sees the queues, and the page loads nothing from elsewhere', async () => {
    const page = await browser.newPage();
    const elsewhere: string[] = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(shop.url)) elsewhere.push(response.url());
    });
    // The request of the context shares its cookies.
    const signedIn = await page.request.post(`${shop.url}/api/v1/auth/session`, { data: admin });
    expect(signedIn.status()).toBe(200);
    await page.goto(`${shop.url}/console/queues`);
    await page.getByText('send-mail').first().waitFor();
    expect(await page.title()).toBe('Jobs');
    expect(elsewhere).toEqual([]);
  });
});
