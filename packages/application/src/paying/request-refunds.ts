import {
  refundOrder,
  splitRefund,
  type Instant,
  type Money,
  type Order,
  type OrderChange,
  type RefundOrderError,
} from '@cartwright/domain';
import { ok, type Result } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import { joinChanges } from '../ordering/join-changes.js';
import type { Ids } from '../ports/ids.js';

/** Requests refunds of an amount: one pending refund for each payment that it is taken from. */
export const requestRefunds = (
  order: Order,
  amount: Money,
  { ids, reason, at }: { readonly ids: Ids; readonly reason: string; readonly at: Instant },
): Result<OrderChange, Refusal<RefundOrderError>> =>
  fromDomain(splitRefund(order, amount)).andThen((parts) =>
    parts.reduce<Result<OrderChange, Refusal<RefundOrderError>>>(
      (change, part) =>
        change.andThen((sofar) =>
          fromDomain(refundOrder(sofar.order, { id: ids.next(), ...part, reason, at })).map((next) =>
            joinChanges(sofar, next),
          ),
        ),
      ok({ order, events: [], stock: [], usage: [] }),
    ),
  );
