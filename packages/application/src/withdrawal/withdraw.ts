import type { Instant, Money, OrderUnits, Withdrawal } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { commitLocked } from '../commit-change.js';
import { msAfter } from '../ms-after.js';
import { oncePerRequest, type Replayable } from '../once-per-request.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import { returnsOf } from '../ordering/order-view.js';
import { orderWrites } from '../ordering/order-writes.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/repositories/idempotency-records.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { ReadRepositories, Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';
import { planWithdrawal, type WithdrawalPlan, type WithdrawalRefused } from './plan-withdrawal.js';
import { periodOver } from './withdrawal-period.js';
import { readProposal, sealProposal, type ConfirmationInvalid, type ProposedWithdrawal } from './withdrawal-token.js';

type WithdrawalTarget = { readonly caller: Caller; readonly orderId: string };
export type ProposeWithdrawalCommand = WithdrawalTarget & {
  /** Everything that can be withdrawn from when absent. */
  readonly lines?: readonly OrderUnits[];
};
export type ProposeWithdrawalError = OrderNotFound | WithdrawalRefused | StorageUnavailable;
/** What the buyer would withdraw from and get back. `confirm` is what they send to withdraw. */
export type WithdrawalProposal = {
  readonly confirm: string;
  readonly expiresAt: Instant;
  readonly lines: readonly OrderUnits[];
  readonly refund: Money;
};
/** Shows a buyer what a withdrawal means, and changes nothing. */
export type ProposeWithdrawal = (
  command: ProposeWithdrawalCommand,
) => ResultAsync<WithdrawalProposal, ProposeWithdrawalError>;

export type WithdrawCommand = WithdrawalTarget & {
  readonly confirm: string;
  /** Absent without an `Idempotency-Key`. */
  readonly request?: IdempotentRequest;
};
/** The proposal is too old, or the order has changed since. */
export type ConfirmationOutdated = { readonly type: 'withdrawal.confirm-expired' | 'withdrawal.order-changed' };
export type WithdrawError =
  ProposeWithdrawalError | ConfirmationInvalid | ConfirmationOutdated | IdempotencyKeyReused | IdempotencyInProgress;
/** `returned`: the units that the buyer sends back; the others are cancelled or paid back at once. */
export type Withdrawn = { readonly withdrawal: Withdrawal; readonly returned: readonly OrderUnits[] };
/**
 * Withdraws the buyer from units of their order, as they were shown. The buyer gets a mail that states the time. The
 * same confirmation again is the same withdrawal.
 */
export type Withdraw = (command: WithdrawCommand) => ResultAsync<Replayable<Withdrawn>, WithdrawError>;

type WithdrawDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
};

/** Long enough to read what is confirmed. */
const validForMs = 60 * 60_000;

export const makeProposeWithdrawal =
  ({ unitOfWork, clock, ids, secrets }: WithdrawDeps): ProposeWithdrawal =>
  ({ caller, orderId, lines }) =>
    unitOfWork.read((repositories) =>
      repositories.orders
        .find(orderId)
        .andThen((found) => authorizeOrder(secrets, caller, orderId, found))
        .andThen((stored) => {
          const at = clock.now();
          const id = ids.next();
          return plan(repositories, stored, { id, lines, at }).map(({ lines: withdrawn, refund }) => {
            const expiresAt = msAfter(at, validForMs);
            const proposal = { id, orderId, version: stored.version, lines: withdrawn, refund, expiresAt };
            return { confirm: sealProposal(secrets, proposal), expiresAt, lines: withdrawn, refund };
          });
        }),
    );

export const makeWithdraw =
  ({ unitOfWork, clock, secrets }: WithdrawDeps): Withdraw =>
  ({ caller, orderId, confirm, request }) =>
    unitOfWork.run((repositories) =>
      oncePerRequest(repositories.idempotency, request, clock.now(), () =>
        repositories.orders
          .lock(orderId)
          .andThen((found) => authorizeOrder(secrets, caller, orderId, found))
          .andThen((stored) => readProposal(secrets, orderId, confirm).map((proposal) => ({ stored, proposal })))
          .andThen(({ stored, proposal }): ResultAsync<Withdrawn, WithdrawError> => {
            const known = stored.order.withdrawals?.find(({ id }) => id === proposal.id);
            if (known === undefined) return withdraw(repositories, stored, proposal, clock.now());
            return repositories.returns
              .find(proposal.id)
              .map((announced) => ({ withdrawal: known, returned: announced?.lines ?? [] }));
          }),
      ),
    );

function withdraw(
  repositories: Repositories,
  stored: StoredOrder,
  { id, lines, version, refund, expiresAt }: ProposedWithdrawal,
  at: Instant,
): ResultAsync<Withdrawn, WithdrawError> {
  if (at >= expiresAt) return errAsync({ type: 'withdrawal.confirm-expired' });
  if (version !== stored.version) return errAsync({ type: 'withdrawal.order-changed' });
  const { returns } = repositories;
  const orderId = stored.order.id;
  return plan(repositories, stored, { id, lines, at })
    .andThen((planned) =>
      planned.refund.amount === refund.amount ? ok(planned) : err({ type: 'withdrawal.order-changed' } as const),
    )
    .andThen(({ change, returned }) => {
      const request = { id, orderId, lines: returned, reason: 'withdrawal', requestedAt: at };
      const requested = { type: 'order.return-requested', orderId, returnId: id, at } as const;
      const isReturned = returned.length > 0;
      // The events are committed together, so that the feed has them in the order of their changes.
      const events = isReturned ? [...change.events, requested] : change.events;
      return commitLocked(repositories, { ...orderWrites(stored, change, at), events })
        .andThen(() => (isReturned ? returns.add(request) : okAsync(undefined)))
        .map(() => {
          const withdrawal = change.order.withdrawals?.at(-1);
          if (withdrawal === undefined) throw new Error(`order ${orderId} has no withdrawal ${id}`);
          return { withdrawal, returned };
        });
    });
}

const plan = (
  { shop, returns }: Pick<ReadRepositories, 'shop' | 'returns'>,
  stored: StoredOrder,
  wish: { readonly id: string; readonly lines?: readonly OrderUnits[] | undefined; readonly at: Instant },
): ResultAsync<WithdrawalPlan, WithdrawalRefused> =>
  returnsOf(returns, stored).andThen((requests) =>
    shop.find().andThen((details) =>
      planWithdrawal(stored.order, {
        ...wish,
        announced: requests.filter(({ receivedAt }) => receivedAt === undefined),
        over: periodOver(stored.order, details, wish.at),
      }),
    ),
  );
