import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import type { CommandName } from '../../testing/order-commands.js';
import { orderIn, pay, payment, place, ship, units } from '../../testing/order-life.js';
import { at, usd } from '../../testing/shop.js';
import type { Decision } from '../decision.js';
import { amendOrder } from './amending/amend-order.js';
import { recordWithdrawal } from './amending/record-withdrawal.js';
import { cancelOrder } from './cancelling/cancel-order.js';
import { cancelUnits } from './cancelling/cancel-units.js';
import { deliverParcel } from './fulfilment/deliver-parcel.js';
import { expireOrder } from './cancelling/expire-order.js';
import { capturedAmount } from './derive-order.js';
import { allowedCommands, openUnits, refundable, returnableUnits, withdrawalShipping } from './order-queries.js';
import type { Order, OrderChange, OrderStatus, OrderUnits } from './order.js';
import { recordDispute } from './payments/record-dispute.js';
import { recordPayment, recordPaymentFailure, recordPaymentProcessing } from './payments/record-payment.js';
import { refundOrder } from './payments/refund-order.js';
import { returnUnits } from './fulfilment/return-units.js';
import { bounceRefund, confirmRefund, failRefund } from './payments/settle-refund.js';
import { shipOrder } from './fulfilment/ship-order.js';
import { waiveUnits } from './cancelling/waive-units.js';

type Run = (order: Order) => Decision<OrderChange, { readonly type: string; readonly status?: OrderStatus }>;
const other = { provider: 'stripe', reference: 'pi_2' };

/** Each command with sound content: refused only for what it meets. */
const commands: Readonly<Record<CommandName, Run>> = {
  recordPayment: (order) => recordPayment(order, { ...other, amount: usd(1), at }),
  recordPaymentProcessing: (order) => recordPaymentProcessing(order, { ...other, at }),
  recordPaymentFailure: (order) => recordPaymentFailure(order, { ...other, reason: 'declined', at }),
  expireOrder: (order) => expireOrder(order, { deadline: at, at }),
  cancelOrder: (order) => cancelOrder(order, { at }),
  cancelUnits: (order) => cancelUnits(order, { id: 'c1', lines: units({ cup: 1 }), at }),
  shipOrder: (order) => shipOrder(order, { id: 'parcel-2', lines: units({ cup: 1 }), at }),
  deliverParcel: (order) => deliverParcel(order, { id: 'parcel-1', at }),
  returnUnits: (order) => returnUnits(order, { id: 'return-2', lines: units({ mug: 1 }), restock: true, at }),
  waiveUnits: (order) => waiveUnits(order, { id: 'w1', lines: units({ book: 1 }), at }),
  refundOrder: (order) => refundOrder(order, { id: 'r2', amount: usd(1), reason: 'late', ...payment, at }),
  confirmRefund: (order) => confirmRefund(order, { id: 'r1', at }),
  failRefund: (order) => failRefund(order, { id: 'r1', at }),
  bounceRefund: (order) => bounceRefund(order, { id: 'r0', at }),
  recordDispute: (order) => recordDispute(order, { id: 'd1', ...payment, amount: usd(1), status: 'open', at }),
  amendOrder: (order) => amendOrder(order, { note: 'gift', at }),
  recordWithdrawal: (order) =>
    recordWithdrawal(order, { id: 'w1', lines: units({ mug: 1 }), refund: usd(1), isWhole: false, at }),
};

/** With a cent on its way back and another one back, wherever money can be refunded. */
function orderOf(status: OrderStatus): Order {
  if (status === 'pending') return pay(place(), 1);
  const refund = (order: Order, id: string) =>
    accepted(refundOrder(order, { id, amount: usd(1), reason: 'late', ...payment, at })).order;
  const back = accepted(confirmRefund(refund(orderIn[status], 'r0'), { id: 'r0', at })).order;
  return refund(back, 'r1');
}

type Lines = readonly OrderUnits[];
/** Orders on which a command about two mugs was recorded with the id `a`. */
const twice = {
  shipped: ship(orderIn.paid, 'a', { mug: 2 }),
  cancelled: accepted(cancelUnits(orderIn.paid, { id: 'a', lines: units({ mug: 2 }), at })).order,
  waived: accepted(waiveUnits(orderIn.paid, { id: 'a', lines: units({ mug: 2 }), at })).order,
  returned: accepted(
    returnUnits(ship(orderIn.paid, 'parcel-1', { mug: 2 }), { id: 'a', lines: units({ mug: 2 }), restock: true, at }),
  ).order,
};

