import {
  bounceRefund,
  cancelUnits,
  confirmRefund,
  deliverParcel,
  recordDispute,
  recordPayment,
  refundOrder,
  returnUnits,
  openUnits,
  returnableUnits,
  shipOrder,
  waiveUnits,
  type Decision,
  type Order,
  type OrderChange,
  type OrderUnits,
} from '@cartwright/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted } from '@cartwright/domain/testing/accepted';
import { beginnings, decisions, type Decide } from '@cartwright/domain/testing/order-commands';
import { lawRuns } from '@cartwright/domain/testing/law-runs';
import { orderIn, place } from '@cartwright/domain/testing/order-life';
import { usd } from '../../testing/shop-in-memory.js';
import { withdrawUnits } from '../withdrawal/withdraw-units.js';
import { erasedOrder } from '../privacy/erased-order.js';
import { replayOrder } from './replay-order.js';

const live = (order: Order, decides: readonly Decide[]): Order =>
  decides.reduce((before, decide) => {
    const decision = decide(before).onOrder(before);
    return decision.ok ? decision.value.order : before;
  }, order);

/** Withdrawals as buyers make them, from some units of each line. */
const withdrawals: fc.Arbitrary<Decide> = fc
  .record({ id: fc.constantFrom('w1', 'w2', 'w3'), most: fc.integer({ min: 1, max: 3 }), isWhole: fc.boolean() })
  .map(({ id, most, isWhole }) => () => ({
    name: 'recordWithdrawal',
    onModel: () => true,
    onOrder: (order) => withdrawn(order, id, most, isWhole),
  }));

function withdrawn(
  order: Order,
  id: string,
  most: number,
  isWhole: boolean,
): Decision<OrderChange, { readonly type: string }> {
  if (order.withdrawals?.some((each) => each.id === id) === true) return { ok: false, error: { type: 'known' } };
  const some = (units: readonly OrderUnits[]) =>
    units.map(({ variantId, quantity }) => ({ variantId, quantity: Math.min(most, quantity) }));
  const parts = {
    cancelled: some(openUnits(order)),
    returned: some(order.status === 'pending' ? [] : returnableUnits(order)),
    waived: some(order.pricing.lines.filter(({ digital }) => digital)),
  };
  const lines = [...parts.cancelled, ...parts.returned, ...parts.waived];
  const facts = { id, lines, isWhole, reason: 'withdrawal', at: '2026-11-21T09:30:00.000Z' };
  return changeOf(withdrawUnits(order, { ...parts, ...facts }));
}

const changeOf = (decision: ReturnType<typeof withdrawUnits>): Decision<OrderChange, { readonly type: string }> =>
  decision.ok ? { ok: true, value: decision.value.change } : decision;

