import type { CustomerId, ProductId } from '@cartwright/domain';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { findProduct } from '../catalogue/find-product.js';
import type { ProductNotFound } from '../catalogue/view-product.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { CatalogueReader } from '../ports/read-models/catalogue-reader.js';
import type { Review, ReviewDuplicate, ReviewRecords } from '../ports/repositories/catalogue/review-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import { displayNameOf } from './display-name.js';
import { expectVersion, type VersionStale } from '../expect-version.js';
import { requireAccount } from '../identity/require-account.js';

/** What its author says. */
export type ReviewText = Pick<Review, 'rating' | 'text'> & {
  readonly title?: string;
  /** Absent: a first name and an initial. */
  readonly displayName?: string;
};
/** The caller has no paid order of the product. */
export type ReviewNotBought = { readonly type: 'review.not-bought'; readonly productId: ProductId };
/** There is no such review, or it is somebody else's. */
export type ReviewNotFound = { readonly type: 'review.not-found'; readonly reviewId: string };
/** Somebody changed the review since the caller last saw it. */
export type ReviewVersionStale = VersionStale<'review.version-stale'>;

type ByUser = { readonly caller: SignedInCaller };
type Deps = { readonly unitOfWork: UnitOfWork };

export type AddReviewCommand = ByUser & ReviewText & { readonly idOrSlug: string };
export type AddReviewError =
  ProductNotFound | ReviewNotBought | ReviewDuplicate | AccessTokenRefused | StorageUnavailable;
/** Writes a review of a product that the caller has bought. It is shown once it is approved. */
export type AddReview = (command: AddReviewCommand) => ResultAsync<Review, AddReviewError>;

type AddReviewDeps = Deps & {
  readonly catalogueReader: Pick<CatalogueReader, 'product'>;
  readonly clock: Clock;
  readonly ids: Ids;
};

export const makeAddReview =
  ({ unitOfWork, catalogueReader, clock, ids }: AddReviewDeps): AddReview =>
  ({ caller: { userId }, idOrSlug, displayName, ...text }) =>
    findProduct(catalogueReader, idOrSlug, clock.now()).andThen(({ id: productId }) =>
      unitOfWork.run(({ reviews, users }) =>
        users
          .lock(userId)
          .andThen(requireAccount)
          .andThen((user) =>
            requireBought(reviews, userId, productId).andThen(() => {
              const at = clock.now();
              const review: Review = {
                id: ids.next(),
                productId,
                userId,
                author: displayName ?? displayNameOf(user.name),
                ...text,
                status: 'pending',
                version: 1,
                createdAt: at,
                updatedAt: at,
              };
              return reviews.add(review).map(() => review);
            }),
          ),
      ),
    );

const requireBought = (
  reviews: ReviewRecords,
  userId: CustomerId,
  productId: ProductId,
): ResultAsync<void, ReviewNotBought> =>
  reviews
    .hasBought(userId, productId)
    .andThen((bought): Result<void, ReviewNotBought> =>
      bought ? ok(undefined) : err({ type: 'review.not-bought', productId }),
    );

/** Which review is changed, and the version that the caller last saw (`If-Match`), if they sent one. */
export type ReviewChange = { readonly reviewId: string; readonly expectedVersion?: number };
export type ChangeReviewError = ReviewNotFound | ReviewVersionStale | StorageUnavailable;

/** A null title is removed, and a null name becomes a first name and an initial again. */
export type ReviewPatch = Partial<Omit<ReviewText, 'title' | 'displayName'>> & {
  readonly title?: string | null;
  readonly displayName?: string | null;
};
export type ChangeReviewCommand = ByUser & ReviewChange & { readonly patch: ReviewPatch };
/** Changes a review of the caller's. It is shown again once it is approved, unless nothing changes. */
export type ChangeReview = (command: ChangeReviewCommand) => ResultAsync<Review, ChangeReviewError>;

export const makeChangeReview =
  ({ unitOfWork, clock }: Deps & { readonly clock: Clock }): ChangeReview =>
  ({ caller: { userId }, patch: { displayName, title, ...changes }, ...which }) =>
    unitOfWork.run(({ reviews, users }) =>
      lockReview(reviews, which, userId).andThen((found) =>
        (displayName === null ? users.byId(userId) : okAsync(undefined)).andThen((user) => {
          const { title: before, ...review } = found;
          const next = title === undefined ? before : (title ?? undefined);
          const author = displayName === null ? displayNameOf(user?.name ?? '') : displayName;
          const changed: Review = {
            ...review,
            ...changes,
            ...(next === undefined ? {} : { title: next }),
            ...(author === undefined ? {} : { author }),
          };
          if (isSameText(changed, found)) return okAsync(found);
          const saved: Review = {
            ...changed,
            status: 'pending',
            version: review.version + 1,
            updatedAt: clock.now(),
          };
          return reviews.save(saved).map(() => saved);
        }),
      ),
    );

const isSameText = (one: Review, other: Review): boolean =>
  one.rating === other.rating && one.title === other.title && one.text === other.text && one.author === other.author;

/** Removes a review of the caller's. They may write another one. */
export type RemoveReview = (command: ByUser & ReviewChange) => ResultAsync<void, ChangeReviewError>;

export const makeRemoveReview =
  ({ unitOfWork }: Deps): RemoveReview =>
  ({ caller: { userId }, ...which }) =>
    unitOfWork.run(({ reviews }) => lockReview(reviews, which, userId).andThen(({ id }) => reviews.remove(id)));

/** Locks a review; of a user's, only their own is found. */
export const lockReview = (
  reviews: ReviewRecords,
  { reviewId, expectedVersion }: ReviewChange,
  userId?: CustomerId,
): ResultAsync<Review, ReviewNotFound | ReviewVersionStale> =>
  reviews.lock(reviewId).andThen((found): Result<Review, ReviewNotFound | ReviewVersionStale> => {
    if (found === undefined || (userId !== undefined && found.userId !== userId)) {
      return err({ type: 'review.not-found', reviewId });
    }
    return expectVersion(found, expectedVersion, 'review.version-stale');
  });
