import type { ReadWebhook } from '@cartwright/application';
import { ok } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
let order: Awaited<ReturnType<typeof paidOrder>>;
beforeEach(async () => {
  shop = await openShop();
  order = await paidOrder(shop, { quantity: 3 });
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const unknown = '00000000-0000-7000-8000-00000000ffff';
const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const label = { carrier: 'DHL', trackingNumber: 'T1' };
const staff = (headers: Record<string, string> = {}): Record<string, string> => ({ ...shop.as('support'), ...headers });
const ship = (body: object = label, headers = staff(), id = order.id) =>
  shop.call('POST', `/api/v1/admin/orders/${id}/shipments`, { headers, body });
const deliver = (id: string, headers = staff()) =>
  shop.call('POST', `/api/v1/admin/shipments/${id}/deliver`, { headers });
const stockOf = async () =>
  (await shop.call('GET', `/api/v1/admin/variants/${shop.mug}/stock`, { headers: shop.as('editor') })).body.available;

describe('shipping an order whose payment is disputed', () => {
  beforeEach(async () => {
    const read = ({ body }: { readonly body: Uint8Array }) =>
      ok(JSON.parse(new TextDecoder().decode(body)) as ReadWebhook);
    shop = await openShop({}, { webhookReader: { provider: 'stripe', read } });
    order = await paidOrder(shop, { quantity: 3 });
    const { payments } = (await shop.call('GET', order.path, order)).body;
    const event = {
      provider: 'sandbox',
      eventId: 'evt_1',
      at: '2026-11-21T09:30:00.000Z',
      disputeId: 'dp_1',
      amount: usd(500),
    };
    const opened = { ...event, type: 'dispute.opened', reference: payments[0].reference };
    await shop.call('POST', '/api/v1/webhooks/stripe', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ eventId: 'evt_1', eventType: 'disputed', event: opened }),
    });
  });

  it('is answered with a warning, and done once that is confirmed', async () => {
    const warned = await ship();
    expect([warned.status, warned.body]).toMatchObject([
      409,
      { code: 'order.disputed', disputes: [{ id: 'dp_1', amount: usd(500), status: 'open' }], orderStatus: 'paid' },
    ]);
    expect((await ship({ ...label, despiteDispute: false })).status).toBe(409);
    expect(await ship({ ...label, despiteDispute: 'yes' })).toMatchObject({ status: 400 });
    expect(await ship({ ...label, despiteDispute: true })).toMatchObject({ status: 201, body: { status: 'shipped' } });
  });
});

