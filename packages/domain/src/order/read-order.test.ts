import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { orderIn } from '../../testing/order-life.js';
import { at, usd } from '../../testing/shop.js';
import { readPricedCart } from '../pricing/read-priced-cart.js';
import type { OrderStatus } from './order.js';
import { readOrder } from './read-order.js';

const json = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
const statuses = Object.keys(orderIn) as OrderStatus[];

/** As version 0 stored it: without what version 1 added, and with one customer segment. */
function versionZero(status: OrderStatus): Record<string, unknown> {
  const {
    schemaVersion: _,
    processingPayments: _none,
    unitWaivers: _waivers,
    paidAt: _paidAt,
    ...order
  } = json(orderIn[status]);
  const { schemaVersion: _too, groups: _groups, ...pricing } = order['pricing'] as Record<string, unknown>;
  const payments = (order['payments'] as Record<string, unknown>[]).map(({ excess: _excess, ...payment }) => payment);
  return { ...order, payments, pricing: { ...pricing, segment: 'guest' } };
}

describe('reading a stored order', () => {
  test.each(statuses)('gives it back as it was: %s', (status) => {
    expect(accepted(readOrder(json(orderIn[status])))).toStrictEqual(orderIn[status]);
    expect(accepted(readPricedCart(json(orderIn[status].pricing)))).toStrictEqual(orderIn[status].pricing);
  });

  test.each(statuses)('that version 0 stored gives it as it is now: %s', (status) => {
    const read = accepted(readOrder(versionZero(status)));
    const { payments, ...order } = orderIn[status];
    // What was captured for a cancelled order was never excess: all of it is due back.
    const known = status === 'cancelled' ? payments.map(({ excess: _excess, ...payment }) => payment) : payments;
    expect(read).toStrictEqual({ ...order, payments: known });
  });

  test('that version 0 stored finds the payment of each refund, and what of a payment was past the total', () => {
    const document = {
      ...versionZero('paid'),
      payments: [
        { provider: 'stripe', reference: 'pi_1', amount: usd(1000), at },
        { provider: 'sandbox', reference: 'pi_2', amount: usd(1000), at: '2026-11-22T00:00:00Z' },
      ],
      refunds: [
        { id: 'r1', amount: usd(1), reason: 'late', paymentReference: 'pi_2', status: 'confirmed', requestedAt: at },
        { id: 'r2', amount: usd(2), reason: 'late', status: 'pending', requestedAt: at },
      ],
      disputes: [
        { id: 'd1', provider: 'stripe', paymentReference: 'pi_1', amount: usd(9), status: 'lost', openedAt: at },
      ],
      unitCancellations: [{ lines: [], amount: usd(0), at }],
      unitWaivers: [{ lines: [], amount: usd(0), at }],
    };
    const order = accepted(readOrder(document));
    expect(order).toMatchObject({
      status: 'paid',
      paidAt: '2026-11-22T00:00:00Z',
      payments: [{ reference: 'pi_1' }, { reference: 'pi_2', excess: usd(133) }],
      refunds: [
        { id: 'r1', provider: 'sandbox', paymentReference: 'pi_2' },
        { id: 'r2', provider: 'stripe', paymentReference: 'pi_1' },
      ],
      disputes: [{ withdrawn: usd(9) }],
      unitCancellations: [{ id: 'unit-cancellation-1' }],
      unitWaivers: [{ id: 'unit-waiver-1' }],
    });
    expect(order.payments[0]).not.toHaveProperty('excess');
  });

  test('that version 0 stored upcasts the reasons of its promotions', () => {
    const { groups: _, schemaVersion: _version, ...pricing } = json(orderIn.paid.pricing);
    const skipped = { promotionId: 'p', name: 'p', level: 'order' };
    const reasons = [
      { type: 'promotion.segment-not-eligible', segments: ['premium'], segment: 'guest' },
      { type: 'promotion.no-effect' },
      { type: 'promotion.ended', endsAt: at, at },
    ];
    const read = accepted(
      readPricedCart({ ...pricing, segment: 'guest', skipped: reasons.map((reason) => ({ ...skipped, reason })) }),
    );
    expect(read.groups).toStrictEqual(['guest']);
    expect(read.skipped.map(({ reason }) => reason)).toStrictEqual([
      { type: 'promotion.group-not-eligible', groups: ['premium'], customerGroups: ['guest'] },
      { type: 'promotion.no-effect', why: 'nothing-left' },
      reasons[2],
    ]);
  });

  test('derives again what follows from its facts', () => {
    const order = { ...json(orderIn.paid), status: 'delivered', paymentStatus: 'unpaid', dueBack: usd(5) };
    expect(accepted(readOrder(order))).toStrictEqual(orderIn.paid);
  });

  test('of a later version is refused', () => {
    for (const read of [readOrder, readPricedCart]) {
      expect(refused<unknown, unknown>(read({ ...json(orderIn.paid), schemaVersion: 2 }))).toStrictEqual({
        type: 'input.schema-version-unknown',
        schemaVersion: 2,
      });
    }
  });

  test.each<[string, unknown]>([
    ['order', null],
    ['order', []],
    ['order.schemaVersion', { ...json(orderIn.paid), schemaVersion: '1' }],
    ['order.schemaVersion', { ...json(orderIn.paid), schemaVersion: -1 }],
    ['pricedCart', { ...json(orderIn.paid), pricing: null }],
    ['pricedCart.total.amount', { ...json(orderIn.paid), pricing: { ...orderIn.paid.pricing, total: usd(-1) } }],
    ['pricedCart.lines[0].unitShares', { ...json(orderIn.paid), pricing: withUnits(9) }],
    ['order.payments[0].reference', { ...json(orderIn.paid), payments: [{ provider: 'stripe', amount: usd(1), at }] }],
    ['order.shipments[0].lines[0].quantity', { ...json(orderIn.shipped), shipments: [parcelOf(0)] }],
    ['order.email', { ...json(orderIn.paid), email: undefined }],
    ['order.dueBack', { ...json(orderIn.paid), dueBack: null }],
  ])('that is damaged is refused: %s', (path, damaged) => {
    expect(refused<unknown, unknown>(readOrder(damaged))).toMatchObject({ path });
  });
});

/** The sale with another quantity on its first line than its unit shares have. */
function withUnits(quantity: number): object {
  const { lines } = orderIn.paid.pricing;
  return { ...orderIn.paid.pricing, lines: lines.map((line, index) => (index === 0 ? { ...line, quantity } : line)) };
}

function parcelOf(quantity: number): object {
  return { id: 'parcel-1', lines: [{ variantId: 'mug', quantity }], shippedAt: at };
}
