import { checkPromotion, type Instant, type Promotion, type PromotionError } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { fromSetup } from '../from-domain.js';

/** The promotion ends before it starts, or as it does: it would never apply. */
export type PromotionPeriodEmpty = {
  readonly type: 'promotion.period-empty';
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};
/** Why a draft of a promotion is not taken. */
export type DraftRefused = PromotionError | PromotionPeriodEmpty;

/** Checks a promotion that staff set up or try. */
export const checkDraft = (promotion: Promotion): Result<Promotion, DraftRefused> =>
  fromSetup(checkPromotion(promotion)).andThen((checked) => {
    const { startsAt, endsAt } = checked.conditions ?? {};
    if (startsAt === undefined || endsAt === undefined || Date.parse(startsAt) < Date.parse(endsAt)) return ok(checked);
    return err({ type: 'promotion.period-empty', startsAt, endsAt } as const);
  });
