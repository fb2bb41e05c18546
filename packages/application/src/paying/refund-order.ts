import {
  currencyDecimals,
  waiveUnits,
  type Money,
  type Order,
  type OrderChange,
  type OrderUnits,
  type RefundOrderError as DomainRefundOrderError,
  type WaiveUnitsError,
} from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import { oncePerRequest, type Replayable } from '../once-per-request.js';
import { permissionsOfCaller, type StaffCaller } from '../caller.js';
import { refundLimit } from '../identity/permissions.js';
import { joinChanges } from '../ordering/join-changes.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../ordering/lock-order.js';
import { orderView, type OrderView } from '../ordering/order-view.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/repositories/idempotency-records.js';
import type { Ids } from '../ports/ids.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { requestRefunds } from './request-refunds.js';

/** An amount, or the price of units that the customer keeps. */
export type WhatToRefund = { readonly amount: Money } | { readonly lines: readonly OrderUnits[] };
export type RefundOrderCommand = OrderToChange & {
  readonly request: IdempotentRequest;
  readonly reason: string;
} & WhatToRefund;
/** Together with earlier goodwill refunds of this order, it exceeds the limit of the role. */
export type RefundAboveLimit = {
  readonly type: 'refund.above-limit';
  readonly limit: Money;
  readonly given: Money;
  readonly requested: Money;
};
export type RefundOrderError =
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | OrderNotFound
  | OrderVersionStale
  | RefundAboveLimit
  | Refusal<WaiveUnitsError | DomainRefundOrderError>
  | StorageUnavailable;
/**
 * Refunds money of an order: one pending refund for each payment that it is taken from, sent to the provider after the
 * commit. An amount pays off what is due first; units are never refunded twice.
 */
export type RefundOrder = (
  command: RefundOrderCommand,
  staff: StaffCaller,
) => ResultAsync<Replayable<OrderView>, RefundOrderError>;

type RefundOrderDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeRefundOrder =
  (deps: RefundOrderDeps): RefundOrder =>
  (command, staff) =>
    deps.unitOfWork.run((repositories) => {
      const at = deps.clock.now();
      return oncePerRequest(repositories.idempotency, command.request, at, () =>
        lockOrder(repositories.orders, command)
          .andThen((stored) =>
            decide(deps, stored.order, command, at)
              .andThen((change) => requireLimit(stored.order, change, refundLimit(permissionsOfCaller(staff))))
              .asyncAndThen((change) => saveOrderChange(repositories, stored, change, at)),
          )
          .andThen((saved) => orderView(repositories, saved)),
      );
    });

function decide(
  { ids }: RefundOrderDeps,
  order: Order,
  { reason, ...what }: RefundOrderCommand,
  at: string,
): Result<OrderChange, Refusal<WaiveUnitsError | DomainRefundOrderError>> {
  if ('amount' in what) return requestRefunds(order, what.amount, { ids, reason, at });
  return fromDomain(waiveUnits(order, { id: ids.next(), lines: what.lines, reason, at })).andThen((waived) => {
    const amount = waived.order.unitWaivers.at(-1)?.amount ?? { ...order.pricing.total, amount: 0 };
    return requestRefunds(waived.order, amount, { ids, reason, at }).map((refunded) => joinChanges(waived, refunded));
  });
}

/** The amount that an order owes can always be refunded; goodwill beyond that has a limit. */
function requireLimit(before: Order, change: OrderChange, wholeUnits: number): Result<OrderChange, RefundAboveLimit> {
  const { currency } = before.pricing;
  const limit = wholeUnits * 10 ** (currencyDecimals(currency) ?? 0);
  const given = givenAmount(before);
  const requested = givenAmount(change.order) - given;
  if (requested === 0 || given + requested <= limit) return ok(change);
  const money = (amount: number): Money => ({ amount, currency });
  return err({ type: 'refund.above-limit', limit: money(limit), given: money(given), requested: money(requested) });
}

/** Money refunded beyond what the order owed: goodwill, and units that the customer keeps for free. */
const givenAmount = ({ refunds, unitWaivers }: Order): number =>
  [...refunds.map(({ goodwill }) => goodwill), ...unitWaivers.map(({ amount }) => amount)].reduce(
    (all, money) => all + (money?.amount ?? 0),
    0,
  );
