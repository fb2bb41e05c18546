import { describe, expect, test } from 'vitest';
import { accepted } from '../../testing/accepted.js';
import type { CommandName } from '../../testing/order-commands.js';
import { orderIn, pay, place, units } from '../../testing/order-life.js';
import { at, usd } from '../../testing/shop.js';
import type { Decision } from '../decision.js';
import { cancelOrder } from './cancelling/cancel-order.js';
import { cancelUnits } from './cancelling/cancel-units.js';
import { deliverParcel } from './fulfilment/deliver-parcel.js';
import { expireOrder } from './cancelling/expire-order.js';
import type { Order, OrderChange, OrderStatus } from './order.js';
import { recordDispute } from './payments/record-dispute.js';
import { recordPayment, recordPaymentFailure } from './payments/record-payment.js';
import { refundOrder } from './payments/refund-order.js';
import { returnUnits } from './fulfilment/return-units.js';
import { bounceRefund, confirmRefund, failRefund } from './payments/settle-refund.js';
import { shipOrder } from './fulfilment/ship-order.js';
import { waiveUnits } from './cancelling/waive-units.js';

type Run = (order: Order) => Decision<OrderChange, { readonly type: string; readonly status: OrderStatus }>;
const payment = { provider: 'stripe', reference: 'pi_1' };

/** Each command at its best: refused only for the status that it meets. */
const commands: Readonly<Record<CommandName, Run>> = {
  recordPayment: (order) => recordPayment(order, { ...payment, reference: 'pi_2', amount: usd(1), at }),
  recordPaymentFailure: (order) => recordPaymentFailure(order, { ...payment, reason: 'declined', at }),
  expireOrder: (order) => expireOrder(order, { deadline: at, at }),
  cancelOrder: (order) => cancelOrder(order, { at }),
  cancelUnits: (order) => cancelUnits(order, { lines: units({ cup: 1 }), at }),
  shipOrder: (order) => shipOrder(order, { id: 'parcel-2', lines: units({ cup: 1 }), at }),
  deliverParcel: (order) => deliverParcel(order, { id: 'parcel-1', at }),
  returnUnits: (order) => returnUnits(order, { id: 'return-1', lines: units({ mug: 1 }), restock: true, at }),
  waiveUnits: (order) => waiveUnits(order, { lines: units({ book: 1 }), at }),
  refundOrder: (order) => refundOrder(order, { id: 'r2', amount: usd(1), reason: 'late', at }),
  confirmRefund: (order) => confirmRefund(order, { id: 'r1', at }),
  failRefund: (order) => failRefund(order, { id: 'r1', at }),
  bounceRefund: (order) => bounceRefund(order, { id: 'r1', at }),
  recordDispute: (order) =>
    recordDispute(order, { ...payment, id: 'd1', paymentReference: 'pi_1', amount: usd(1), status: 'open', at }),
};

/** With a refund of a cent on its way, wherever there can be one. */
function orderOf(status: OrderStatus): Order {
  if (status === 'pending') return pay(place(), 1);
  return accepted(refundOrder(orderIn[status], { id: 'r1', amount: usd(1), reason: 'late', at })).order;
}

const yes = 'allowed';
const table: Readonly<Record<CommandName, Readonly<Record<OrderStatus, string>>>> = {
  recordPayment: { pending: yes, paid: yes, partially_shipped: yes, shipped: yes, delivered: yes, cancelled: yes },
  recordPaymentFailure: {
    pending: yes,
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: yes,
  },
  expireOrder: {
    pending: yes,
    paid: 'order.not-pending',
    partially_shipped: 'order.not-pending',
    shipped: 'order.not-pending',
    delivered: 'order.not-pending',
    cancelled: 'order.not-pending',
  },
  cancelOrder: {
    pending: yes,
    paid: yes,
    partially_shipped: 'order.not-cancellable',
    shipped: 'order.not-cancellable',
    delivered: 'order.not-cancellable',
    cancelled: 'order.already-cancelled',
  },
  cancelUnits: {
    pending: 'order.not-cancellable',
    paid: yes,
    partially_shipped: yes,
    shipped: 'order.not-cancellable',
    delivered: 'order.not-cancellable',
    cancelled: 'order.already-cancelled',
  },
  shipOrder: {
    pending: 'order.not-shippable',
    paid: yes,
    partially_shipped: yes,
    shipped: 'order.not-shippable',
    delivered: 'order.not-shippable',
    cancelled: 'order.not-shippable',
  },
  deliverParcel: {
    pending: 'shipment.not-found',
    paid: 'shipment.not-found',
    partially_shipped: yes,
    shipped: yes,
    delivered: 'shipment.already-delivered',
    cancelled: 'shipment.not-found',
  },
  returnUnits: {
    pending: 'units.not-available',
    paid: 'units.not-available',
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: 'units.not-available',
  },
  waiveUnits: {
    pending: 'order.not-refundable',
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: 'order.not-refundable',
  },
  refundOrder: {
    pending: 'order.not-refundable',
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: yes,
  },
  confirmRefund: {
    pending: 'refund.not-found',
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: yes,
  },
  failRefund: {
    pending: 'refund.not-found',
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: yes,
  },
  bounceRefund: {
    pending: 'refund.not-found',
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: yes,
  },
  recordDispute: {
    pending: 'order.not-disputable',
    paid: yes,
    partially_shipped: yes,
    shipped: yes,
    delivered: yes,
    cancelled: yes,
  },
};

describe('an order', () => {
  const cells = Object.entries(table).flatMap(([command, row]) =>
    Object.entries(row).map(([status, answer]) => ({
      command: command as CommandName,
      status: status as OrderStatus,
      answer,
    })),
  );

  test.each(cells)('that is $status answers $command: $answer', ({ command, status, answer }) => {
    const order = orderOf(status);
    expect(order.status).toBe(status);
    const decision = commands[command](order);
    expect(decision.ok ? yes : decision.error.type).toBe(answer);
    // A refusal names the status it met.
    expect(decision.ok ? status : decision.error.status).toBe(status);
  });
});
