import { isWithoutBrowser } from '@cartwright/tests/browser/open-chromium';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsole, signInToConsole, type ConsoleBrowser } from '../testing/console-browser.js';
import {
  address,
  bearer,
  payAsGuest,
  payOrder,
  placeAsGuest,
  signIn,
  type ShopClient,
} from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';

const areas = [
  'Orders',
  'Products',
  'Promotions',
  'Price lists',
  'Customers',
  'Reviews',
  'Journal',
  'Imports',
  'Reconciliation',
  'Audit log',
  'Reports',
  'Settings',
];

describe.skipIf(isWithoutBrowser)('the console in a browser', () => {
  let desk: ConsoleBrowser;
  let call: ShopClient;
  let variantId: string;
  beforeAll(async () => {
    desk = await openConsole();
    ({ call, variantId } = desk);
  });
  afterAll(async () => {
    await desk?.close();
  });
  const order = async (email: string, isPaid = true) => {
    const { body } = await placeAsGuest(call, [{ variantId, quantity: 2 }], { email });
    return isPaid ? (await payAsGuest(call, body)).body : body;
  };

  /** The order as staff see it by the API. */
  const stored = async (id: string) => {
    const headers = bearer(await signIn(call, admin));
    return (await call('GET', `/api/v1/orders/${id}`, { headers })).body;
  };

  it('signs in, has every area in its navigation, and signs out', async () => {
    const page = await desk.open('/console');
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('password').waitFor();
    await signInToConsole(page);
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(areas);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('asks for the code of a second factor', async () => {
    const who = { email: 'careful@shop.example', password: 'correct horse battery' };
    await call('POST', '/api/v1/auth/register', { body: { ...who, name: 'Careful' } });
    const headers = bearer(await signIn(call, who));
    const { secret } = (await call('POST', '/api/v1/me/totp', { headers, body: {} })).body;
    const factor = new TOTP({ secret });
    const confirmed = await call('POST', '/api/v1/me/totp/confirm', { headers, body: { code: factor.generate() } });
    const page = await desk.open('/console');
    await page.getByLabel('E-mail').fill(who.email);
    await page.getByLabel('Password').fill(who.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code').fill(confirmed.body.recoveryCodes[0]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    // A customer has no area of the shop.
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(0);
  });

  it('finds an order, ships it, marks it as delivered, and refunds a part', async () => {
    const { id, number } = await order('bella@example.com');
    const page = await desk.open('/console');
    await signInToConsole(page);
    await page.getByRole('searchbox', { name: 'Search' }).fill('bella@');
    await page.getByRole('status').getByText('1 entry').waitFor();
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: `Order ${number}` }).waitFor();

    await page.getByRole('button', { name: 'Ship' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Carrier').fill('Post');
    await dialog.getByLabel('Tracking number').fill('AB123');
    await dialog.getByRole('button', { name: 'Ship' }).click();
    await page.getByText('was shipped').waitFor();
    await page.getByRole('button', { name: 'Mark as delivered' }).click();
    await dialog.getByRole('button', { name: 'Mark as delivered' }).click();
    await page.getByText('marked as delivered').waitFor();
    await page.getByText('Delivered', { exact: true }).first().waitFor();

    await page.getByRole('button', { name: 'Refund' }).click();
    await dialog.getByLabel('Amount').fill('1.999');
    await dialog.getByLabel('Reason').fill('A scratch');
    await dialog.getByRole('button', { name: 'Refund' }).click();
    await dialog.locator('.error').getByText('such as 12.34').waitFor();
    await dialog.getByLabel('Amount').fill('1.5');
    await dialog.getByRole('button', { name: 'Refund' }).click();
    await page.getByText('A refund of order').waitFor();
    await page.getByRole('region', { name: 'Payments and refunds' }).getByText('-$1.50').waitFor();
    const { status, refunds } = await stored(id);
    expect([status, refunds[0].amount.amount, refunds[0].reason]).toEqual(['delivered', 150, 'A scratch']);
  });

  it('cancels an order, with a reason', async () => {
    const { id, number } = await order('carl@example.com');
    const page = await desk.open(`/console/orders/${id}`);
    await signInToConsole(page);
    await page.getByRole('button', { name: 'Cancel order' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Changed their mind');
    await dialog.getByRole('button', { name: 'Cancel order' }).click();
    await page.getByText(`Order ${number} was cancelled.`).waitFor();
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Ship' }).count()).toBe(0);
  });

  it('receives a return', async () => {
    const ada = { email: 'dora@example.com', password: 'correct horse', name: 'Dora' };
    const { accessToken } = (await call('POST', '/api/v1/auth/register', { body: ada })).body;
    const headers = bearer(String(accessToken));
    const placed = await call('POST', '/api/v1/orders', {
      headers: { ...headers, 'idempotency-key': 'console-return' },
      body: { items: [{ variantId, quantity: 1 }], shippingAddress: address },
    });
    const { id, number } = placed.body;
    await payOrder(call, id, headers);
    const staff = bearer(await signIn(call, admin));
    const parcel = { carrier: 'Post', trackingNumber: 'CD456' };
    const shipped = await call('POST', `/api/v1/admin/orders/${id}/shipments`, { headers: staff, body: parcel });
    await call('POST', `/api/v1/admin/shipments/${shipped.body.shipmentId}/deliver`, { headers: staff, body: {} });
    const lines = [{ variantId, quantity: 1 }];
    await call('POST', `/api/v1/orders/${id}/returns`, { headers, body: { lines, reason: 'Too large' } });

    const page = await desk.open('/console');
    await signInToConsole(page);
    await page.getByRole('link', { name: 'Returns to receive' }).click();
    await page.getByText('Too large').waitFor();
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('button', { name: 'Receive' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Receive return' }).click();
    await page.getByText('The return was received.').waitFor();
    await page.getByText('Returned', { exact: true }).first().waitFor();
    expect(await stored(id)).toMatchObject({ status: 'returned', returns: [{ status: 'received', restock: true }] });
  });

  it('shows a new order in the list without a reload', async () => {
    const page = await desk.open('/console');
    const isFollowing = page.waitForResponse((response) => response.url().endsWith('/orders/events'));
    await signInToConsole(page);
    await isFollowing;
    await order('late@example.com', false);
    await page.getByRole('cell', { name: 'late@example.com' }).waitFor();
    expect(await page.getByText('The list of orders was updated.').isVisible()).toBe(true);
  });

  it('broke no rule of its own policy, and no script failed', () => {
    expect(desk.complaints).toEqual([]);
  });
});
