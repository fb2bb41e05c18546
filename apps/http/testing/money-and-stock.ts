import { takenUnits } from '@cartwright/application/contracts/read-models/taken-units';
import type { StockMovement } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { expect } from 'vitest';
import type { KillableShop } from './killable-shop.js';

/** What the test itself knows: the orders that it was answered, and how many units there were before the first. */
export type Known = { readonly orderIds: readonly string[]; readonly variantId: string; readonly unitsAtFirst: number };

/**
 * What holds of a shop that has become quiet, whatever it went through: nobody was charged twice or refunded twice,
 * every order says what Stripe has of it, what is paid has its stock, and no stock is kept for what is not.
 */
export async function expectMoneyAndStockToAgree(
  { stripe, sql }: Pick<KillableShop, 'stripe' | 'sql'>,
  { orderIds, variantId, unitsAtFirst }: Known,
): Promise<void> {
  const orders = (await sql<{ document: Order }[]>`SELECT document FROM orders`).map(({ document }) => document);
  const movements = await sql<(Pick<StockMovement, 'type' | 'quantity'> & { orderId: string | null })[]>`
    SELECT order_id AS "orderId", type, quantity FROM stock_movements WHERE variant_id = ${variantId}`;
  const [stock] = await sql<{ available: number }[]>`SELECT available FROM stock WHERE variant_id = ${variantId}`;
  const [intents, sessions, charges, refunds] = await Promise.all([
    stripe.paymentIntents(),
    stripe.sessions(),
    stripe.charges(),
    stripe.refunds(),
  ]);

  // Each order once, however often it was asked for, and each payment and refund of ours once at Stripe.
  expect(orders.map(({ id }) => id).sort()).toEqual([...orderIds].sort());
  for (const started of [intents.filter(({ id }) => !sessions.some(({ payment_intent: of }) => of === id)), sessions]) {
    expect(twice(started.map(({ metadata }) => metadata?.['paymentId']))).toEqual([]);
  }
  expect(twice(refunds.map(({ metadata }) => metadata?.['refundId']))).toEqual([]);

  let held = 0;
  for (const order of orders) {
    const ofOrder = intents.filter(({ metadata }) => metadata['orderId'] === order.id);
    const taken = charges.filter(
      ({ payment_intent: of, captured, status }) =>
        captured && status === 'succeeded' && ofOrder.some(({ id }) => id === of),
    );
    const returned = refunds.filter(
      ({ payment_intent: of, status }) => status === 'succeeded' && ofOrder.some(({ id }) => id === of),
    );
    const open = [
      ...ofOrder.filter(({ status }) => status.startsWith('requires_') || status === 'processing'),
      ...sessions.filter(({ client_reference_id: of, status }) => of === order.id && status === 'open'),
    ];
    const units = takenUnits(movements.filter(({ orderId }) => orderId === order.id));
    const ordered = sum(order.pricing.lines.map(({ quantity }) => quantity));
    held += units;

    expect({
      id: order.id,
      captured: sum(order.payments.map(({ amount }) => amount.amount)),
      returned: sum(order.refunds.filter(({ status }) => status === 'confirmed').map(({ amount }) => amount.amount)),
      unsettled: order.refunds.filter(({ status }) => status !== 'confirmed').length,
      dueBack: order.dueBack.amount,
      units,
    }).toEqual({
      id: order.id,
      captured: sum(taken.map(({ amount }) => amount)),
      returned: sum(returned.map(({ amount }) => amount)),
      unsettled: 0,
      dueBack: 0,
      units: order.status === 'cancelled' ? 0 : ordered,
    });
    for (const { amount, amount_refunded: refunded } of taken) expect(refunded).toBeLessThanOrEqual(amount);
    const kept = taken.filter(({ amount, amount_refunded: refunded }) => refunded < amount);
    expect(kept.length).toBeLessThanOrEqual(order.status === 'cancelled' ? 0 : 1);
    // Nobody can pay for what is paid or cancelled any more.
    if (order.status !== 'pending') expect(open.map(({ id }) => id)).toEqual([]);
  }
  expect(stock?.available).toBe(unitsAtFirst - held);
}

const twice = (ids: readonly (string | undefined)[]): readonly string[] =>
  ids.filter((id, at): id is string => id !== undefined && ids.indexOf(id) !== at);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
