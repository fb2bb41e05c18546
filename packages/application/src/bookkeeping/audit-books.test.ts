/** Long because each stored amount is changed by a cent, in one shop that was driven once. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeInMemoryBooksReader } from '@cartwright/adapters/in-memory/read-models/books-reader';
import type { Tables } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryStockReader } from '@cartwright/adapters/in-memory/read-models/stock-reader';
import {
  guest,
  guestOrder,
  home,
  openShop,
  paidOrder,
  pay,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';
import { msAfter } from '../ms-after.js';
import { erasedOrder } from '../privacy/erased-order.js';
import { makeAuditBooks, type BooksDifference } from './audit-books.js';
import { writeDifference } from './write-difference.js';

let shop: Shop;
/** All that was committed before a test changes something. */
let driven: Tables;
/** The ids of a paid order and of a pending one. */
let paid: string;
let pending: string;

beforeAll(async () => {
  shop = await openShop();
  const rates = { standard: 190_000, reduced: 70_000 };
  const zones = [{ countries: [], prices: 'exclusive', rates, shippingClass: 'standard' }] as const;
  (await shop.setTaxRules({ zones }))._unsafeUnwrap();
  const { order, caller } = await paidOrder(shop, { quantity: 3 });
  paid = order.id;
  const lines = [{ variantId: shop.mug, quantity: 1 }];
  (await shop.shipOrder({ orderId: paid, lines, carrier: 'DHL', trackingNumber: 'T1' }))._unsafeUnwrap();
  const asked = await shop.requestReturn({ caller, orderId: paid, lines, reason: 'chipped' });
  const returnId = asked._unsafeUnwrap().request.id;
  (await shop.receiveReturn({ returnId, restock: true }))._unsafeUnwrap();
  (await shop.cancelUnits({ orderId: paid, lines, reason: 'out', request: request('cut') }))._unsafeUnwrap();
  const refund = { orderId: paid, amount: usd(100), reason: 'late', request: request('back') };
  (await shop.refundOrder({ ...refund, caller: { type: 'user', userId: 'staff', role: 'admin' } }))._unsafeUnwrap();
  const both = [
    { variantId: shop.poster, quantity: 2 },
    { variantId: shop.eBook, quantity: 1 },
  ];
  const second = await shop.placeOrder({
    caller: guest,
    request: request('second'),
    source: { type: 'items', items: both },
    coupons: ['save10'],
    email: 'guest@example.org',
    shippingAddress: home,
  });
  pending = second._unsafeUnwrap().order.id;
  const { order: declined, caller: payer } = await guestOrder(shop, { key: 'third' });
  await pay(shop, declined, payer, 'declined', 'pm_card_chargeDeclined');
  await shop.runJobs();
  (await shop.cancelOrder({ caller: payer, orderId: declined.id, reason: 'changed my mind' }))._unsafeUnwrap();
  await shop.runJobs();
  driven = snapshotOf(shop.store);
});
const money = ['orders', 'payments', 'pricingInputs', 'movements'] as const;
/** Tests change what is committed, past every rule. */
beforeEach(() => {
  const tables = shop.store.committed();
  for (const name of [...money, 'issuedDocuments', 'documentCounters', 'variants', 'outbox'] as const) {
    tables[name].clear();
    for (const [key, row] of structuredClone(driven[name])) tables[name].set(key as never, row as never);
  }
});

const audit = async (now = shop.clock.now()) => {
  const { store } = shop;
  const found: BooksDifference[] = [];
  const deps = {
    booksReader: makeInMemoryBooksReader({ store }),
    stockReader: makeInMemoryStockReader({ store }),
    clock: { now: () => now },
  };
  const audited = (await makeAuditBooks(deps)((difference) => found.push(difference)))._unsafeUnwrap();
  return { audited, found, lines: found.map(writeDifference) };
};

/** When a document that was due at the last moment is overdue. */
const afterTheDelay = () => msAfter(shop.clock.now(), 16 * 60_000);

