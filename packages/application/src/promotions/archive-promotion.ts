import { okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import {
  lockExpectedPromotion,
  type ExpectedPromotion,
  type PromotionNotFound,
  type PromotionStale,
} from './expected-promotion.js';

export type ArchivePromotionError = PromotionNotFound | PromotionStale | StorageUnavailable;
/** Applies a promotion to no cart from now on. Doing it again changes nothing. Orders keep what it took off them. */
export type ArchivePromotion = (command: ExpectedPromotion) => ResultAsync<void, ArchivePromotionError>;

export const makeArchivePromotion =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): ArchivePromotion =>
  (expected) =>
    unitOfWork.run(({ promotions }) =>
      lockExpectedPromotion(promotions, expected).andThen((standing) =>
        standing.archivedAt === undefined
          ? promotions.save({ ...standing, archivedAt: clock.now() })
          : okAsync(undefined),
      ),
    );
