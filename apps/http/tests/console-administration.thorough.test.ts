/** Tasks of the shop's owner and of editors, done once by clicks. Long because it lists them in one shop. */
import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSignedInConsole, password, type AtConsole } from '../testing/at-console.js';
import { openConsole, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import { address, bearer, payAsGuest, placeAsGuest, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('the owner of a shop, at the console', () => {
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
  const order = async (quantity: number, email: string) =>
    (await placeAsGuest(call, [{ variantId: desk.variantId, quantity }], { email })).body;

  it('refunds one of two units, which the customer keeps', async () => {
    const placed = await order(2, 'rosa@example.com');
    await payAsGuest(call, placed);
    await page.goto(`${desk.shop.url}/console/orders/${placed.id}`);
    await at.press('Refund');
    await at.dialog().getByLabel('What to refund').selectOption('units');
    await at.dialog().getByLabel('Reason').fill('A scratch');
    await at.dialog().getByRole('button', { name: 'Refund' }).click();
    await at.dialog().getByText('Choose at least one unit.').first().waitFor();
    await at.dialog().getByRole('spinbutton').fill('3');
    await at.dialog().getByRole('button', { name: 'Refund' }).click();
    await at.dialog().getByRole('alert').waitFor();
    await at.dialog().getByRole('spinbutton').fill('1');
    await at.dialog().getByRole('button', { name: 'Refund' }).click();
    await at.said(`A refund of order ${placed.number} was requested.`);
    const { refunds, waivedUnits, lines } = await at.read(`/orders/${placed.id}`);
    expect(waivedUnits).toMatchObject([{ lines: [{ variantId: desk.variantId, quantity: 1 }], reason: 'A scratch' }]);
    expect(refunds[0].amount.amount).toBe(lines[0].total.amount / 2);
  });

  it('writes a price list, and its prices leave and return as a file', async () => {
    await at.area('Price lists');
    await page.getByRole('link', { name: 'New price list' }).click();
    await page.getByLabel('Name').fill('Wholesale');
    await page.getByLabel('Customers').selectOption('groups');
    await page.getByLabel('Groups').fill('wholesale, trade');
    await at.press('Save');
    await page.getByRole('heading', { level: 1, name: 'Wholesale' }).waitFor();
    const id = page.url().split('/').at(-1);
    const stored = () => at.read(`/admin/price-lists/${id}`);
    expect(await stored()).toMatchObject({ currency: 'USD', groups: ['wholesale', 'trade'], priority: 0, prices: [] });

    const { sku } = (await at.read(`/admin/products/${desk.productId}`)).variants[0];
    await at.press('Add a price');
    await at.dialog().getByLabel('Find a product').fill(sku);
    await at.dialog().getByRole('button', { name: sku }).click();
    await at.dialog().getByLabel('From units').fill('10');
    await at.dialog().getByLabel('Price in USD').fill('9.9');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The price was added.');
    await at.row(sku).getByText('$9.90').waitFor();
    await at.row(sku).getByRole('button', { name: 'Edit' }).click();
    await at.dialog().getByLabel('Price in USD').fill('9.50');
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.row(sku).getByText('$9.50').waitFor();

    const downloaded = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as CSV' }).click();
    const csv = await readFile(await (await downloaded).path(), 'utf8');
    const upload = async (text: string) => {
      const file = { name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
      await page.getByLabel('File').setInputFiles(file);
      await at.press('Import');
    };
    await upload(csv.replace('9.50', 'nine'));
    await page.locator('.error').getByText('Line 2, price').waitFor();
    await upload(csv.replace('9.50', '8.75'));
    await at.said('The prices were imported.');
    await at.row(sku).getByText('$8.75').waitFor();
    const entry = { variantId: desk.variantId, minQuantity: 10, price: { amount: 875, currency: 'USD' } };
    expect((await stored()).prices).toEqual([entry]);

    await page.getByRole('searchbox', { name: 'Search' }).fill('no such product');
    await page.getByText('Nothing found.').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill(sku);
    await at.row(sku).getByRole('button', { name: 'Remove' }).click();
    await at.dialog().getByRole('button', { name: 'Remove' }).click();
    await at.said('The price was removed.');
    await page.getByText('Nothing found.').waitFor();
    await page.getByLabel('Customers').selectOption('all');
    await page.getByLabel('Priority').fill('5');
    await at.press('Save');
    await at.said('The price list was saved.');
    const changed = await stored();
    expect([changed.prices, changed.groups, changed.priority]).toEqual([[], undefined, 5]);
    await at.press('Delete');
    await at.dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Price lists' }).waitFor();
    expect((await at.read('/admin/price-lists')).data).toEqual([]);
  });

  it('writes a post, schedules it, publishes it, and approves one comment and rejects another', async () => {
    await at.area('Journal');
    await page.getByRole('link', { name: 'New post' }).click();
    await page.getByLabel('Title').fill('How we glaze');
    await page.getByLabel('Text', { exact: true }).fill('<p>Each mug is dipped <b>twice</b>.</p>');
    await page.getByLabel('Tags').fill('workshop, clay');
    await page.getByLabel('Status').selectOption('published');
    await page.getByLabel('Shown from').fill('2099-05-01T09:00');
    await at.press('Save');
    await page.getByRole('heading', { level: 1, name: 'How we glaze' }).waitFor();
    const shown = async () => (await call('GET', '/api/v1/posts?tag=clay')).body.data;
    expect(await shown()).toEqual([]);
    await at.area('Journal');
    await at.row('How we glaze').getByText('Scheduled').waitFor();
    await page.getByRole('link', { name: 'How we glaze' }).click();
    const buffer = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'green' } })
      .png()
      .toBuffer();
    await page.getByLabel('New cover').setInputFiles({ name: 'mug.png', mimeType: 'image/png', buffer });
    await page.getByLabel('Text for those who cannot see the cover').fill('A mug');
    await at.press('Upload');
    await page.getByRole('img', { name: 'A mug' }).waitFor();
    const cover = () => at.read(`/admin/posts/${page.url().split('/').at(-1)}`);
    const { image } = await cover();
    await page.getByLabel('Shown from').fill('');
    await at.press('Save');
    await at.said('The post was saved.');
    expect((await cover()).image).toEqual(image);
    expect(await shown()).toMatchObject([
      { slug: 'how-we-glaze', tags: ['workshop', 'clay'], author: 'Administrator' },
    ]);

    for (const [name, text] of [['ida', 'Lovely!'] as const, ['otto', 'Buy at my shop!'] as const]) {
      const headers = bearer((await at.register(`${name}@readers.example`)).accessToken);
      const written = await call('POST', '/api/v1/posts/how-we-glaze/comments', { headers, body: { text } });
      expect(written.status).toBe(201);
    }
    await page.getByRole('link', { name: 'Comments' }).click();
    await at.row('Lovely!').getByRole('button', { name: 'Approve' }).click();
    await at.row('Lovely!').getByText('Approved').waitFor();
    await at.row('Buy at').getByRole('button', { name: 'Reject' }).click();
    await at.row('Buy at').getByText('Rejected').waitFor();
    const comments = (await call('GET', '/api/v1/posts/how-we-glaze/comments')).body.data;
    expect(comments.map(({ text }: { text: string }) => text)).toEqual(['Lovely!']);

    await at.row('Lovely!').getByRole('link').click();
    await at.press('Delete');
    await at.dialog().getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Journal' }).waitFor();
    expect(await shown()).toEqual([]);
  });

  it('defines a role, whose users see what it allows, changes it, and deletes it once nobody has it', async () => {
    await at.area('Settings');
    await at.part('Roles');
    await at.press('Define a role');
    await at.dialog().getByLabel('Name').fill('Packer');
    await at.dialog().getByLabel('orders.read').check();
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('The role was defined.');
    const { user } = await at.register('paula@shop.example', 'Packer');
    const theirs = await desk.open('/console');
    await signInToConsole(theirs, { email: 'paula@shop.example', password });
    const links = theirs.getByRole('navigation', { name: 'Areas' }).getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Orders']);

    await at.row('Packer').getByRole('button', { name: 'Edit' }).click();
    await at.dialog().getByLabel('catalogue.read').check();
    await at.dialog().getByRole('button', { name: 'Save' }).click();
    await at.said('Packer was saved.');
    await theirs.reload();
    await theirs.getByRole('link', { name: 'Products' }).waitFor();
    expect(await links.allInnerTexts()).toEqual(['Orders', 'Products']);
    await theirs.context().close();

    await at.row('Packer').getByRole('button', { name: 'Delete' }).click();
    await at.dialog().getByRole('button', { name: 'Delete' }).click();
    await at.dialog().getByRole('alert').getByText('Give them another role first.').waitFor();
    const headers = bearer(await signIn(call, admin));
    await call('PATCH', `/api/v1/admin/users/${user.id}`, { headers, body: { role: 'viewer' } });
    await at.dialog().getByRole('button', { name: 'Delete' }).click();
    await at.said('Packer was deleted.');
    const { data } = await at.read('/admin/roles?limit=100');
    expect(data.filter(({ builtIn }: { builtIn: boolean }) => !builtIn)).toEqual([]);
  });

  it('erases a customer only once no order is open and the e-mail is typed, and erases a guest', async () => {
    const { accessToken, user } = await at.register('wanda@example.com');
    const placed = await call('POST', '/api/v1/orders', {
      headers: { ...bearer(accessToken), 'idempotency-key': randomUUID() },
      body: { items: [{ variantId: desk.variantId, quantity: 1 }], shippingAddress: address },
    });
    const erase = async (typed: string) => {
      await at.dialog().getByLabel('Type the e-mail to confirm').fill(typed);
      await at.dialog().getByRole('button', { name: 'Erase for good' }).click();
    };
    await page.goto(`${desk.shop.url}/console/customers/${user.id}`);
    await at.press('Erase');
    await erase('wanda@example.org');
    await at.dialog().locator('.error').getByText('Type wanda@example.com.').waitFor();
    await erase('wanda@example.com');
    await at.dialog().getByRole('alert').getByText('Some orders are not delivered').waitFor();
    expect((await at.read(`/admin/customers/${user.id}`)).email).toBe('wanda@example.com');
    await call('POST', `/api/v1/orders/${placed.body.id}/cancel`, { headers: bearer(accessToken), body: {} });
    await erase('wanda@example.com');
    await at.said('wanda@example.com was erased.');
    expect((await at.read(`/admin/customers/${user.id}`)).code).toBe('customer.not-found');

    const guest = await order(1, 'grace@example.com');
    await call('POST', `/api/v1/orders/${guest.id}/cancel`, { headers: { 'x-order-token': guest.token }, body: {} });
    await at.area('Customers');
    await page.getByRole('searchbox', { name: 'Search' }).fill('grace@');
    await at.row('grace@example.com').getByRole('button', { name: 'Erase' }).click();
    await erase('Grace@Example.com');
    await at.said('grace@example.com was erased.');
    expect((await at.read('/admin/customers?search=grace')).data).toEqual([]);
  });

  it('adds a second factor, signs in with it, and turns it off with the password', async () => {
    const who = { email: 'sam@shop.example', password };
    await at.register(who.email, 'support');
    const theirs = await desk.open('/console');
    await signInToConsole(theirs, who);
    await theirs.getByRole('link', { name: 'sam' }).click();
    await theirs.getByRole('button', { name: 'Add a second factor' }).click();
    await theirs.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
    const uri = await theirs.getByRole('link', { name: 'Open an app on this device' }).getAttribute('href');
    const secret = await theirs.locator('main code').innerText();
    expect(uri).toMatch(new RegExp(`^otpauth://totp/.+secret=${secret}`, 'u'));
    await theirs.getByLabel('Code', { exact: true }).fill('000000');
    await theirs.getByRole('button', { name: 'Confirm' }).click();
    await theirs.getByRole('alert').getByText('code').waitFor();
    await theirs.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate());
    await theirs.getByRole('button', { name: 'Confirm' }).click();
    await theirs.getByText('not shown again').waitFor();
    const codes = await theirs.getByRole('listitem').locator('code').allInnerTexts();
    expect(new Set(codes).size).toBe(10);
    const saved = theirs.waitForEvent('download');
    await theirs.getByRole('button', { name: 'Save as a file' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toBe(`${codes.join('\n')}\n`);

    await theirs.getByRole('button', { name: 'Sign out' }).click();
    await theirs.getByLabel('E-mail').fill(who.email);
    await theirs.getByLabel('Password').fill(password);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await theirs.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await theirs.getByRole('link', { name: 'sam' }).click();
    expect(await theirs.getByText('not shown again').count()).toBe(0);
    const turnOff = async (typed: string) => {
      await theirs.getByRole('dialog').getByLabel('Password').fill(typed);
      await theirs.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
    };
    await theirs.getByRole('button', { name: 'Turn off' }).click();
    await turnOff('wrong');
    await theirs.getByRole('dialog').getByRole('alert').getByText('password').waitFor();
    await turnOff(password);
    await theirs.getByRole('button', { name: 'Add a second factor' }).waitFor();
    expect(await signIn(call, who)).toEqual(expect.any(String));
    await theirs.context().close();
  });

  it('broke no rule of its own policy, and no script failed', () => {
    expect(desk.complaints).toEqual([]);
  });
});

describe.skipIf(isWithoutBrowser)('a shop that demands a second factor of its staff', () => {
  let desk: ConsoleBrowser;
  beforeAll(async () => {
    desk = await openConsole({ STAFF_MFA: 'required' });
  });
  afterAll(async () => {
    await desk?.close();
  });

  it('leads staff without one to where they add it, and then lets them work', async () => {
    const page = await desk.open('/console');
    await signInToConsole(page);
    await page.getByRole('link', { name: 'Add a second factor' }).click();
    await page.getByRole('button', { name: 'Add a second factor' }).click();
    const secret = await page.locator('main code').innerText();
    await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('not shown again').waitFor();
    await page.getByRole('link', { name: 'Products' }).click();
    await page.getByRole('table').getByRole('link').first().waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
