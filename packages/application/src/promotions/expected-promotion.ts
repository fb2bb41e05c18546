import type { PromotionId } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { PromotionRecords, StoredPromotion } from '../ports/repositories/promotion-records.js';

export type PromotionNotFound = { readonly type: 'promotion.not-found'; readonly promotionId: PromotionId };
/** Somebody changed the promotion since the caller last saw it. */
export type PromotionStale = { readonly type: 'promotion.stale' };
/** An archived promotion can no longer be changed. */
export type PromotionArchived = { readonly type: 'promotion.archived'; readonly promotionId: PromotionId };

/** Which promotion, and what the caller takes it for (`If-Match`), if they say so. */
export type ExpectedPromotion = {
  readonly promotionId: PromotionId;
  readonly isExpected?: (standing: StoredPromotion) => boolean;
};

/** Locks a promotion, and refuses a caller who takes it for another. */
export const lockExpectedPromotion = (
  promotions: PromotionRecords,
  { promotionId, isExpected = () => true }: ExpectedPromotion,
): ResultAsync<StoredPromotion, PromotionNotFound | PromotionStale> =>
  promotions
    .lock(promotionId)
    .andThen((found) => requirePromotion(promotionId, found))
    .andThen((standing) => (isExpected(standing) ? ok(standing) : err({ type: 'promotion.stale' } as const)));

export const requirePromotion = (
  promotionId: PromotionId,
  found: StoredPromotion | undefined,
): Result<StoredPromotion, PromotionNotFound> =>
  found === undefined ? err({ type: 'promotion.not-found', promotionId }) : ok(found);

export const requireNotArchived = (stored: StoredPromotion): Result<StoredPromotion, PromotionArchived> =>
  stored.archivedAt === undefined ? ok(stored) : err({ type: 'promotion.archived', promotionId: stored.promotion.id });
