import {
  cancelOrder,
  cancelUnits,
  recordWithdrawal,
  returnUnits,
  waiveUnits,
  withdrawalShipping,
  type Decision,
  type Money,
  type Order,
  type OrderChange,
  type OrderUnits,
  type Withdrawal,
} from '@cartwright/domain';
import { joinChanges } from '../ordering/join-changes.js';

/** A withdrawal, and what becomes of its units. They have not left, are sent back, or are digital. */
export type WithdrawnUnits = Pick<Withdrawal, 'lines' | 'isWhole' | 'at'> &
  Readonly<Record<'cancelled' | 'returned' | 'waived', readonly OrderUnits[]>> & {
    /** Also of what it cancels, waives and takes back. */
    readonly id: string;
    /** Absent once the buyer is erased. */
    readonly reason: string | undefined;
  };

/**
 * Withdraws from units of an order. An order that is not paid is cancelled. `refund` is what becomes due back by it,
 * once the units that the buyer has are back.
 *
 * @example
 * const lines = [{ variantId: 'mug', quantity: 1 }];
 * const parts = { cancelled: lines, returned: [], waived: [] };
 * withdrawUnits(paid, { id, lines, isWhole: true, ...parts, reason: 'withdrawal', at })
 */
export function withdrawUnits(
  order: Order,
  { id, lines, isWhole, cancelled, returned, waived, reason, at }: WithdrawnUnits,
): Decision<{ readonly change: OrderChange; readonly refund: Money }, { readonly type: string }> {
  const cancel = (now: Order) => cancelOrder(now, { at, reason });
  const cancelSome = (now: Order) => cancelUnits(now, { id, lines: cancelled, reason, at });
  const waive = (now: Order) => waiveUnits(now, { id, lines: waived, reason, at });
  const steps =
    order.status === 'pending'
      ? [cancel]
      : [...(cancelled.length === 0 ? [] : [cancelSome]), ...(waived.length === 0 ? [] : [waive])];
  let change: OrderChange = { order, events: [], stock: [], usage: [] };
  for (const step of steps) {
    const decision = step(change.order);
    if (!decision.ok) return decision;
    change = joinChanges(change, decision.value);
  }
  const shipping = isWhole && returned.length > 0 ? withdrawalShipping(change.order) : undefined;
  const shippingRefund = shipping === undefined || shipping.amount === 0 ? undefined : shipping;
  let { dueBack } = change.order;
  if (returned.length > 0) {
    const back = returnUnits(change.order, { id, lines: returned, restock: false, shippingRefund, at });
    if (!back.ok) return back;
    ({ dueBack } = back.value.order);
  }
  const refund = { ...dueBack, amount: dueBack.amount - order.dueBack.amount };
  const recorded = recordWithdrawal(change.order, { id, lines, refund, shippingRefund, isWhole, at });
  return recorded.ok ? { ok: true, value: { refund, change: joinChanges(change, recorded.value) } } : recorded;
}
