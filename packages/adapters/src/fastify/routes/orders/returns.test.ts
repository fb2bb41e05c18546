import { beforeEach, describe, expect, it } from 'vitest';
import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
let order: Awaited<ReturnType<typeof paidOrder>>;
beforeEach(async () => {
  shop = await openShop();
  order = await paidOrder(shop, { quantity: 3 });
  await shop.call('POST', `/api/v1/admin/orders/${order.id}/shipments`, {
    headers: shop.as('support'),
    body: { lines: mugs(2), carrier: 'DHL', trackingNumber: 'T1' },
  });
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const noon = '2026-11-21T09:30:00.000Z';
const later = '2026-11-21T09:31:00.000Z';
const unknown = '00000000-0000-7000-8000-00000000ffff';
const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const announce = (body: object = {}, headers = order.headers) =>
  shop.call('POST', `${order.path}/returns`, { headers, body: { lines: mugs(1), reason: 'Chipped', ...body } });
const receive = (id: string, body: object = { restock: true }, headers: Record<string, string> = shop.as('support')) =>
  shop.call('POST', `/api/v1/admin/returns/${id}/receive`, { headers, body });
const read = async () => shop.call('GET', order.path, order);
const stockOf = async () =>
  (await shop.call('GET', `/api/v1/admin/variants/${shop.mug}/stock`, { headers: shop.as('editor') })).body;

describe('announcing a return', () => {
  it('answers it, and shows it with the order and in its timeline', async () => {
    const { status, body } = await announce();
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        orderId: order.id,
        status: 'requested',
        lines: mugs(1),
        reason: 'Chipped',
        requestedAt: noon,
      },
    ]);
    const whole = await read();
    const { orderId: _order, ...shown } = body;
    expect(whole.body.returns).toEqual([shown]);
    expect(whole.body.timeline.at(-1)).toEqual({
      type: 'return_requested',
      at: noon,
      reason: 'Chipped',
      returnId: body.id,
    });
    // Another answer has another tag.
    expect(whole.headers['etag']).toBe('"4"');
  });

  it('twice by two clicks announces it once', async () => {
    const [first, second] = await Promise.all([announce(), announce()]);
    expect([first.status, second.status, second.text]).toEqual([201, 200, first.text]);
    expect((await read()).body.returns).toHaveLength(1);
  });

  it.each([
    ['units that were not shipped', () => ({ lines: mugs(3) }), 409, 'units.not-available'],
    ['nothing', () => ({ lines: [] }), 422, 'units.none'],
    ['what was not ordered', () => ({ lines: [{ variantId: unknown, quantity: 1 }] }), 422, 'units.not-ordered'],
    ['no units of something', () => ({ lines: mugs(0) }), 400, 'request.invalid'],
    ['without a reason', () => ({ reason: undefined }), 400, 'request.invalid'],
    ['for a reason that says nothing', () => ({ reason: ' ' }), 400, 'request.invalid'],
  ])('of %s is refused', async (_what, body, status, code) => {
    const answer = await announce(body());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await read()).body.returns).toEqual([]);
  });

  it('is for its customer, or the guest who holds its token', async () => {
    const stranger = await shop.register();
    for (const headers of [{}, { 'x-order-token': 'guessed' }, stranger.headers, shop.as('admin')]) {
      expect((await announce({}, headers)).body).toMatchObject({ status: 404, code: 'order.not-found' });
    }
  });
});

describe('the list of returns that are awaited', () => {
  it('tells staff what comes back, from which order and why, until it has arrived', async () => {
    const { id } = (await announce()).body;
    const list = async (query = '') =>
      shop.call('GET', `/api/v1/admin/returns${query}`, { headers: shop.as('support') });
    const { status, body } = await list();
    expect([status, body]).toEqual([
      200,
      {
        data: [
          {
            id,
            orderId: order.id,
            orderNumber: order.number,
            email: 'grace@example.com',
            lines: [{ variantId: shop.mug, quantity: 1, name: 'Mug', sku: 'MUG' }],
            reason: 'Chipped',
            requestedAt: noon,
          },
        ],
        meta: { page: 1, limit: 20, total: 1, totalPages: 1 },
      },
    ]);
    expect((await list('?cursor=&limit=1')).body.data).toEqual(body.data);
    await receive(id);
    expect((await list()).body.data).toEqual([]);
    expect((await list('?cursor=nonsense')).body).toMatchObject({ status: 400, code: 'list.cursor-malformed' });
    expect((await shop.call('GET', '/api/v1/admin/returns', { headers: shop.as('editor') })).status).toBe(403);
  });
});

describe('taking a return in', () => {
  it('refunds what was paid for its units and puts them on sale again, once', async () => {
    const { id } = (await announce()).body;
    shop.clock.advance(60_000);
    const [first, second] = await Promise.all([receive(id), receive(id)]);
    expect([first.status, second.status, second.text]).toEqual([200, 200, first.text]);
    expect(first.body).toMatchObject({ status: 'partially_shipped', dueBack: usd(2000) });
    expect(first.body.returns).toEqual([
      {
        id,
        status: 'received',
        lines: mugs(1),
        reason: 'Chipped',
        requestedAt: noon,
        receivedAt: later,
        amount: usd(2000),
        restock: true,
      },
    ]);
    expect(first.body.timeline.at(-1)).toEqual({
      type: 'returned',
      at: later,
      amount: usd(2000),
      reason: 'Chipped',
      returnId: id,
    });
    expect(await stockOf()).toMatchObject({
      available: 8,
      data: [{ type: 'returned', quantity: 1, reason: 'units returned', orderId: order.id }, {}, {}, {}],
    });
    expect((await read()).text).toBe(first.text);
    const opposite = await receive(id, { restock: false });
    expect(opposite.body).toMatchObject({
      status: 409,
      code: 'return.already-received',
      restock: true,
      receivedAt: later,
    });
  });

  it('may leave units out of the stock', async () => {
    const received = await receive((await announce()).body.id, { restock: false });
    expect([received.status, (await stockOf()).available]).toEqual([200, 7]);
  });

  it('honours If-Match', async () => {
    const { id } = (await announce()).body;
    const stale = await receive(id, { restock: true }, { ...shop.as('support'), 'if-match': '"3"' });
    expect(stale.body).toMatchObject({ status: 412, code: 'order.version-stale', expected: 3, actual: 4 });
    expect((await receive(id, { restock: true }, { ...shop.as('support'), 'if-match': '"4"' })).status).toBe(200);
  });

  it('is for those who may fulfil orders, and says whether units can be sold again', async () => {
    const { id } = (await announce()).body;
    for (const headers of [shop.as('editor'), shop.as('customer')]) {
      expect((await receive(id, { restock: true }, headers)).status).toBe(403);
    }
    expect((await receive(id, { restock: true }, order.headers)).status).toBe(401);
    for (const body of [{}, { restock: 'yes' }, { restock: true, lines: mugs(1) }]) {
      expect((await receive(id, body)).body).toMatchObject({ status: 400, code: 'request.invalid' });
    }
    expect((await receive(unknown)).body).toMatchObject({ status: 404, code: 'return.not-found', returnId: unknown });
  });
});