describe('replaying an order', () => {
  it('leads to it again, whatever happened to it in one instant, also once its buyer is erased', () => {
    const commands = fc.array(fc.oneof(...Object.values({ ...decisions, recordWithdrawal: withdrawals })), {
      maxLength: 14,
      size: 'max',
    });
    const placed = place();
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), commands, (beginning, more) => {
        const order = live(placed, [...beginning, ...more]);
        expect(replayOrder(order)).toEqual([]);
        expect(replayOrder(erasedOrder(order))).toEqual([]);
      }),
      lawRuns,
    );
  });

  it('leads to goodwill that was given in the minute in which the buyer paid once more by mistake', () => {
    const order = happen(
      place(),
      pays('card', 1867, '10:01'),
      (now) => shipOrder(now, { id: 'parcel', at: at('10:04') }),
      (now) => deliverParcel(now, { id: 'parcel', at: at('10:18') }),
      pays('second', 1867, '10:25'),
      refunds('r0', 'card', 1867, '10:29'),
      refunds('r1', 'second', 649, '10:29'),
      pays('third', 1867, '10:29'),
      (now) => confirmRefund(now, { id: 'r0', at: at('10:29') }),
      refunds('r2', 'second', 1218, '10:41'),
      refunds('r3', 'third', 649, '10:41'),
      (now) => waiveUnits(now, { id: 'waiver', lines: oneMug, at: at('10:41') }),
      refunds('r4', 'third', 219, '10:41'),
      disputes('won', 'card', '10:41'),
      (now) => confirmRefund(now, { id: 'r1', at: at('10:57') }),
    );
    expect(order.refunds.map(({ goodwill }) => goodwill?.amount)).toEqual([
      undefined,
      undefined,
      undefined,
      649,
      undefined,
    ]);
    expect(replayOrder(order)).toEqual([]);
  });

  it('leads to a dispute that was lost in the minute in which a unit was cancelled, and another refund bounced', () => {
    const order = happen(
      place(),
      pays('card', 1867, '10:49'),
      disputes('lost', 'card', '10:57'),
      (now) => cancelUnits(now, { id: 'cut', lines: oneMug, at: at('10:57') }),
      pays('second', 1867, '11:12'),
      refunds('r0', 'second', 1867, '11:15'),
      (now) => cancelUnits(now, { id: 'cut again', lines: [{ variantId: 'cup', quantity: 1 }], at: at('11:15') }),
      pays('third', 1867, '11:29'),
      refunds('r1', 'third', 1867, '11:43'),
      (now) => confirmRefund(now, { id: 'r0', at: at('11:43') }),
      (now) => bounceRefund(now, { id: 'r0', failure: 'the account is closed', at: at('11:43') }),
    );
    expect(order.disputes).toMatchObject([{ withdrawn: usd(1867), goodwill: usd(1867) }]);
    expect(replayOrder(order)).toEqual([]);
    const dueBack = usd(order.dueBack.amount + 1);
    expect(replayOrder({ ...order, dueBack })).toEqual([
      { field: 'dueBack', stored: dueBack, computed: order.dueBack },
    ]);
  });

  it.each<[string, (order: Order) => Order, object]>([
    [
      'a payment',
      (order) => ({ ...order, payments: order.payments.map((each) => ({ ...each, amount: usd(1868) })) }),
      { field: 'payments[0].excess', computed: usd(1) },
    ],
    [
      'a return',
      (order) => ({
        ...order,
        returns: order.returns.map((each) => ({ ...each, amount: usd(each.amount.amount - 1) })),
      }),
      { field: 'returns[0].amount', stored: usd(949), computed: usd(950) },
    ],
    ['what is due back', (order) => ({ ...order, dueBack: usd(949) }), { field: 'dueBack', stored: usd(949) }],
    ['the status', (order) => ({ ...order, status: 'delivered' }), { field: 'status', computed: 'returned' }],
  ])('finds one changed cent, or word, of %s', (_what, change, difference) => {
    expect(replayOrder(orderIn.returned)).toEqual([]);
    expect(replayOrder(change(orderIn.returned))).toContainEqual(expect.objectContaining(difference));
  });

  it('names nothing but the refund of a withdrawal that was changed, of an order that it cancelled', () => {
    const order = happen(place(), (now) => withdrawn(now, 'w', 3, true), pays('card', 1867, '10:01'));
    expect(order).toMatchObject({ status: 'cancelled', withdrawals: [{ refund: usd(0) }] });
    expect(replayOrder(order)).toEqual([]);
    const changed = order.withdrawals?.map((each) => ({ ...each, refund: usd(1) })) ?? [];
    const difference = { field: 'withdrawals[0].refund', stored: usd(1), computed: usd(0) };
    expect(replayOrder({ ...order, withdrawals: changed })).toEqual([difference]);
  });

  it('names the refund of a withdrawal that would be right had the buyer withdrawn before an earlier return', () => {
    const mugs = (quantity: number): readonly OrderUnits[] => [{ variantId: 'mug', quantity }];
    const order = happen(
      place(),
      pays('card', 1867, '10:01'),
      (now) => shipOrder(now, { id: 'parcel', at: at('10:04') }),
      (now) => returnUnits(now, { id: 'two', lines: mugs(2), restock: true, at: at('10:05') }),
      (now) => {
        const parts = { cancelled: [], waived: [], returned: mugs(1), lines: mugs(1), isWhole: false };
        return changeOf(withdrawUnits(now, { id: 'third', ...parts, reason: 'withdrawal', at: at('10:20') }));
      },
    );
    expect(order.withdrawals).toMatchObject([{ refund: usd(220) }]);
    expect(replayOrder(order)).toEqual([]);
    const changed = order.withdrawals?.map((each) => ({ ...each, refund: usd(219) })) ?? [];
    expect(replayOrder({ ...order, withdrawals: changed })).toEqual([
      { field: 'withdrawals[0].refund', stored: usd(219), computed: usd(220) },
    ]);
  });

  it('names what could not have happened', () => {
    const unpaid = { ...orderIn.shipped, payments: [] };
    expect(replayOrder(unpaid)).toContainEqual({
      field: 'shipments[0]',
      stored: 'recorded',
      computed: 'refused: order.not-shippable',
    });
  });
});

type Happening = (order: Order) => Decision<OrderChange, { readonly type: string }>;

/** What an order is after all of these, each of which it accepts. */
const happen = (order: Order, ...happenings: readonly Happening[]): Order =>
  happenings.reduce((before, happening) => accepted(happening(before)).order, order);

const at = (time: string) => `2026-11-21T${time}:00.000Z`;
const oneMug = [{ variantId: 'mug', quantity: 1 }];
const providerOf = (reference: string) => (reference === 'card' ? 'sandbox' : 'manual');
const pays =
  (reference: string, amount: number, time: string): Happening =>
  (order) =>
    recordPayment(order, { provider: providerOf(reference), reference, amount: usd(amount), at: at(time) });
const refunds =
  (id: string, paymentReference: string, amount: number, time: string): Happening =>
  (order) => {
    const provider = providerOf(paymentReference);
    return refundOrder(order, { id, provider, paymentReference, amount: usd(amount), reason: 'back', at: at(time) });
  };
const disputes =
  (status: 'won' | 'lost', paymentReference: string, time: string): Happening =>
  (order) => {
    const provider = providerOf(paymentReference);
    return recordDispute(order, { id: 'dispute', provider, paymentReference, amount: usd(1867), status, at: at(time) });
  };