describe('shipping', () => {
  it('all that is left answers the order with its parcel, which its buyer sees too', async () => {
    const { status, headers, body } = await ship();
    expect([status, headers['etag'], headers['location']]).toEqual([
      201,
      '"3"',
      `/api/v1/admin/shipments/${body.shipmentId}`,
    ]);
    const shippedAt = '2026-11-21T09:30:00.000Z';
    expect(body).toMatchObject({
      id: order.id,
      status: 'shipped',
      shipments: [{ id: body.shipmentId, lines: mugs(3), ...label, shippedAt }],
    });
    expect(body.timeline.at(-1)).toEqual({ type: 'shipped', at: shippedAt, shipmentId: body.shipmentId, ...label });
    const { shipmentId, ...whole } = body;
    expect((await shop.call('GET', order.path, order)).body).toEqual(whole);
    const parcel = await shop.call('GET', String(headers['location']), { headers: staff() });
    expect([parcel.status, parcel.body]).toEqual([
      200,
      { id: shipmentId, orderId: order.id, orderNumber: order.number, lines: mugs(3), ...label, shippedAt },
    ]);
  });

  it('is done in parcels, each delivered by itself', async () => {
    const first = await ship({ ...label, lines: [...mugs(1), ...mugs(1)] });
    expect(first.body).toMatchObject({ status: 'partially_shipped', shipments: [{ lines: mugs(2) }] });
    const second = await ship({ ...label, trackingNumber: 'T2' });
    expect(second.body).toMatchObject({ status: 'shipped', shipments: [{ lines: mugs(2) }, { lines: mugs(1) }] });
    shop.clock.advance(1000);
    expect((await deliver(second.body.shipmentId)).body.status).toBe('shipped');
    const last = await deliver(first.body.shipmentId);
    expect([last.status, last.headers['etag']]).toEqual([200, '"6"']);
    expect(last.body).toMatchObject({
      status: 'delivered',
      shipments: [{ deliveredAt: '2026-11-21T09:30:01.000Z' }, {}],
    });
    expect(last.body.timeline.at(-1)).toMatchObject({ type: 'delivered', shipmentId: second.body.shipmentId });
  });

  it('twice by two clicks ships once', async () => {
    const [first, second] = await Promise.all([ship(), ship()]);
    expect([first.status, second.status, second.text]).toEqual([201, 200, first.text]);
    expect((await ship({ ...label, trackingNumber: 'T2' })).body).toMatchObject({
      status: 409,
      code: 'order.not-shippable',
      orderStatus: 'shipped',
    });
  });

  it('more than is left is refused with what is left', async () => {
    await ship({ ...label, lines: mugs(2) });
    expect((await ship({ ...label, lines: mugs(3) })).body).toMatchObject({
      status: 409,
      code: 'units.not-available',
      variantId: shop.mug,
      requested: 3,
      available: 1,
      orderStatus: 'partially_shipped',
    });
  });

  it('honours If-Match', async () => {
    const stale = await ship(label, staff({ 'if-match': '"1"' }));
    expect([stale.status, stale.body]).toEqual([
      412,
      expect.objectContaining({ code: 'order.version-stale', expected: 1, actual: 2 }),
    ]);
    const fresh = await ship(label, staff({ 'if-match': '"2"' }));
    expect(fresh.status).toBe(201);
    expect((await deliver(fresh.body.shipmentId, staff({ 'if-match': '"2"' }))).body.code).toBe('order.version-stale');
    expect((await deliver(fresh.body.shipmentId, staff({ 'if-match': '"3"' }))).status).toBe(200);
  });

  it.each([
    ['nothing', { ...label, lines: [] }, 422, 'units.none'],
    ['what was not ordered', { ...label, lines: [{ variantId: unknown, quantity: 1 }] }, 422, 'units.not-ordered'],
    ['no units of something', { ...label, lines: [{ variantId: unknown, quantity: 0 }] }, 400, 'request.invalid'],
    ['half a unit', { ...label, lines: [{ variantId: unknown, quantity: 0.5 }] }, 400, 'request.invalid'],
    ['without a carrier', { trackingNumber: 'T1' }, 400, 'request.invalid'],
    ['without a tracking number', { carrier: 'DHL' }, 400, 'request.invalid'],
    ['with a carrier of two lines', { ...label, carrier: 'D\nHL' }, 400, 'request.invalid'],
    ['with something unknown', { ...label, express: true }, 400, 'request.invalid'],
  ])('%s is refused', async (_what, body, status, code) => {
    const answer = await ship(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is for those who may fulfil orders, and for orders and parcels that there are', async () => {
    const { shipmentId } = (await ship()).body;
    for (const headers of [shop.as('editor'), shop.as('customer')]) {
      const answers = await Promise.all([ship(label, headers), deliver(shipmentId, headers), cancelUnits({}, headers)]);
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
      expect((await shop.call('GET', `/api/v1/admin/shipments/${shipmentId}`, { headers })).status).toBe(403);
    }
    expect((await ship(label, order.headers)).status).toBe(401);
    expect((await ship(label, staff(), unknown)).body).toMatchObject({ status: 404, code: 'order.not-found' });
    const read = await shop.call('GET', `/api/v1/admin/shipments/${unknown}`, { headers: staff() });
    for (const { body } of [await deliver(unknown), read]) {
      expect(body).toMatchObject({ status: 404, code: 'shipment.not-found', shipmentId: unknown });
    }
  });
});

describe('noting that a parcel has arrived', () => {
  it('twice answers the same', async () => {
    const { shipmentId } = (await ship()).body;
    const [first, second] = await Promise.all([deliver(shipmentId), deliver(shipmentId)]);
    shop.clock.advance(1000);
    const third = await deliver(shipmentId);
    expect([first.status, second.text, third.text]).toEqual([200, first.text, first.text]);
  });
});

const cancelUnits = (body: object, headers = staff({ 'idempotency-key': 'cancel' })) =>
  shop.call('POST', `/api/v1/admin/orders/${order.id}/units/cancel`, { headers, body: { lines: mugs(1), ...body } });

describe('taking units out of an order', () => {
  it('puts them on sale again and owes what was paid for them, once for one key', async () => {
    const { status, headers, text, body } = await cancelUnits({ reason: 'Broken in store' });
    expect([status, headers['etag'], await stockOf()]).toEqual([200, '"3"', 8]);
    expect(body).toMatchObject({ status: 'paid', dueBack: usd(2000) });
    expect(body.timeline.at(-1)).toMatchObject({
      type: 'units_cancelled',
      amount: usd(2000),
      reason: 'Broken in store',
    });
    const again = await cancelUnits({ reason: 'Broken in store' });
    expect([again.status, again.text, again.headers['idempotency-replayed'], again.headers['etag']]).toEqual([
      200,
      text,
      'true',
      '"3"',
    ]);
    expect(await stockOf()).toBe(8);
    expect((await cancelUnits({ reason: 'Lost' })).body).toMatchObject({ status: 422, code: 'idempotency.key-reused' });
  });

  it('is refused with the reason for an order that is not paid', async () => {
    const placed = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': 'unpaid' },
      body: { items: mugs(1), email: 'grace@example.com', shippingAddress: address },
    });
    const { body } = await shop.call('POST', `/api/v1/admin/orders/${placed.body.id}/units/cancel`, {
      headers: staff({ 'idempotency-key': 'unpaid' }),
      body: { lines: mugs(1) },
    });
    expect(body).toMatchObject({
      status: 409,
      code: 'order.not-cancellable',
      detail: 'It is not paid, so only the whole order can be cancelled.',
    });
  });

  it('is refused without a key, for shipped units, and for an order that has changed', async () => {
    expect((await cancelUnits({}, staff())).body).toMatchObject({ status: 400, code: 'idempotency.key-missing' });
    await ship({ ...label, lines: mugs(3) });
    expect((await cancelUnits({})).body).toMatchObject({
      status: 409,
      code: 'order.not-cancellable',
      orderStatus: 'shipped',
    });
    const stale = await cancelUnits({}, staff({ 'idempotency-key': 'cancel', 'if-match': '"2"' }));
    expect(stale.body).toMatchObject({ status: 412, code: 'order.version-stale', expected: 2, actual: 3 });
  });
});
