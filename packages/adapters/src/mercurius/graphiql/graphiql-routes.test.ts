import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.server.close());

describe('the page /graphiql', () => {
  it('has a purchase that the shop accepts, and loads nothing from other servers', async () => {
    const { status, headers, text } = await shop.call('GET', '/graphiql');
    expect([status, headers['content-security-policy']]).toEqual([200, expect.stringContaining("default-src 'none'")]);
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//u);
    for (const [, path = ''] of text.matchAll(/(?:src|href)="([^"]+)"/gu))
      expect([path, (await shop.call('GET', path)).status]).toEqual([path, 200]);
    const [, document = ''] = /<textarea id="query"[^>]*>([^<]*)</u.exec(text) ?? [];
    const ask = async (operationName: string, variables: object = {}, sent: Record<string, string> = {}) =>
      (await shop.call('POST', '/graphql', { body: { query: document, operationName, variables }, headers: sent })).body
        .data;
    const { edges } = (await ask('Products')).products;
    const { id: cart, token } = (await ask('OpenCart')).createCart;
    const asGuest = { 'x-cart-token': token };
    await ask('AddLine', { cart, variant: edges[0].node.variants[0].id }, asGuest);
    const order = { cartId: cart, email: 'ada@example.com', shippingAddress: address };
    const { placeOrder } = await ask('PlaceOrder', { order, orderKey: 'graphiql' }, asGuest);
    const paying = { 'x-order-token': placeOrder.token };
    expect((await ask('Pay', { orderId: placeOrder.id, paymentKey: 'graphiql' }, paying)).startPayment.provider).toBe(
      'sandbox',
    );
    expect((await ask('Order', { orderId: placeOrder.id }, paying)).order.status).toBe('pending');
  });
});
