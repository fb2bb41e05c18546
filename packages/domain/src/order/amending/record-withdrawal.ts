import type { Decision } from '../../decision.js';
import type { WithdrawalId } from '../../flavoured.js';
import { amountShape, findMismatch, type CurrencyMismatch } from '../../money/money.js';
import { defined, fields, flag, instant, list, optional, text, type Shape } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { isSameUnits, readUnits, type UnitsError } from '../fulfilment/order-units.js';
import { unitsShape } from '../order-shape.js';
import type { Order, OrderChange, OrderRefusal, Withdrawal } from '../order.js';

/**
 * Why a withdrawal is not recorded, with the status that the order has.
 *
 * @example const error: RecordWithdrawalError = { type: 'withdrawal.already-recorded', id: 'w1', status: 'paid' };
 */
export type RecordWithdrawalError =
  | MalformedCommand
  | OrderRefusal<
      UnitsError | CurrencyMismatch | { readonly type: 'withdrawal.already-recorded'; readonly id: WithdrawalId }
    >;

const requestShape: Shape<Withdrawal> = fields<Withdrawal>({
  id: text,
  lines: list(unitsShape),
  refund: amountShape,
  shippingRefund: optional(amountShape),
  isWhole: flag,
  at: instant,
});

/**
 * Records that the buyer withdrew from units of the order. What follows are commands of their own: `cancelUnits`,
 * `waiveUnits` and, once the units are back, `returnUnits`. A repeat does nothing.
 * Errors: `withdrawal.already-recorded` (the id is known with other units or amounts), `money.currency-mismatch`,
 * `units.none`, `units.not-ordered`, `units.not-available`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const lines = [{ variantId: 'mug', quantity: 1 }];
 * const refund = { amount: 1999, currency: 'USD' };
 * recordWithdrawal(order, { id: 'withdrawal-1', lines, refund, isWhole: false, at }).ok // => true
 */
export function recordWithdrawal(order: Order, request: Withdrawal): Decision<OrderChange, RecordWithdrawalError> {
  const malformed = refuseMalformed(order, requestShape, request);
  if (malformed !== undefined) return malformed;
  const { id, lines, refund, shippingRefund, isWhole, at } = request;
  const { withdrawals = [], pricing } = order;
  const mismatch = findMismatch(pricing, refund) ?? findMismatch(pricing, shippingRefund ?? refund);
  if (mismatch !== undefined) return refuseOrder(order, mismatch);
  const known = withdrawals.find((each) => each.id === id);
  if (known !== undefined) {
    const isSame =
      isSameUnits(known.lines, lines) &&
      known.refund.amount === refund.amount &&
      known.shippingRefund?.amount === shippingRefund?.amount &&
      known.isWhole === isWhole;
    return isSame ? repeat(order) : refuseOrder(order, { type: 'withdrawal.already-recorded', id });
  }
  const units = readUnits(order, lines, ({ quantity }) => quantity);
  if (!units.ok) return refuseOrder(order, units.error);
  const recorded = defined<Withdrawal>({ id, lines: units.value, refund, shippingRefund, isWhole, at });
  return changeOrder(order, { withdrawals: [...withdrawals, recorded] }, at, [
    { type: 'order.withdrawn', withdrawalId: id, refund },
  ]);
}
