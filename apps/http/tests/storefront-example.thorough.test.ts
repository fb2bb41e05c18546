import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { isWithoutBrowser, openChromium } from '@cartwright/tests/browser/open-chromium';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

const folder = new URL('../../../examples/storefront/', import.meta.url);
const types = { 'index.html': 'text/html', 'client.js': 'text/javascript' } as const;

describe.skipIf(isWithoutBrowser)('the storefront example in a browser', () => {
  let files: Server;
  let origin: string;
  let shop: RunningShop;
  let browser: Browser;
  beforeAll(async () => {
    const contents = new Map(
      await Promise.all(
        Object.entries(types).map(
          async ([name, type]) => [name, { type, file: await readFile(new URL(name, folder)) }] as const,
        ),
      ),
    );
    files = createServer(({ url = '' }, response) => {
      const found = contents.get(new URL(url, origin).pathname.slice(1) || 'index.html');
      if (found === undefined) response.writeHead(404).end();
      else response.setHeader('content-type', found.type).end(found.file);
    });
    files.listen(0, '127.0.0.1');
    await once(files, 'listening');
    origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    const port = String(await freeLoopbackPort());
    shop = await startTemporaryShop({ DEMO_DATA: 'true', PORT: port, ALLOWED_ORIGINS: origin });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
    files?.close();
  });

  it('browses, fills a cart, pays in the sandbox and shows the order', async () => {
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('pageerror', ({ message }) => errors.push(message));
    await tab.goto(`${origin}/?api=${shop.url}`);
    await tab.getByLabel('Search').fill('mug');
    await tab.getByLabel('Search').press('Enter');
    await tab.getByText('Enamel camping mug').waitFor();
    await tab.getByRole('button', { name: 'Add to cart' }).first().click();
    await tab.getByLabel('E-mail').fill('ada@example.com');
    await tab.getByLabel('Name').fill('Ada Lovelace');
    await tab.getByLabel('Street').fill('12 St James’s Square');
    await tab.getByLabel('Postal code').fill('SW1Y 4JH');
    await tab.getByLabel('City').fill('London');
    await tab.getByLabel('Country').fill('UK');
    await tab.getByRole('button', { name: 'Order and pay' }).click();
    await tab.getByText('Shipping address country').waitFor();
    await tab.getByLabel('Country').fill('GB');
    await tab.getByRole('button', { name: 'Order and pay' }).click();
    await tab.locator('#status').waitFor();
    expect(await tab.locator('#status').innerText()).toBe('paid');
    expect(await tab.locator('h2').innerText()).toMatch(/^Order \S+$/u);
    expect(errors).toEqual([]);
  });
});
