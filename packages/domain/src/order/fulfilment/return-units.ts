import type { Decision } from '../../decision.js';
import type { Instant, ReturnId } from '../../flavoured.js';
import { findOffStep, moneyShape, type Money, type OffStep } from '../../money/money.js';
import { defined, fields, flag, instant, list, optional, text, type Shape } from '../../shape.js';
import { amountOf } from '../../sum-of.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { unitsShape } from '../order-shape.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits, UnitReturn } from '../order.js';
import { findBadAmount, type AmountError } from '../payments/check-amount.js';
import { isSameUnits, readUnits, refundUnits, returnableUnitsOf, stockOf, type UnitsError } from './order-units.js';
import { shippingLeftOf } from './shipping-paid.js';

/**
 * Why no units are taken back, with the status that the order has.
 *
 * @example
 * const error: ReturnUnitsError = { type: 'return.already-recorded', returnId: 'return-1', status: 'delivered' };
 */
export type ReturnUnitsError =
  | MalformedCommand
  | OrderRefusal<
      | { readonly type: 'return.already-recorded'; readonly returnId: ReturnId }
      | { readonly type: 'return.shipping-exceeds-paid'; readonly refundable: Money; readonly requested: Money }
      | AmountError<'return'>
      | OffStep
      | UnitsError
    >;

type ReturnRequest = {
  readonly id: ReturnId;
  readonly lines: readonly OrderUnits[];
  readonly restock: boolean;
  readonly shippingRefund?: Money | undefined;
  readonly reason?: string | undefined;
  readonly at: Instant;
};

const requestShape: Shape<ReturnRequest> = fields<ReturnRequest>({
  id: text,
  lines: list(unitsShape),
  restock: flag,
  shippingRefund: optional(moneyShape),
  reason: optional(text),
  at: instant,
});

/**
 * Takes back units that were shipped: exactly what was paid for them, tax included, becomes due back, lowest unit
 * numbers first and at most the money still held; of the shipping, `shippingRefund` (absent or zero: nothing). Digital
 * units are never shipped, so they do not come back: `waiveUnits` gives their money back. A repeat does nothing.
 * Errors: `return.already-recorded` (the id is known with other content), `return.shipping-exceeds-paid` (more than is
 * left of the shipping that was paid, tax included), `return.amount-not-positive`, `money.off-step` (unless it is all
 * that is left of the shipping), `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`, `units.none`,
 * `units.not-ordered`, `units.not-available`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const back = returnUnits(shipped, { id: 'return-1', lines: [{ variantId: 'mug', quantity: 1 }], restock: true, at });
 * back.ok && back.value.order.dueBack; // => { amount: 1999, currency: 'USD' }
 */
export function returnUnits(
  order: Order,
  request: {
    readonly id: ReturnId;
    readonly lines: readonly OrderUnits[];
    /** Whether the units can be sold again. */
    readonly restock: boolean;
    /** What of the shipping goes back too, tax included. */
    readonly shippingRefund?: Money | undefined;
    readonly reason?: string | undefined;
    readonly at: Instant;
  },
): Decision<OrderChange, ReturnUnitsError> {
  const malformed = refuseMalformed(order, requestShape, request);
  if (malformed !== undefined) return malformed;
  const { id: returnId, restock, reason, at, shippingRefund } = request;
  const known = order.returns.find(({ id }) => id === returnId);
  if (known !== undefined) {
    return isSameReturn(known, request)
      ? repeat(order)
      : refuseOrder(order, { type: 'return.already-recorded', returnId });
  }
  const units = readUnits(order, request.lines, (line) => returnableUnitsOf(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const shipping = shippingRefund?.amount === 0 ? undefined : shippingRefund;
  const bad = shipping === undefined ? undefined : findBadShippingRefund(order, shipping);
  if (bad !== undefined) return refuseOrder(order, bad);
  const refunded = refundUnits(order, units.value, { kept: false });
  const amount = { ...refunded.amount, amount: refunded.amount.amount + amountOf(shipping) };
  const { lines } = refunded;
  const returned = defined<UnitReturn>({
    id: returnId,
    lines,
    amount,
    shippingRefund: shipping,
    restock,
    reason,
    at,
  });
  const returns = [...order.returns, returned];
  return changeOrder(order, { returns }, at, [{ type: 'order.units-returned', returnId, amount }], {
    stock: restock ? stockOf('restock', units.value) : [],
  });
}

const isSameReturn = (known: UnitReturn, { lines, restock, reason, shippingRefund }: ReturnRequest): boolean =>
  known.restock === restock &&
  known.reason === reason &&
  amountOf(known.shippingRefund) === amountOf(shippingRefund) &&
  isSameUnits(known.lines, lines);

function findBadShippingRefund(
  order: Order,
  requested: Money,
):
  | AmountError<'return'>
  | OffStep
  | Extract<ReturnUnitsError, { readonly type: 'return.shipping-exceeds-paid' }>
  | undefined {
  const bad = findBadAmount(order, 'return', requested);
  if (bad !== undefined) return bad;
  const refundable = { amount: shippingLeftOf(order), currency: requested.currency };
  if (requested.amount > refundable.amount) {
    return { type: 'return.shipping-exceeds-paid', refundable, requested, status: order.status };
  }
  return requested.amount === refundable.amount ? undefined : findOffStep(requested);
}
