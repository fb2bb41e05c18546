import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const lookUp = (body: object) => shop.call('POST', '/api/v1/orders/lookup', { body });

describe('looking up an order', () => {
  it('is answered alike whether or not there is such an order', async () => {
    const placed = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': 'k-1' },
      body: {
        items: [{ variantId: shop.mug, quantity: 1 }],
        email: 'ada@example.com',
        shippingAddress: address,
      },
    });
    const requested = () =>
      [...shop.store.committed().outbox.values()].flatMap(({ event }) =>
        event.type === 'ordering.link-requested' ? [event.orderId] : [],
      );
    const number = String(placed.body.number);
    const known = await lookUp({ number, email: 'ada@example.com' });
    const unknown = await lookUp({ number: 'NOBODY-000001', email: 'ada@example.com' });
    for (const { status, text } of [known, unknown]) expect([status, text]).toEqual([202, '']);
    expect(requested()).toEqual([placed.body.id, undefined]);
    expect((await lookUp({ number, email: 'no address' })).status).toBe(202);
  });

  it('is answered with 202 past the limit of mails too', async () => {
    for (let time = 0; time < 7; time += 1) {
      expect((await lookUp({ number: 'NOBODY-000001', email: 'ada@example.com' })).status).toBe(202);
    }
  });

  it('needs a number and an e-mail', async () => {
    const { status, body } = await lookUp({ number: 'A' });
    expect([status, body.errors]).toMatchObject([400, [{ field: 'email', code: 'required' }]]);
  });
});
