import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { deliver, orderIn, ship } from '../../../testing/order-life.js';
import { at } from '../../../testing/shop.js';
import { deliverParcel } from './deliver-parcel.js';
import type { Order } from '../order.js';

const later = '2026-11-23T08:00:00.000Z';
const twoParcels = (): Order => ship(orderIn.partially_shipped, 'parcel-2');

describe('delivering a parcel', () => {
  test('records when it arrived; the order is delivered with its last one', () => {
    const first = accepted(deliverParcel(twoParcels(), { id: 'parcel-2', at: later }));
    expect(first.order.status).toBe('shipped');
    expect(first.order.shipments.map(({ deliveredAt }) => deliveredAt)).toStrictEqual([undefined, later]);
    expect(first.events).toStrictEqual([
      { type: 'order.parcel-delivered', orderId: 'order-1', at: later, shipmentId: 'parcel-2' },
    ]);
    const { order, events, stock } = accepted(deliverParcel(first.order, { id: 'parcel-1', at }));
    expect(order.status).toBe('delivered');
    expect(events).toStrictEqual([
      { type: 'order.parcel-delivered', orderId: 'order-1', at, shipmentId: 'parcel-1' },
      { type: 'order.delivered', orderId: 'order-1', at },
    ]);
    expect(stock).toStrictEqual([]);
  });

  test('leaves an order partially shipped while units are open', () => {
    expect(deliver(orderIn.partially_shipped).status).toBe('partially_shipped');
    expect(ship(deliver(orderIn.partially_shipped), 'parcel-2').status).toBe('shipped');
  });

  test('that has arrived does nothing more', () => {
    const order = orderIn.delivered;
    const again = deliverParcel(order, { id: 'parcel-1', at: later });
    expect(accepted(again)).toStrictEqual({ order, events: [], stock: [], usage: [] });
  });

  test('that was never shipped is refused', () => {
    expect(refused(deliverParcel(orderIn.shipped, { id: 'constructor', at }))).toStrictEqual({
      type: 'shipment.not-found',
      shipmentId: 'constructor',
      status: 'shipped',
    });
  });
});
