import type { Order } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { presentTimeline } from './present-timeline.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const at = (minute: number) => `2026-11-21T09:0${minute}:00.000Z`;

/** An order's facts as far as its timeline reads them. */
const orderOf = (facts: Partial<Order>, total = 2500): Order =>
  ({
    placedAt: at(0),
    pricing: { total: usd(total) },
    payments: [],
    processingPayments: [],
    failedPayments: [],
    refunds: [],
    disputes: [],
    shipments: [],
    returns: [],
    unitCancellations: [],
    ...facts,
  }) as unknown as Order;

describe("an order's timeline", () => {
  it('tells all that has happened, oldest first', () => {
    const payment = { provider: 'sandbox', paymentReference: 'p' };
    const order = orderOf({
      payments: [{ provider: 'sandbox', reference: 'p', amount: usd(2500), at: at(2) }],
      processingPayments: [{ provider: 'sandbox', reference: 'p', at: at(0) }],
      failedPayments: [{ provider: 'sandbox', reference: 'p', reason: 'card_declined', at: at(1) }],
      cancellation: { at: at(3), reason: 'changed my mind' },
      refunds: [
        {
          id: 'b',
          amount: usd(500),
          reason: 'cancelled',
          ...payment,
          status: 'failed',
          requestedAt: at(5),
          settledAt: at(6),
          failure: 'lost_card',
        },
        {
          id: 'a',
          amount: usd(1500),
          goodwill: usd(300),
          reason: 'cancelled',
          ...payment,
          status: 'confirmed',
          requestedAt: at(3),
          settledAt: at(4),
        },
        { id: 'c', amount: usd(500), reason: 'cancelled', ...payment, status: 'pending', requestedAt: at(7) },
      ],
    });
    expect(presentTimeline(order)).toEqual([
      { type: 'placed', at: at(0), amount: usd(2500) },
      { type: 'payment_processing', at: at(0) },
      { type: 'payment_failed', at: at(1), reason: 'card_declined' },
      { type: 'paid', at: at(2), amount: usd(2500) },
      { type: 'cancelled', at: at(3), reason: 'changed my mind' },
      { type: 'refund_requested', at: at(3), amount: usd(1500), goodwill: usd(300), reason: 'cancelled' },
      { type: 'refund_confirmed', at: at(4), amount: usd(1500) },
      { type: 'refund_requested', at: at(5), amount: usd(500), reason: 'cancelled' },
      { type: 'refund_failed', at: at(6), amount: usd(500), reason: 'lost_card' },
      { type: 'refund_requested', at: at(7), amount: usd(500), reason: 'cancelled' },
    ]);
  });

  it('follows parcels, digital goods, units that come back and disputes', () => {
    const mug = { variantId: 'mug', quantity: 1 };
    const refunded = { id: 'units', lines: [{ ...mug, amount: usd(500), tax: usd(0) }], amount: usd(500) };
    const dispute = { provider: 'sandbox', paymentReference: 'p', amount: usd(2500), openedAt: at(7) };
    const order = orderOf({
      digitalDeliveredAt: at(1),
      unitCancellations: [{ ...refunded, reason: 'sold out', at: at(2) }],
      unitWaivers: [{ ...refunded, reason: 'chipped', at: at(6) }],
      shipments: [
        { id: 's1', lines: [mug], carrier: 'DHL', trackingNumber: 'T1', shippedAt: at(3), deliveredAt: at(5) },
        { id: 's2', lines: [mug], shippedAt: at(4) },
      ],
      returns: [{ ...refunded, id: 'r1', restock: true, at: at(6) }],
      withdrawals: [{ id: 'r1', lines: [mug], refund: usd(900), isWhole: false, at: at(5) }],
      disputes: [
        { ...dispute, id: 'd1', status: 'open' },
        { ...dispute, id: 'd2', status: 'lost', settledAt: at(8) },
        { ...dispute, id: 'd3', status: 'won', settledAt: at(9) },
      ],
    });
    const requests = [{ id: 'r1', orderId: 'o', lines: [mug], reason: 'too small', requestedAt: at(5) }];
    expect(presentTimeline(order, requests).slice(1)).toEqual([
      { type: 'delivered', at: at(1) },
      { type: 'units_cancelled', at: at(2), amount: usd(500), reason: 'sold out' },
      { type: 'shipped', at: at(3), shipmentId: 's1', carrier: 'DHL', trackingNumber: 'T1' },
      { type: 'shipped', at: at(4), shipmentId: 's2' },
      { type: 'delivered', at: at(5), shipmentId: 's1' },
      { type: 'withdrawn', at: at(5), amount: usd(900) },
      { type: 'return_requested', at: at(5), reason: 'too small', returnId: 'r1' },
      { type: 'returned', at: at(6), amount: usd(500), returnId: 'r1' },
      { type: 'units_waived', at: at(6), amount: usd(500), reason: 'chipped' },
      { type: 'disputed', at: at(7), amount: usd(2500) },
      { type: 'disputed', at: at(7), amount: usd(2500) },
      { type: 'disputed', at: at(7), amount: usd(2500) },
      { type: 'dispute_lost', at: at(8), amount: usd(2500) },
      { type: 'dispute_won', at: at(9), amount: usd(2500) },
    ]);
  });

  it('takes an order that costs nothing for paid as it was placed', () => {
    expect(presentTimeline(orderOf({}, 0)).map(({ type }) => type)).toEqual(['placed', 'paid']);
  });
});
