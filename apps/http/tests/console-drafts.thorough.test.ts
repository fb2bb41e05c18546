import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSignedInConsole, type AtConsole } from '../testing/at-console.js';
import type { ConsoleBrowser } from '../testing/console-browser.js';
import { bearer, payAsGuest, placeAsGuest, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('what was typed at the console and not saved yet', () => {
  let desk: ConsoleBrowser;
  let call: ShopClient;
  let page: Page;
  let at: AtConsole;
  beforeAll(async () => {
    ({ desk, call, page, at } = await openSignedInConsole());
  });
  afterAll(async () => {
    await desk?.close();
  });
  const write = async (method: 'POST' | 'PATCH', path: string, body: object) =>
    (await call(method, `/api/v1${path}`, { headers: bearer(await signIn(call, admin)), body })).body;
  const open = (path: string) => page.goto(`${desk.shop.url}/console${path}`);
  const save = () => at.press('Save');
  const picture = async () => ({
    name: 'mug.png',
    mimeType: 'image/png',
    buffer: await sharp({ create: { width: 40, height: 30, channels: 3, background: 'green' } })
      .png()
      .toBuffer(),
  });

  it('stays in the fields of a product while its stock, a variant and a picture are saved', async () => {
    const path = `/products/${desk.productId}`;
    await open(path);
    await page.getByLabel('Brand').fill('Half-typed');
    await page.getByLabel('Featured').setChecked(true);
    const row = page.getByRole('region', { name: 'Variants and stock' }).getByRole('row').nth(1);
    await row.getByRole('button', { name: 'Adjust stock' }).click();
    await at.dialog().getByLabel('Change').fill('3');
    await at.dialog().getByLabel('Reason').fill('Counted');
    await at.dialog().getByRole('button', { name: 'Adjust stock' }).click();
    await at.said('was adjusted.');
    await row.getByRole('button', { name: 'Edit' }).click();
    await at.dialog().getByLabel('Barcode').fill('4006381333931');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('was saved.');
    await page.getByLabel('New picture').setInputFiles(await picture());
    await page.getByLabel('Text for those who cannot see it').fill('A green mug');
    await at.press('Upload');
    await page.getByRole('img', { name: 'A green mug' }).waitFor();
    expect(await page.getByLabel('Brand').inputValue()).toBe('Half-typed');
    expect(await page.getByLabel('Featured').isChecked()).toBe(true);
    // The form of pictures is empty again.
    expect(await page.getByLabel('Text for those who cannot see it').inputValue()).toBe('');
    await save();
    await at.said('The product was saved.');
    const { brand, featured, variants, images } = await at.read(`/admin${path}`);
    expect([brand, featured, variants[0].barcode, images.at(-1).alt]).toEqual([
      'Half-typed',
      true,
      '4006381333931',
      'A green mug',
    ]);
  });

  it('stays in the text of a post while its cover is uploaded, and in a price list while a price is added', async () => {
    const post = await write('POST', '/admin/posts', { title: 'How we glaze' });
    await open(`/journal/${post.id}`);
    await page.getByLabel('Text', { exact: true }).fill('<p>Half a sentence</p>');
    await page.getByLabel('New cover').setInputFiles(await picture());
    await at.press('Upload');
    await at.said('The cover was uploaded.');
    await save();
    await at.said('The post was saved.');
    const stored = await at.read(`/admin/posts/${post.id}`);
    expect([stored.body, stored.image === undefined]).toEqual(['<p>Half a sentence</p>', false]);

    const list = await write('POST', '/admin/price-lists', { name: 'Trade', currency: 'USD', prices: [] });
    await open(`/price-lists/${list.id}`);
    await page.getByLabel('Priority').fill('7');
    await at.press('Add a price');
    await at.dialog().getByLabel('Find a product').fill('mug');
    await at.dialog().getByRole('button', { name: /^Add / }).first().click();
    await at.dialog().getByLabel('Price in USD').fill('9.9');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The price was added.');
    expect(await page.getByLabel('Priority').inputValue()).toBe('7');
    await save();
    await at.said('The price list was saved.');
    const { priority, prices } = await at.read(`/admin/price-lists/${list.id}`);
    expect([priority, prices.length]).toEqual([7, 1]);
  });

  it('stays in the note of an order while the order changes, and when it cannot be loaded again', async () => {
    const placed = (await placeAsGuest(call, [{ variantId: desk.variantId, quantity: 1 }])).body;
    await open(`/orders/${placed.id}`);
    await page.getByLabel('Note').fill('Call before del');
    await payAsGuest(call, placed);
    await page.getByText('Paid', { exact: true }).first().waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('Call before del');
    await page.route(`**/api/v1/orders/${placed.id}`, (route) => route.abort());
    await at.press('Cancel order');
    await at.dialog().getByRole('button', { name: 'Cancel order' }).click();
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
    await page.unroute(`**/api/v1/orders/${placed.id}`);
    await at.press('Try again');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByLabel('Note').fill('Call before delivery');
    await save();
    await at.said('The note was saved.');
    expect((await at.read(`/orders/${placed.id}`)).note).toBe('Call before delivery');
  });

  it('stays in an open dialog while somebody else takes away the button that opened it', async () => {
    const placed = (await placeAsGuest(call, [{ variantId: desk.variantId, quantity: 1 }])).body;
    await payAsGuest(call, placed);
    await open(`/orders/${placed.id}`);
    await at.press('Ship');
    await at.dialog().getByLabel('Carrier').fill('DHL');
    await at.dialog().getByLabel('Tracking number').fill('Half-typed');
    const reloaded = page.waitForResponse((response) => response.url().endsWith(`/api/v1/orders/${placed.id}`));
    await write('POST', `/orders/${placed.id}/cancel`, {});
    // The list of orders shows the change in another tab.
    const list = await page.context().newPage();
    await list.goto(`${desk.shop.url}/console/orders`);
    await list.getByRole('row').filter({ hasText: placed.number }).getByText('Cancelled').waitFor();
    await list.close();
    expect(await at.dialog().getByLabel('Tracking number').inputValue()).toBe('Half-typed');
    await at.dialog().getByRole('button', { name: 'Ship' }).click();
    await at.dialog().getByRole('alert').waitFor();
    await at.dialog().getByRole('button', { name: 'Close' }).click();
    await reloaded;
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Ship' }).count()).toBe(0);
  });

  it('stays in the cart of a preview when the promotion is saved', async () => {
    const draft = { name: 'Spring', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } };
    const { id } = await write('POST', '/admin/promotions', draft);
    await open(`/promotions/${id}`);
    await page.getByLabel('Find a product for the cart').fill('mug');
    await page.getByRole('button', { name: /^Add / }).first().click();
    await page.getByLabel('Priority').fill('3');
    await save();
    await at.said('The promotion was saved.');
    await at.press('Preview');
    await page.getByRole('rowheader', { name: 'Spring' }).first().waitFor();
    expect((await at.read(`/admin/promotions/${id}`)).priority).toBe(3);
  });

  it('is refused if somebody else changed the same fields, and gives way to their text', async () => {
    const made = await write('POST', '/admin/products', { name: 'Bowl', status: 'draft', variants: [] });
    await open(`/products/${made.id}`);
    await page.getByLabel('Brand').fill('Mine');
    await write('PATCH', `/admin/products/${made.id}`, { brand: 'Theirs' });
    // Loads the product again, with their brand.
    await page.getByLabel('New picture').setInputFiles(await picture());
    await at.press('Upload');
    await page.getByRole('listitem').getByRole('button', { name: 'Edit text' }).waitFor();
    expect(await page.getByLabel('Brand').inputValue()).toBe('Mine');
    await save();
    await page.getByRole('alert').getByText('Somebody has changed this').waitFor();
    expect((await at.read(`/admin/products/${made.id}`)).brand).toBe('Theirs');
    await at.press('Load the latest version');
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Brand').inputValue()).toBe('Theirs');
    await page.getByLabel('Brand').fill('Ours');
    await save();
    await at.said('The product was saved.');
    expect((await at.read(`/admin/products/${made.id}`)).brand).toBe('Ours');
  });

  it('finds what was typed last, though the response to an earlier search arrives later', async () => {
    const { prices, ...list } = await write('POST', '/admin/price-lists', {
      name: 'Late',
      currency: 'USD',
      prices: [{ variantId: desk.variantId, minQuantity: 1, price: { amount: 900, currency: 'USD' } }],
    });
    expect(prices).toHaveLength(1);
    await open(`/price-lists/${list.id}`);
    const search = async (field: ReturnType<Page['getByLabel']>) => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const first = page.waitForRequest(/search=zzz/u);
      await page.route(/search=zzz/u, async (route) => {
        await held;
        await route.continue();
      });
      await field.fill('zzz');
      await first;
      const { sku } = (await at.read(`/admin/products/${desk.productId}`)).variants[0];
      const second = page.waitForResponse(/search=(?!zzz)/u);
      await field.fill(sku);
      await second;
      const late = page.waitForResponse(/search=zzz/u);
      release();
      await (await late).finished();
      await page.unroute(/search=zzz/u);
      return sku;
    };
    const sku = await search(page.getByRole('searchbox', { name: 'Search' }));
    await at.row(sku).waitFor();
    await at.press('Add a price');
    const added = await search(at.dialog().getByLabel('Find a product'));
    await at.dialog().getByText('1 found').waitFor();
    // Enter in the search sends nothing.
    await at.dialog().getByLabel('Find a product').press('Enter');
    expect(await at.dialog().getByRole('button', { name: `Add`, exact: false }).allInnerTexts()).toHaveLength(1);
    expect(added).toBe(sku);
    expect(desk.complaints).toEqual([]);
  });
});
