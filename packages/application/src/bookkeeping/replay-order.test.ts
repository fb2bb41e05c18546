import type { Order } from '@cartwright/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginnings, decisions, type Decide } from '@cartwright/domain/testing/order-commands';
import { lawRuns } from '@cartwright/domain/testing/law-runs';
import { orderIn, place } from '@cartwright/domain/testing/order-life';
import { usd } from '../../testing/shop-in-memory.js';
import { erasedOrder } from '../privacy/erased-order.js';
import { replayOrder } from './replay-order.js';

const live = (order: Order, decides: readonly Decide[]): Order =>
  decides.reduce((before, decide) => {
    const decision = decide(before).onOrder(before);
    return decision.ok ? decision.value.order : before;
  }, order);

describe('replaying an order', () => {
  it('leads to it again, whatever happened to it in one instant, also once its buyer is erased', () => {
    const commands = fc.array(fc.oneof(...Object.values(decisions)), { maxLength: 8 });
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

  it('names what could not have happened', () => {
    const unpaid = { ...orderIn.shipped, payments: [] };
    expect(replayOrder(unpaid)).toContainEqual({
      field: 'shipments[0]',
      stored: 'recorded',
      computed: 'refused: order.not-shippable',
    });
  });
});
