import { beforeEach, describe, expect, it } from 'vitest';
import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const list = (query = '', headers: Record<string, string> = shop.as('support')) =>
  shop.call('GET', `/api/v1/admin/orders${query}`, { headers });

describe("the list of everybody's orders", () => {
  it('tells of each order what it is and whose', async () => {
    const customer = await shop.register();
    const placed = await shop.call('POST', '/api/v1/orders', {
      headers: { ...customer.headers, 'idempotency-key': 'hers' },
      body: { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address },
    });
    shop.clock.advance(60_000);
    const guests = await paidOrder(shop, { quantity: 2 });
    const { status, headers, body } = await list();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    const estimatedArrival = { earliest: '2026-11-24T09:30:00.000Z', latest: '2026-11-26T09:30:00.000Z' };
    expect(body).toEqual({
      data: [
        expect.objectContaining({
          id: guests.id,
          status: 'paid',
          paymentStatus: 'paid',
          email: 'grace@example.com',
          total: usd(4500),
        }),
        {
          id: placed.body.id,
          number: placed.body.number,
          status: 'pending',
          paymentStatus: 'unpaid',
          total: usd(2500),
          createdAt: '2026-11-21T09:30:00.000Z',
          lines: [
            { variantId: shop.mug, name: 'Mug', unitPrice: usd(2000), quantity: 1, total: usd(2000), estimatedArrival },
          ],
          estimatedArrival,
          email: 'ada@example.com',
          customerId: customer.user.id,
        },
      ],
      meta: { page: 1, limit: 20, total: 2, totalPages: 1 },
    });
    expect(body.data[0]).not.toHaveProperty('customerId');
    const found = async (query: string) => (await list(query)).body.data.map(({ id }: { readonly id: string }) => id);
    expect(await found(`?customerId=${customer.user.id}`)).toEqual([placed.body.id]);
    expect(await found('?status=paid')).toEqual([guests.id]);
    expect(await found('?paymentStatus=unpaid')).toEqual([placed.body.id]);
    expect(await found('?search=Ada@')).toEqual([placed.body.id]);
    expect(await found(`?search=${guests.number.toLowerCase()}`)).toEqual([guests.id]);
    expect(await found('?from=2026-11-21T10:31:00%2B01:00')).toEqual([guests.id]);
    expect(await found('?to=2026-11-21T09:31:00Z&sort=number')).toEqual([placed.body.id]);
    expect(await found('?sort=total')).toEqual([placed.body.id, guests.id]);
  });

  it('goes on from a cursor that newer orders do not shift', async () => {
    for (const key of ['a', 'b', 'c']) {
      await paidOrder(shop, { key });
      shop.clock.advance(1000);
    }
    const first = (await list('?sort=-total&cursor=&limit=2')).body;
    await paidOrder(shop, { key: 'd' });
    const second = (await list(`?sort=-total&limit=2&cursor=${first.meta.nextCursor}`)).body;
    const numbers = [...first.data, ...second.data].map(({ number }: { readonly number: string }) => number);
    expect([numbers, second.meta.nextCursor]).toEqual([['TEST-000003', 'TEST-000002', 'TEST-000001'], null]);
  });

  it.each([
    ['?status=lost', 'request.invalid'],
    ['?paymentStatus=lost', 'request.invalid'],
    ['?customerId=1', 'request.invalid'],
    ['?from=yesterday', 'request.invalid'],
    ['?from=2026-02-31T00:00:00Z', 'request.invalid'],
    ['?to=9999-12-31T23:59:59-01:00', 'request.invalid'],
    [
      `?cursor=${Buffer.from('["createdAt","2026-02-31T00:00:00.000Z","019a9d2e-0000-7000-8000-000000000001"]').toString('base64url')}&sort=createdAt`,
      'list.cursor-malformed',
    ],
    ['?sort=dueBack', 'request.invalid'],
    ['?sort=total,-total', 'request.invalid'],
    ['?q=1', 'request.invalid'],
    [`?search=${'x'.repeat(255)}`, 'request.invalid'],
    ['?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z', 'list.period-reversed'],
    ['?cursor=nonsense', 'list.cursor-malformed'],
  ])('refuses %s', async (query, code) => {
    const { status, body } = await list(query);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('is for those who may read orders', async () => {
    for (const role of ['customer', 'editor'] as const) expect((await list('', shop.as(role))).status).toBe(403);
    expect([(await list('', shop.as('admin'))).status, (await list('', {})).status]).toEqual([200, 401]);
  });
});
