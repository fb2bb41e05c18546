import type { Instant, Promotion } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { checkDraft, type DraftRefused } from '../check-draft.js';
import type { PromotionDraft } from '../set-promotion.js';

/** The period is empty, reversed, or longer than ten years. */
export type BacktestPeriodInvalid = {
  readonly type: 'promotion.backtest-period-invalid';
  readonly from: Instant;
  readonly to: Instant;
};
export type RequestBacktestCommand = {
  readonly promotion: PromotionDraft;
  readonly from: Instant;
  readonly to: Instant;
};
export type RequestBacktestError = DraftRefused | BacktestPeriodInvalid | StorageUnavailable;
/** Requests a job that prices the orders of a period with a draft beside the promotions that they were priced with. */
export type RequestBacktest = (
  command: RequestBacktestCommand,
  staff: StaffCaller,
) => ResultAsync<{ readonly backtestId: string }, RequestBacktestError>;

const longestMs = 3_660 * 24 * 60 * 60 * 1_000;

type RequestBacktestDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeRequestBacktest =
  ({ unitOfWork, clock, ids }: RequestBacktestDeps): RequestBacktest =>
  ({ promotion: { visibility: _visibility, ...draft }, from, to }, { userId }) => {
    const promotion: Promotion = { id: ids.next(), ...draft };
    const length = Date.parse(to) - Date.parse(from);
    const isPeriod = length > 0 && length <= longestMs;
    return checkDraft(promotion)
      .andThen(() => (isPeriod ? ok(undefined) : err({ type: 'promotion.backtest-period-invalid', from, to } as const)))
      .asyncAndThen(() => {
        const backtestId = ids.next();
        const at = clock.now();
        const progress = { status: 'queued', total: 0, processed: 0, unpriced: 0 } as const;
        const backtest = { id: backtestId, promotion, from, to, ...progress, requestedBy: userId, createdAt: at };
        return unitOfWork
          .run(({ backtests, outbox }) =>
            backtests
              .add(backtest)
              .andThen(() => outbox.add([{ type: 'promotions.backtest-requested', backtestId, at }])),
          )
          .map(() => ({ backtestId }));
      });
  };