describe('auditing the books', () => {
  it('finds nothing in a shop that sold, shipped, refunded, took back and cancelled', async () => {
    expect((await audit()).lines).toEqual([]);
    expect((await audit()).audited).toEqual({ orders: 3, unpriced: 0, differences: 0 });
    // What was driven is what the audit is to cover.
    const { returns, refunds, unitCancellations, shipments } = orderOf(paid);
    expect([returns, refunds, unitCancellations, shipments].map(({ length }) => length > 0)).toEqual(
      Array(4).fill(true),
    );
    expect(orderOf(pending).pricing).toMatchObject({ applied: [{ promotionId: 'save' }], taxIncluded: false });
  });

  it('finds nothing in an order that was paid by transfer, once its buyer is erased', async () => {
    const { order } = await guestOrder(shop, { key: 'by transfer', quantity: 1 });
    const paidInFull = { amount: order.pricing.total, reference: 'Jane Doe 7K3F' };
    (
      await shop.recordManualPayment({ orderId: order.id, request: request('transfer'), ...paidInFull })
    )._unsafeUnwrap();
    await shop.runJobs();
    const stored = [...shop.store.committed().issuedDocuments.values()];
    expect(JSON.stringify(stored)).toContain('Jane Doe 7K3F');
    setOrder(erasedOrder(orderOf(order.id)));
    expect((await audit()).lines).toEqual([]);
  });

  it('names one changed cent of a price, with both amounts', async () => {
    const order = orderOf(pending);
    const total = usd(order.pricing.total.amount + 1);
    setOrder({ ...order, pricing: { ...order.pricing, total } });
    expect((await audit()).found[0]).toEqual({
      of: 'price',
      orderId: pending,
      number: order.number,
      field: 'pricing.total',
      stored: total,
      computed: order.pricing.total,
    });
  });

  it('names one changed cent of the input that an order was priced with', async () => {
    const { pricingInputs } = shop.store.committed();
    const input = pricingInputs.get(pending);
    if (input === undefined) throw new Error('the order has an input');
    const prices = Object.entries(input.prices).map(([id, price]) => [id, { ...price, unitPrice: usd(799) }]);
    pricingInputs.set(pending, { ...input, prices: Object.fromEntries(prices) });
    expect((await audit()).found).toContainEqual(expect.objectContaining({ of: 'price', orderId: pending }));
  });

  it('names one changed cent of a payment and of the attempt that it belongs to', async () => {
    const order = orderOf(paid);
    const payments = order.payments.map((payment) => ({ ...payment, amount: usd(payment.amount.amount - 1) }));
    setOrder({ ...order, payments });
    const [payment] = order.payments;
    const { lines } = await audit();
    const decimal = (cents: number) => (cents / 100).toFixed(2);
    const [right, wrong] = [payment?.amount.amount ?? 0, (payment?.amount.amount ?? 0) - 1].map(decimal);
    expect(lines).toContain(
      `order ${order.number} (${paid}), payment: payments[0].amount is ${wrong} USD, computed ${right} USD`,
    );
    setOrder(order);
    const attempts = shop.store.committed().payments;
    for (const [id, attempt] of attempts) {
      if (attempt.orderId === paid) attempts.set(id, { ...attempt, amount: usd(attempt.amount.amount + 1) });
    }
    expect((await audit()).found).toMatchObject([{ of: 'payment', orderId: paid, stored: payment?.amount }]);
  });

  it('names one changed cent of a refund', async () => {
    const order = orderOf(paid);
    const refunds = order.refunds.map((refund) => ({ ...refund, amount: usd(refund.amount.amount + 1) }));
    setOrder({ ...order, refunds });
    expect((await audit()).found).toContainEqual(expect.objectContaining({ of: 'order', orderId: paid }));
  });

  it('names one changed cent of an invoice: of its columns, and of its content', async () => {
    const { issuedDocuments } = shop.store.committed();
    const { document, content } = documentOf('INV-000001');
    if (content?.type !== 'invoice') throw new Error('it is an invoice');
    const amount = usd(document.amount.amount + 1);
    issuedDocuments.set(document.number, { content, document: { ...document, amount } });
    const found = {
      of: 'invoice',
      orderId: paid,
      field: 'INV-000001.amount',
      stored: amount,
      computed: document.amount,
    };
    expect((await audit()).found).toEqual([{ ...found, number: orderOf(paid).number }]);
    const lines = content.lines.map((line) => ({ ...line, tax: usd(line.tax.amount + 1) }));
    issuedDocuments.set(document.number, { document, content: { ...content, lines } });
    expect((await audit()).found).toMatchObject([{ of: 'invoice', field: 'INV-000001.content.lines[0].tax' }]);
  });

  it('names one changed cent of a credit note, and of its tax', async () => {
    const { issuedDocuments } = shop.store.committed();
    const { document, content } = documentOf('CN-000001');
    if (content === undefined) throw new Error('the document has no content');
    issuedDocuments.set('CN-000001', { content, document: { ...document, amount: usd(document.amount.amount - 1) } });
    const { lines } = await audit(afterTheDelay());
    expect(lines[0]).toContain(
      `(${paid}), credit-note: credit-note of ${document.subject} is not issued, computed 0.01`,
    );
    expect(lines[1]).toContain('CN-000001.content.amount is');
    const taxes = document.taxes.map((each) => ({ ...each, tax: usd(each.tax.amount + 1) }));
    issuedDocuments.set('CN-000001', { content, document: { ...document, taxes } });
    expect((await audit()).found).toMatchObject([
      { field: 'taxes[0].tax' },
      { field: 'CN-000001.content.taxes[0].tax' },
    ]);
  });

  it('waits some minutes for an invoice and a credit note, then names those that are missing', async () => {
    const { issuedDocuments, documentCounters } = shop.store.committed();
    issuedDocuments.clear();
    documentCounters.clear();
    expect((await audit()).lines).toEqual([]);
    const later = await audit(afterTheDelay());
    expect(later.found.map(({ of, stored }) => [of, stored])).toEqual([
      ['invoice', 'not issued'],
      ...orderOf(paid).refunds.map(() => ['credit-note', 'not issued']),
    ]);
  });

  it('names a gap in the numbers, a number that stands twice and a document without its order', async () => {
    const { issuedDocuments, documentCounters } = shop.store.committed();
    const { document, content } = documentOf('CN-000002');
    if (content === undefined) throw new Error('the document has no content');
    const strange = { ...document, kind: 'invoice', orderId: 'nobody' } as const;
    for (const [number, counter] of [
      ['INV-000003', 3],
      ['INV-A', 3],
    ] as const)
      issuedDocuments.set(number, { content, document: { ...strange, number, counter } });
    const now = shop.clock.now();
    documentCounters.set('invoice', { counter: 4, issuedAt: now });
    expect((await audit()).lines).toEqual([
      'invoice numbers: last is 4, computed 3',
      'invoice numbers: INV-000002 is missing, computed issued',
      'invoice numbers: INV-000004 is missing, computed issued',
      'invoice numbers: INV-000003 is issued more than once, computed issued once',
      'invoice numbers: INV-000003 is without its order, computed of an order',
      'invoice numbers: INV-000003 is without its order, computed of an order',
    ]);
  });

  it('names an invoice of an order that was not paid, and one whose content is gone before its retention', async () => {
    const { issuedDocuments } = shop.store.committed();
    const { document } = documentOf('INV-000001');
    issuedDocuments.set('INV-000001', { document });
    issuedDocuments.set('INV-000002', {
      document: { ...document, number: 'INV-000002', counter: 2, orderId: pending },
    });
    const { lines } = await audit();
    expect(lines.join('\n')).toContain(`(${paid}), invoice: INV-000001.content is absent, computed stored`);
    expect(lines.join('\n')).toContain(`(${pending}), invoice: INV-000002 is`);
    const later = await audit('2028-01-01T00:00:00.000Z');
    expect(later.lines.join('\n')).not.toContain('content');
  });

  it('names one changed movement of a stock', async () => {
    const { movements } = shop.store.committed();
    const [key, movement] = [...movements].find(([, each]) => each.variantId === shop.poster) ?? [];
    if (key === undefined || movement === undefined) throw new Error('posters have come in');
    movements.set(key, { ...movement, quantity: movement.quantity + 1 });
    expect((await audit()).found).toMatchObject([{ of: 'stock', variantId: shop.poster }]);
  });

  it('names one changed unit of a stock', async () => {
    const { variants } = shop.store.committed();
    const poster = variants.get(shop.poster);
    if (poster === undefined) throw new Error('the shop sells posters');
    variants.set(shop.poster, { ...poster, stock: 4 });
    expect((await audit()).lines).toEqual([`variant ${shop.poster}, stock: available is 4, computed 3`]);
  });

  it('names an order whose columns are not those of its document', async () => {
    const reader = makeInMemoryBooksReader(shop);
    const stockReader = makeInMemoryStockReader(shop);
    const total = usd(1);
    const booksReader = {
      ...reader,
      orders: (limit: number) =>
        reader.orders(limit).map((all) => all.map((each) => ({ ...each, columns: { ...each.columns, total } }))),
    };
    const found: BooksDifference[] = [];
    (await makeAuditBooks({ booksReader, stockReader, clock: shop.clock })((each) => found.push(each)))._unsafeUnwrap();
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({ of: 'order', field: 'columns.total', stored: total });
  });
});

