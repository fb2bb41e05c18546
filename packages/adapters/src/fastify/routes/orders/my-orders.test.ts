import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const place = (body: object, headers: Record<string, string>, key: string) =>
  shop.call('POST', '/api/v1/orders', { headers: { 'idempotency-key': key, ...headers }, body });

describe('the list of my orders', () => {
  it('tells of each order what is in it and when it is expected', async () => {
    const customer = await shop.register();
    const { body } = await place(
      {
        items: [
          { variantId: shop.mug, quantity: 1 },
          { variantId: shop.book, quantity: 2 },
        ],
        shippingAddress: address,
      },
      customer.headers,
      'a',
    );
    const { body: mine, headers } = await shop.call('GET', '/api/v1/me/orders', customer);
    const estimatedArrival = { earliest: '2026-11-24T09:30:00.000Z', latest: '2026-11-26T09:30:00.000Z' };
    expect(headers['cache-control']).toBe('no-store');
    expect(mine).toEqual({
      data: [
        {
          id: body.id,
          number: body.number,
          status: 'pending',
          paymentStatus: 'unpaid',
          total: usd(5500),
          createdAt: '2026-11-21T09:30:00.000Z',
          lines: [
            { variantId: shop.mug, name: 'Mug', unitPrice: usd(2000), quantity: 1, total: usd(2000), estimatedArrival },
            {
              variantId: shop.book,
              name: 'Book',
              unitPrice: usd(1500),
              quantity: 2,
              total: usd(3000),
              estimatedArrival: null,
            },
          ],
          estimatedArrival,
        },
      ],
      meta: { page: 1, limit: 20, total: 1, totalPages: 1 },
    });
  });

  it('is of the last twelve months unless another period is asked for', async () => {
    const customer = await shop.register();
    const { body } = await place({ items: [{ variantId: shop.book, quantity: 1 }] }, customer.headers, 'a');
    // Sessions end long before a year is over.
    const mine = async (query = '') =>
      (await shop.call('GET', `/api/v1/me/orders${query}`, { headers: shop.as('customer', customer.user.id) })).body
        .data;
    shop.clock.advance(365 * 86_400_000 - 1);
    expect(await mine()).toHaveLength(1);
    shop.clock.advance(1);
    expect(await mine()).toEqual([]);
    expect(await mine('?from=2026-11-21T00:00:00Z')).toMatchObject([{ id: body.id }]);
  });

  it.each(['createdAt', 'number', 'status', 'paymentStatus', 'total', 'name', 'price', 'quantity', 'estimatedArrival'])(
    'sorts by %s, either way, in pages and by cursor',
    async (key) => {
      const customer = await shop.register();
      const order = (variantId: string, quantity: number, name: string) =>
        place({ items: [{ variantId, quantity }], shippingAddress: address }, customer.headers, name);
      const [mug, book, pen] = [
        await order(shop.mug, 3, 'a'),
        await order(shop.book, 1, 'b'),
        await order(shop.pen, 2, 'c'),
      ].map(({ body }) => body.id);
      await shop.call('POST', `/api/v1/orders/${mug}/cancel`, customer);
      const ids = ({ body }: Awaited<ReturnType<Shop['call']>>) =>
        body.data.map(({ id }: { readonly id: string }) => id);
      const list = (query: string) => shop.call('GET', `/api/v1/me/orders?${query}`, customer);
      // Those of one value stand in the order in which they were made.
      const ascending = {
        createdAt: [mug, book, pen],
        number: [mug, book, pen],
        status: [mug, book, pen],
        paymentStatus: [mug, book, pen],
        total: [book, pen, mug],
        name: [book, mug, pen],
        price: [pen, book, mug],
        quantity: [book, pen, mug],
        estimatedArrival: [pen, mug, book],
      }[key];
      expect(ids(await list(`sort=${key}`))).toEqual(ascending);
      const last = await list(`sort=${key}&page=3&limit=1`);
      expect([ids(last), last.body.meta.total]).toEqual([ascending?.slice(2), 3]);
      const descending = ids(await list(`sort=-${key}`));
      const first = await list(`sort=-${key}&cursor=&limit=2`);
      const rest = await list(`sort=-${key}&cursor=${first.body.meta.nextCursor}&limit=2`);
      expect([...ids(first), ...ids(rest)]).toEqual(descending);
      expect(new Set(descending)).toEqual(new Set(ascending));
      expect(rest.body.meta.nextCursor).toBeNull();
    },
  );

  it('filters by time and status, and sorts', async () => {
    const customer = await shop.register();
    const order = (quantity: number, key: string) =>
      place({ items: [{ variantId: shop.mug, quantity }], shippingAddress: address }, customer.headers, key);
    const first = await order(2, 'a');
    shop.clock.advance(60_000);
    const second = await order(1, 'b');
    await shop.call('POST', `/api/v1/orders/${first.body.id}/cancel`, customer);
    const mine = async (query: string) =>
      (await shop.call('GET', `/api/v1/me/orders${query}`, customer)).body.data.map(
        ({ id }: { readonly id: string }) => id,
      );
    expect(await mine('')).toEqual([second.body.id, first.body.id]);
    expect(await mine('?sort=-total')).toEqual([first.body.id, second.body.id]);
    expect(await mine('?status=pending')).toEqual([second.body.id]);
    expect(await mine('?to=2026-11-21T10:31:00%2B01:00')).toEqual([first.body.id]);
    expect(await mine('?from=2026-11-21T09:31:00Z&to=2026-12-01T00:00:00Z')).toEqual([second.body.id]);
    // Days: both are in the period.
    expect(await mine('?from=2026-11-21&to=2026-11-21')).toEqual([second.body.id, first.body.id]);
    expect([await mine('?from=2026-11-22&to=2026-11-30'), await mine('?to=2026-11-20')]).toEqual([[], []]);
  });

  it.each([
    ['?from=yesterday', 'request.invalid'],
    ['?from=2026-02-31T00:00:00Z', 'request.invalid'],
    ['?to=9999-12-31T23:59:59-01:00', 'request.invalid'],
    [
      `?cursor=${Buffer.from('["createdAt","2026-02-31T00:00:00.000Z","019a9d2e-0000-7000-8000-000000000001"]').toString('base64url')}&sort=createdAt`,
      'list.cursor-malformed',
    ],
    ['?from=2026-02-31', 'request.invalid'],
    ['?to=21.11.2026', 'request.invalid'],
    ['?to=2026-02-30T25:00:00Z', 'request.invalid'],
    ['?from=0001-01-01T00:00:00Z', 'request.invalid'],
    ['?status=lost', 'request.invalid'],
    ['?sort=email', 'request.invalid'],
    ['?sort=total,-total', 'request.invalid'],
    ['?customerId=1', 'request.invalid'],
    ['?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z', 'list.period-reversed'],
    ['?cursor=nonsense', 'list.cursor-malformed'],
  ])('refuses %s', async (query, code) => {
    const { status, body } = await shop.call('GET', `/api/v1/me/orders${query}`, { headers: shop.as('customer') });
    expect([status, body.code]).toEqual([400, code]);
  });
});
