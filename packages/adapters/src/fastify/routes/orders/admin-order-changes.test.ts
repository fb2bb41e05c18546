import { paidOrder } from '@cartwright/adapters/testing/paid-order';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, expect, it } from 'vitest';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const amend = (id: string, body: object, headers: Record<string, string> = {}) =>
  shop.call('PATCH', `/api/v1/admin/orders/${id}`, { headers: { ...shop.as('support'), ...headers }, body });
const ship = (id: string) =>
  shop.call('POST', `/api/v1/admin/orders/${id}/shipments`, {
    headers: shop.as('support'),
    body: { carrier: 'DHL', trackingNumber: 'T-1' },
  });

it('changes an order before it is shipped, and answers the repeated request that placed it as before', async () => {
  const placing = {
    headers: { 'idempotency-key': 'desk' },
    body: {
      items: [{ variantId: shop.mug, quantity: 1 }],
      email: 'grace@example.com',
      shippingAddress: address,
      note: 'Blue, please',
    },
  };
  const placed = await shop.call('POST', '/api/v1/orders', placing);
  const shippingAddress = { ...address, line1: '13 St James’s Square' };
  const body = { email: 'Ada@example.com', shippingAddress, note: 'Ring twice', metadata: { shelf: '7' } };
  expect((await amend(placed.body.id, body, { 'if-match': '"7"' })).status).toBe(412);
  const { status, body: amended } = await amend(placed.body.id, body, { 'if-match': '"1"' });
  expect([status, amended]).toMatchObject([200, { ...body, email: 'ada@example.com', total: usd(2500) }]);
  expect((await shop.call('POST', '/api/v1/orders', placing)).text).toBe(placed.text);
  // What the buyer wrote is not lost.
  expect([placed.body.buyerNote, amended.buyerNote]).toEqual(['Blue, please', 'Blue, please']);
  const cleared = (await amend(placed.body.id, { note: null })).body;
  expect([cleared.note, cleared.buyerNote]).toEqual([undefined, 'Blue, please']);
  const odd = await amend(placed.body.id, { shippingAddress: { ...address, country: 'ZZ' } });
  expect(odd).toMatchObject({ status: 400, body: { errors: [{ field: 'shippingAddress.country' }] } });
  expect((await amend(placed.body.id, {})).status).toBe(400);
});

it('refuses another e-mail or address once a parcel was shipped, and still takes a note', async () => {
  const { id } = await paidOrder(shop, { key: 'shipped' });
  await ship(id);
  for (const body of [{ email: 'ada@example.com' }, { shippingAddress: { ...address, line1: '1 Mill Lane' } }])
    expect(await amend(id, body)).toMatchObject({ status: 409, body: { code: 'order.not-amendable' } });
  expect(await amend(id, { note: 'Left with the neighbour' })).toMatchObject({ status: 200 });
});

it('refuses an address where other taxes apply', async () => {
  const { id } = await paidOrder(shop, { key: 'taxed' });
  const zone = (countries: readonly string[], standard: number) => ({
    countries,
    prices: 'inclusive',
    rates: { standard, reduced: 0 },
  });
  const zones = [zone(['GB'], 200_000), zone([], 0)];
  await shop.call('PUT', '/api/v1/admin/tax-rules', { headers: shop.as('admin'), body: { zones } });
  const abroad = { fullName: 'Ada', line1: '1 Rue de Rivoli', city: 'Paris', postalCode: '75001', country: 'FR' };
  expect(await amend(id, { shippingAddress: abroad })).toMatchObject({
    status: 422,
    body: { code: 'order.tax-differs' },
  });
});

it('withdraws a guest from an order in two steps, with the promised shipping', async () => {
  const order = await paidOrder(shop, { key: 'withdrawn' });
  const step = (body: object) => shop.call('POST', `${order.path}/withdrawal`, { headers: order.headers, body });
  const shipped = await ship(order.id);
  const delivered = await shop.call('POST', `/api/v1/admin/shipments/${shipped.body.shipmentId}/deliver`, {
    headers: shop.as('support'),
    body: {},
  });
  expect(delivered.status).toBe(200);
  const proposal = await step({});
  const lines = [{ variantId: shop.mug, quantity: 1 }];
  expect(proposal).toMatchObject({ status: 200, body: { lines, refund: usd(2500), confirm: expect.any(String) } });
  const { confirm } = proposal.body;
  expect((await step({ confirm, lines })).status).toBe(400);
  const first = await step({ confirm });
  expect(first).toMatchObject({ status: 201, body: { status: 'requested', lines, refund: usd(2500) } });
  expect((await step({ confirm })).text).toBe(first.text);
  const receive = (shippingRefund: object) =>
    shop.call('POST', `/api/v1/admin/returns/${first.body.id}/receive`, {
      headers: shop.as('support'),
      body: { restock: true, shippingRefund },
    });
  expect(await receive(usd(501))).toMatchObject({ status: 422, body: { code: 'return.shipping-exceeds-cheapest' } });
  expect(await receive(usd(500))).toMatchObject({ status: 200, body: { status: 'returned', dueBack: usd(2500) } });
});

it('sends a mail again that fits the order', async () => {
  const { id } = await paidOrder(shop, { key: 'mailed' });
  const mail = (name: string) =>
    shop.call('POST', `/api/v1/admin/orders/${id}/mails`, { headers: shop.as('support'), body: { mail: name } });
  expect((await mail('payment-received')).status).toBe(202);
  expect(await mail('parcel-shipped')).toMatchObject({ status: 409, body: { code: 'mail.not-fitting' } });
  expect((await mail('love-letter')).status).toBe(400);
});

it('exports the orders that match as CSV, with formulas made harmless', async () => {
  const items = [{ variantId: shop.book, quantity: 1 }];
  for (let order = 0; order < 99; order += 1) {
    const email = order === 0 ? '=cmd@example.com' : `export-${order}@example.com`;
    await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': `csv ${order}` },
      body: { items, email },
    });
  }
  const csv = (query: string) => shop.call('GET', `/api/v1/admin/orders.csv${query}`, { headers: shop.as('viewer') });
  const { status, headers, text } = await csv('?sort=createdAt');
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  const [header, ...rows] = text.trimEnd().split('\r\n');
  expect(header).toBe('number,createdAt,status,paymentStatus,email,currency,total,units,id');
  // More than a page.
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => row.includes('export-'))).toHaveLength(98);
  expect(rows.find((row) => row.includes('cmd@'))).toMatch(/,pending,unpaid,'=cmd@example.com,USD,15.00,1,/u);
  expect((await csv('?status=lost')).status).toBe(400);
});