const yes = 'allowed';
const statuses = ['pending', 'paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'] as const;
type Row = Readonly<Record<OrderStatus, string>>;
/** The same in every status, but for those that are named. */
const row = (answer: string, but: Partial<Row> = {}): Row => ({
  ...(Object.fromEntries(statuses.map((status) => [status, answer])) as Row),
  ...but,
});
const overall = { pending: yes, cancelled: 'order.already-cancelled' };
const table: Readonly<Record<CommandName, Row>> = {
  recordPayment: row(yes),
  recordPaymentProcessing: row('order.not-pending', { pending: yes }),
  recordPaymentFailure: row(yes),
  expireOrder: row('order.not-pending', { pending: yes }),
  cancelOrder: row('order.not-cancellable', { ...overall, paid: yes }),
  cancelUnits: row('order.not-cancellable', {
    paid: yes,
    partially_shipped: yes,
    cancelled: 'order.already-cancelled',
  }),
  shipOrder: row('order.not-shippable', { paid: yes, partially_shipped: yes }),
  deliverParcel: row(yes, {
    pending: 'shipment.not-found',
    paid: 'shipment.not-found',
    cancelled: 'shipment.not-found',
  }),
  returnUnits: row('units.not-available', { partially_shipped: yes, shipped: yes, delivered: yes }),
  waiveUnits: row(yes, { pending: 'order.not-refundable', cancelled: 'order.not-refundable' }),
  refundOrder: row(yes, { pending: 'order.not-refundable' }),
  confirmRefund: row(yes, { pending: 'refund.not-found' }),
  failRefund: row(yes, { pending: 'refund.not-found' }),
  bounceRefund: row(yes, { pending: 'refund.not-found' }),
  recordDispute: row(yes),
  amendOrder: row(yes),
  recordWithdrawal: row(yes),
};

describe('an order', () => {
  const cells = Object.entries(table).flatMap(([command, answers]) =>
    Object.entries(answers).map(([status, answer]) => ({
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
    // A screen offers what is allowed; a parcel that has arrived is not delivered again.
    const isOffered = answer === yes && (!decision.ok || decision.value.order !== order);
    expect(allowedCommands(order).includes(command)).toBe(isOffered);
  });

  test('that is none, or is of another version, is refused by every command and offers none', () => {
    const spoilt = [null, 7, [], {}, { ...orderIn.paid, status: 'payed' }, { ...orderIn.paid, refunds: null }];
    for (const none of spoilt as readonly unknown[] as readonly Order[]) {
      for (const run of Object.values(commands)) {
        const decision = run(none);
        expect(decision.ok ? yes : decision.error.type).toBe('order.malformed');
      }
      expect([allowedCommands(none), openUnits(none), returnableUnits(none)]).toStrictEqual([[], [], []]);
      expect([refundable(none).amount, capturedAmount(none)]).toStrictEqual([0, 0]);
    }
  });

  test.each<readonly [string, string, (lines: Lines) => ReturnType<Run>]>([
    ['a parcel', 'shipment.already-recorded', (lines) => shipOrder(twice.shipped, { id: 'a', lines, at })],
    [
      'a cancellation',
      'cancellation.already-recorded',
      (lines) => cancelUnits(twice.cancelled, { id: 'a', lines, at }),
    ],
    ['a waiver', 'waiver.already-recorded', (lines) => waiveUnits(twice.waived, { id: 'a', lines, at })],
    [
      'a return',
      'return.already-recorded',
      (lines) => returnUnits(twice.returned, { id: 'a', lines, restock: true, at }),
    ],
  ])('does not take %s that also names no unit of something, or part of one, for a repeat', (_, type, repeat) => {
    expect(
      accepted(
        repeat([
          { variantId: 'mug', quantity: 1 },
          { variantId: 'mug', quantity: 1 },
        ]),
      ).events,
    ).toStrictEqual([]);
    for (const more of [
      units({ mug: 2, cup: 0 }),
      units({ mug: 2, pot: 0 }),
      [
        { variantId: 'mug', quantity: 3 },
        { variantId: 'mug', quantity: -1 },
      ],
      [
        { variantId: 'mug', quantity: 1.5 },
        { variantId: 'mug', quantity: 0.5 },
      ],
    ]) {
      expect(refused(repeat(more)).type).toBe(type);
    }
  });

  test('lists for a screen the units that are open and those that can come back', () => {
    const sent = ship(orderIn.paid, 'parcel-1', { mug: 2 });
    expect(openUnits(sent)).toStrictEqual(units({ cup: 2, mug: 1 }));
    expect(returnableUnits(sent)).toStrictEqual(units({ mug: 2 }));
    expect(refundable(sent)).toStrictEqual(usd(1867));
    expect(refundable(orderIn.pending)).toStrictEqual(usd(0));
  });

  test('gives back by a withdrawal the cheapest shipping at most, and never more than was paid for the order', () => {
    const { paid } = orderIn;
    const { pricing } = paid;
    expect(withdrawalShipping(paid)).toStrictEqual(usd(550));
    expect(withdrawalShipping({ ...paid, cheapestShipping: usd(400) })).toStrictEqual(usd(400));
    const shipping = pricing.shipping && { ...pricing.shipping, total: usd(Number.MAX_SAFE_INTEGER) };
    expect(withdrawalShipping({ ...paid, pricing: { ...pricing, shipping } })).toStrictEqual(pricing.total);
  });
});
