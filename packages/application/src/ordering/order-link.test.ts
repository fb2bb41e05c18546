import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { beforeEach, describe, expect, it } from 'vitest';
import { customerOf, guestOrder, home, openShop, refusalOf, request, type Shop } from '../../testing/shop-in-memory.js';
import { orderToken } from './authorize-order.js';
import { makeOrderLinks } from './order-link.js';

const secrets = makeNodeSecrets({ key: 'a key for tests only' });
const publicUrl = 'https://shop.example';
const storefrontUrl = 'https://www.shop.example/en';
const guests = { id: 'order-1' };
const customers = { id: 'order-1', customerId: 'customer-1' };
const token = orderToken(secrets, 'order-1');

describe('a link to an order', () => {
  it('leads to the storefront, for a guest with the token of the order', () => {
    const links = makeOrderLinks({ secrets, publicUrl, storefrontUrl });
    expect(links.to(guests)).toBe(`https://www.shop.example/en/orders/order-1?token=${token}`);
    expect(links.to(customers)).toBe('https://www.shop.example/en/orders/order-1');
  });

  it('leads to the page of the shop where there is no storefront, always with the token', () => {
    const links = makeOrderLinks({ secrets, publicUrl });
    for (const order of [guests, customers]) {
      expect(links.to(order)).toBe(`https://shop.example/orders/order-1?token=${token}`);
    }
  });
});

describe('the link of a mail', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  /** The ids and tokens of the links in all mails so far. */
  const linked = () =>
    shop.mailer
      .sent()
      .flatMap(({ text }) => [
        ...text.matchAll(/^View your order: https:\/\/shop\.example\/orders\/(.*)\?token=(.*)$/gm),
      ])
      .map(([, orderId = '', given = '']) => ({ orderId, token: given }));

  it('opens the order of a guest', async () => {
    const { order } = await guestOrder(shop);
    await shop.runJobs();
    const [link, ...others] = linked();
    expect(others).toEqual([]);
    if (link === undefined) throw new Error('the mail has no link');
    expect((await shop.viewOrderByLink(link))._unsafeUnwrap().order.id).toBe(order.id);
  });

  it('opens the order of a customer, and is no token for the API', async () => {
    const caller = await customerOf(shop);
    const source = { type: 'items', items: [{ variantId: shop.mug, quantity: 1 }] } as const;
    (await shop.placeOrder({ caller, request: request('a'), source, shippingAddress: home }))._unsafeUnwrap();
    await shop.runJobs();
    const [link = { orderId: '', token: '' }] = linked();
    expect((await shop.viewOrderByLink(link))._unsafeUnwrap().order.customerId).toBe(caller.userId);
    const guest = { type: 'guest', orderToken: link.token } as const;
    const view = () => shop.viewOrder({ caller: guest, orderId: link.orderId });
    expect((await refusalOf(shop, view)).type).toBe('order.not-found');
  });

  it('pays the order of a customer who has not signed in, and leads back to the page', async () => {
    const caller = await customerOf(shop);
    const source = { type: 'items', items: [{ variantId: shop.mug, quantity: 1 }] } as const;
    (await shop.placeOrder({ caller, request: request('a'), source, shippingAddress: home }))._unsafeUnwrap();
    await shop.runJobs();
    const [link = { orderId: '', token: '' }] = linked();
    const { redirectUrl } = (await shop.payOrderByLink(link))._unsafeUnwrap();
    // A second click leads to the same payment.
    expect((await shop.payOrderByLink(link))._unsafeUnwrap().redirectUrl).toBe(redirectUrl);
    const [attempt, ...others] = shop.store.committed().payments.values();
    const page = `https://shop.example/orders/${link.orderId}?token=${link.token}`;
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({ method: 'checkout', successUrl: `${page}&returned=true`, cancelUrl: page });
    expect(await refusalOf(shop, () => shop.payOrderByLink({ ...link, token: 'x' }))).toEqual({
      type: 'order.not-found',
      orderId: link.orderId,
    });
  });

  it('opens no other order, and none with another token', async () => {
    const { order } = await guestOrder(shop);
    const { order: other } = await guestOrder(shop, { key: 'other' });
    await shop.runJobs();
    const [link = { orderId: '', token: '' }] = linked();
    for (const query of [
      { ...link, orderId: other.id },
      { ...link, token: '' },
      { ...link, token: 'x' },
    ]) {
      expect(await refusalOf(shop, () => shop.viewOrderByLink(query))).toEqual({
        type: 'order.not-found',
        orderId: query.orderId,
      });
    }
    expect(order.id).toBe(link.orderId);
  });
});
