import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atConsole, type AtConsole } from '../testing/at-console.js';
import { openConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import { keyboardOf, type Keyboard } from '../testing/keyboard.js';
import { payAsGuest, placeAsGuest } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

describe.skipIf(isWithoutBrowser)('the console by keyboard only', () => {
  let desk: ConsoleBrowser;
  let page: Page;
  let at: AtConsole;
  let keys: Keyboard;
  beforeAll(async () => {
    desk = await openConsole();
    page = await desk.open('/console');
    at = atConsole(page, desk.call);
    keys = keyboardOf(page);
    await opened('Sign in');
    await keys.tabTo('E-mail');
    await keys.type(admin.email);
    await keys.tabTo('Password');
    await keys.type(admin.password);
    await keys.press('Enter');
    await opened('Orders');
  });
  afterAll(async () => {
    await desk?.close();
  });
  /** The heading of a page has the focus once it is open. */
  const opened = async (heading: string) => {
    await page.locator('h1:focus').filter({ hasText: heading }).waitFor();
  };
  /** A dialog has the focus once it is open. */
  const openDialog = async (button: string) => {
    await keys.tabTo(button);
    await keys.press('Enter');
    await at.dialog().waitFor();
    expect(await keys.isInDialog()).toBe(true);
  };
  const fill = async (field: string | RegExp, text: string) => {
    await keys.tabTo(field);
    await keys.type(text);
  };

  it('finds an order, ships it and refunds a part; errors are announced', async () => {
    const { call, variantId } = desk;
    const placed = (await placeAsGuest(call, [{ variantId, quantity: 1 }], { email: 'keys@example.com' })).body;
    await payAsGuest(call, placed);
    await fill('Search', 'keys@');
    await page.getByRole('status').getByText('1 entry').waitFor();
    await keys.tabTo(placed.number);
    await keys.press('Enter');
    await opened(`Order ${placed.number}`);

    await openDialog('Ship');
    await keys.press('Escape');
    await at.dialog().waitFor({ state: 'detached' });
    expect(await keys.focused()).toBe('Ship');
    await keys.press('Enter');
    await at.dialog().waitFor();
    expect(await keys.focused()).toBe('Carrier');
    await keys.type('Post');
    await fill('Tracking number', 'AB123');
    await keys.tabTo('Ship');
    await keys.press('Space');
    await at.said('was shipped');
    // Nothing is left to ship, so there is no button to return to.
    await page.getByRole('button', { name: 'Ship' }).waitFor({ state: 'detached' });
    expect(await keys.focused()).toBe(`Order ${placed.number}`);

    await openDialog('Refund');
    await fill(/^Amount/u, '100000');
    await fill('Reason', 'A scratch');
    await keys.press('Enter');
    await at.dialog().getByRole('alert').waitFor();
    await keys.tabTo(/^Amount/u, { back: true });
    await keys.type('1.50');
    await keys.press('Enter');
    await at.said('A refund of order');
    await at.dialog().waitFor({ state: 'detached' });
    expect(await keys.focused()).toBe('Refund');
    const { status, refunds } = await at.read(`/orders/${placed.id}`);
    expect([status, refunds[0].amount.amount]).toEqual(['shipped', 150]);
  });

  it('creates a promotion, which it tries on a cart before, and publishes a product', async () => {
    await keys.tabTo('Promotions', { back: true });
    await keys.press('Enter');
    await opened('Promotions');
    await keys.tabTo('New promotion');
    await keys.press('Enter');
    await opened('New promotion');
    await fill('Name', 'Free post in spring');
    await keys.tabTo('Takes off');
    // By the first letters of the choice.
    await keys.press('f', 'r', 'e', 'e');
    await keys.tabTo('Of');
    await keys.press('s', 'h', 'i', 'p');
    await fill('Find a product for the cart', 'mug');
    await page.getByText(/^[1-9]\d* found$/u).waitFor();
    await keys.tabTo(/^Add /u);
    await keys.press('Space');
    await keys.tabTo('Preview');
    await keys.press('Space');
    await at.said('The cart was priced.');
    await keys.tabTo('Save', { back: true });
    await keys.press('Enter');
    await at.said('The promotion was saved.');
    await opened('Free post in spring');

    await keys.tabTo('Products', { back: true });
    await keys.press('Enter');
    await opened('Products');
    await keys.tabTo('New product');
    await keys.press('Enter');
    await opened('New product');
    await fill('Name', 'Salt cellar');
    await keys.tabTo('Status');
    await keys.press('ArrowDown');
    await fill('SKU', 'SALT');
    await fill('Price', '12.50');
    await keys.press('Enter');
    await opened('Salt cellar');
    const { data } = (await desk.call('GET', '/api/v1/products?search=cellar')).body;
    expect(data.map(({ name }: { readonly name: string }) => name)).toEqual(['Salt cellar']);
    expect(desk.complaints).toEqual([]);
  });
});