describe('the nightly audit', () => {
  const tick = { id: 'audit-books@night', name: 'audit-books', payload: { at: '2026-11-22T03:20:00.000Z' } } as const;
  const run = async () => (await shop.handlers['audit-books'](tick))._unsafeUnwrap();
  const mails = () => shop.mailer.sent().filter(({ subject }) => subject.startsWith('Differences in the books'));

  it('mails nothing where there is no difference', async () => {
    await run();
    expect([await shop.runJobs(), mails()]).toEqual([[], []]);
  });

  it('mails each difference to the admins, once for each night', async () => {
    const admin = { id: 'boss', email: 'boss@shop.example', name: 'Boss', role: 'admin', passwordHash: 'x' } as const;
    shop.store.committed().users.set('boss', { ...admin, createdAt: shop.clock.now() });
    const order = orderOf(pending);
    setOrder({ ...order, pricing: { ...order.pricing, total: usd(1) } });
    await run();
    await run();
    expect(await shop.runJobs()).toEqual([]);
    expect(mails()).toMatchObject([{ to: 'boss@shop.example' }]);
    expect(mails()[0]?.text).toContain(`order ${order.number} (${pending}), price: pricing.total is 0.01 USD`);
  });
});

function documentOf(number: string) {
  const stored = shop.store.committed().issuedDocuments.get(number);
  if (stored === undefined) throw new Error(`there is no ${number}`);
  return stored;
}
function orderOf(id: string) {
  const stored = shop.store.committed().orders.get(id);
  if (stored === undefined) throw new Error('the order is stored');
  return stored.order;
}
const setOrder = (order: ReturnType<typeof orderOf>): void => {
  shop.store.committed().orders.set(order.id, { order, version: 9 });
};
