import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
let order: { readonly id: string; readonly headers: Record<string, string> };
const usd = (amount: number) => ({ amount, currency: 'USD' });

/** A mug for 20.00 and 5.00 to send it. */
beforeEach(() => orderIn('USD'));

async function orderIn(storeCurrency: string): Promise<void> {
  shop = await openShop({}, { storeCurrency });
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order' },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'grace@example.com', shippingAddress: address },
  });
  order = { id: String(body.id), headers: { 'x-order-token': String(body.token) } };
}

const pay = async (): Promise<void> => {
  const started = await shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
    headers: { ...order.headers, 'idempotency-key': 'pay' },
    body: { method: 'card' },
  });
  await shop.call('POST', `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
  // As the job does.
  (await shop.useCases.issueDocuments({ orderId: order.id }))._unsafeUnwrap();
};
const refund = (body: object, headers: Record<string, string> = {}) =>
  shop.call('POST', `/api/v1/admin/orders/${order.id}/refunds`, {
    headers: { ...shop.as('support'), 'idempotency-key': 'refund', ...headers },
    body,
  });
const mug = () => ({ lines: [{ variantId: shop.mug, quantity: 1 }] });

describe('giving money back', () => {
  it('answers the order with its refund on its way, which its owner sees too', async () => {
    await pay();
    const { status, body, headers } = await refund({ amount: usd(500), reason: 'late' });
    expect([status, headers.etag, headers['cache-control']]).toEqual([201, '"3"', 'no-store']);
    expect(body).toMatchObject({
      status: 'paid',
      payments: [{ method: 'card', amount: usd(2500) }],
      refunds: [{ amount: usd(500), goodwill: usd(500), reason: 'late', status: 'pending' }],
    });
    expect(body.refunds[0].paymentReference).toBe(body.payments[0].reference);
    expect(body.timeline.at(-1)).toMatchObject({
      type: 'refund_requested',
      amount: usd(500),
      goodwill: usd(500),
      reason: 'late',
    });
    const seen = await shop.call('GET', `/api/v1/orders/${order.id}`, order);
    expect(seen.body).toEqual(body);
  });

  it('for units tells which ones the customer keeps', async () => {
    await pay();
    const { status, body } = await refund({ ...mug(), reason: 'chipped' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      dueBack: usd(0),
      waivedUnits: [{ ...mug(), amount: usd(2000), reason: 'chipped' }],
      refunds: [{ amount: usd(2000), status: 'pending' }],
    });
    expect(body.timeline).toContainEqual({
      type: 'units_waived',
      at: expect.any(String),
      amount: usd(2000),
      reason: 'chipped',
    });
    const { body: again } = await refund({ ...mug(), reason: 'chipped' }, { 'idempotency-key': 'another' });
    expect(again).toMatchObject({ status: 409, code: 'units.not-available', available: 0, orderStatus: 'paid' });
  });

  it('is done once under one key, and answered byte for byte again', async () => {
    await pay();
    const first = await refund({ amount: usd(500), reason: 'late' });
    const again = await refund({ amount: usd(500), reason: 'late' });
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([201, first.text, 'true']);
    const { body } = await refund({ amount: usd(600), reason: 'late' });
    expect(body).toMatchObject({ status: 422, code: 'idempotency.key-reused' });
  });

  it('is refused to whoever may not, past what they may, and for what the order does not hold', async () => {
    await pay();
    expect((await refund({ amount: usd(1), reason: 'late' }, shop.as('editor'))).body).toMatchObject({
      status: 403,
      code: 'auth.forbidden',
    });
    const { status, body } = await shop.call('POST', `/api/v1/admin/orders/${order.id}/refunds`, {
      headers: { ...order.headers, 'idempotency-key': 'refund' },
      body: { amount: usd(1), reason: 'late' },
    });
    expect([status, body.code]).toEqual([401, 'auth.token-missing']);
    expect((await refund({ amount: usd(2501), reason: 'late' })).body).toMatchObject({
      status: 409,
      code: 'refund.exceeds-captured',
      refundable: usd(2500),
      orderStatus: 'paid',
    });
  });

  it('past the limit of a role is refused with the limit', async () => {
    const placed = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': 'big' },
      body: { items: [{ variantId: shop.book, quantity: 20 }], email: 'grace@example.com' },
    });
    order = { id: String(placed.body.id), headers: { 'x-order-token': String(placed.body.token) } };
    await pay();
    expect((await refund({ amount: usd(20_001), reason: 'late' })).body).toMatchObject({
      status: 403,
      code: 'refund.above-limit',
      limit: usd(20_000),
      given: usd(0),
      requested: usd(20_001),
    });
    expect((await refund({ amount: usd(20_001), reason: 'late' }, shop.as('admin'))).status).toBe(201);
  });

  it('is refused of an order that is not paid, or that somebody has changed meanwhile', async () => {
    expect((await refund({ amount: usd(1), reason: 'late' })).body).toMatchObject({
      status: 409,
      code: 'order.not-refundable',
      orderStatus: 'pending',
    });
    await pay();
    expect((await refund({ amount: usd(1), reason: 'late' }, { 'if-match': '"1"' })).body).toMatchObject({
      status: 412,
      code: 'order.version-stale',
    });
    expect((await refund({ amount: usd(1), reason: 'late' }, { 'if-match': '"2"' })).status).toBe(201);
  });

  it.each<[string, object, object]>([
    ['neither an amount nor lines', {}, { field: '', message: 'must have exactly one of amount and lines' }],
    [
      'both',
      { amount: usd(1), lines: [{ variantId: '00000000-0000-7000-8000-000000000001', quantity: 1 }] },
      { field: '', message: 'must have exactly one of amount and lines' },
    ],
    ['no lines', { lines: [] }, { field: 'lines', message: 'must have at least 1 entry' }],
    ['half a cent', { amount: usd(0.5) }, { field: 'amount.amount', message: 'must be a whole number' }],
  ])('is refused with %s', async (_name, body, error) => {
    const answer = await refund({ ...body, reason: 'late' });
    expect([answer.status, answer.body.errors]).toMatchObject([400, [error]]);
  });

  it('needs a reason and a key', async () => {
    expect((await refund({ amount: usd(1) })).body.errors).toEqual([
      { field: 'reason', code: 'required', params: {}, message: 'is required' },
    ]);
    const { body } = await shop.call('POST', `/api/v1/admin/orders/${order.id}/refunds`, {
      headers: shop.as('support'),
      body: { amount: usd(1), reason: 'late' },
    });
    expect([body.status, body.code]).toEqual([400, 'idempotency.key-missing']);
  });
});

describe('giving money back in a currency that card networks charge in steps', () => {
  const dinar = (amount: number) => ({ amount, currency: 'KWD' });
  beforeEach(async () => {
    await orderIn('KWD');
    await pay();
  });

  it.each([5, 1005, 2499])('is refused at once for %i fils, off the step of ten', async (amount) => {
    const { status, body } = await refund({ amount: dinar(amount), reason: 'late' });
    expect([status, body]).toMatchObject([
      422,
      { code: 'money.off-step', amount: dinar(amount), step: 10, orderStatus: 'paid' },
    ]);
    const { body: seen } = await shop.call('GET', `/api/v1/orders/${order.id}`, order);
    expect(seen.refunds).toEqual([]);
  });

  it('works on the step, and for all that is left', async () => {
    expect(await refund({ amount: dinar(1010), reason: 'late' })).toMatchObject({
      status: 201,
      body: { refunds: [{ amount: dinar(1010), status: 'pending' }] },
    });
    expect((await refund({ amount: dinar(1490), reason: 'late' }, { 'idempotency-key': 'rest' })).status).toBe(201);
  });
});
