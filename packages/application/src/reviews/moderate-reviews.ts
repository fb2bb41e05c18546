import { okAsync, type ResultAsync } from 'neverthrow';
import type { ProductNotFound } from '../catalogue/view-product.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CatalogueReader } from '../ports/read-models/catalogue-reader.js';
import type { CursorMalformed, Page, PageRequest } from '../ports/read-models/paging.js';
import type {
  ListedReview,
  Review,
  ReviewFilter,
  ReviewStatus,
} from '../ports/repositories/catalogue/review-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { findProduct } from '../catalogue/find-product.js';
import { lockReview, type ChangeReviewError, type ReviewChange } from './write-review.js';

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/** Shows a review to shoppers, or no longer. A repeat changes nothing. */
export type ModerateReview = (command: ReviewChange) => ResultAsync<Review, ChangeReviewError>;

export const makeModerateReview =
  (status: Exclude<ReviewStatus, 'pending'>) =>
  ({ unitOfWork, clock }: Deps): ModerateReview =>
  (which) =>
    unitOfWork.run(({ reviews }) =>
      lockReview(reviews, which).andThen((review) => {
        if (review.status === status) return okAsync(review);
        const moderated: Review = { ...review, status, version: review.version + 1, updatedAt: clock.now() };
        return reviews.save(moderated).map(() => moderated);
      }),
    );

export type ListReviewsQuery = { readonly filter: ReviewFilter; readonly page: PageRequest };
export type ListReviewsError = CursorMalformed | StorageUnavailable;
/** Reviews of every status, newest first, for those who moderate them. */
export type ListReviews = (query: ListReviewsQuery) => ResultAsync<Page<ListedReview>, ListReviewsError>;

export const makeListReviews =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListReviews =>
  ({ filter, page }) =>
    unitOfWork.read(({ reviews }) => reviews.page(filter, page));

export type ListProductReviewsQuery = { readonly idOrSlug: string; readonly page: PageRequest };
/** The approved reviews of a product, newest first. */
export type ListProductReviews = (
  query: ListProductReviewsQuery,
) => ResultAsync<Page<ListedReview>, ProductNotFound | ListReviewsError>;

export const makeListProductReviews =
  ({
    unitOfWork,
    clock,
    catalogueReader,
  }: Deps & { readonly catalogueReader: Pick<CatalogueReader, 'product'> }): ListProductReviews =>
  ({ idOrSlug, page }) =>
    findProduct(catalogueReader, idOrSlug, clock.now()).andThen(({ id: productId }) =>
      unitOfWork.read(({ reviews }) => reviews.page({ productId, status: 'approved' }, page)),
    );
