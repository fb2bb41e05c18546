import type { CustomerId, Instant, ProductId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { CursorMalformed, Page, PageRequest } from '../../read-models/paging.js';

/** Shoppers see approved ones only. */
export type ReviewStatus = 'pending' | 'approved' | 'rejected';

/** What a buyer says of a product, as plain text. */
export type Review = {
  readonly id: string;
  readonly productId: ProductId;
  readonly userId: CustomerId;
  /** What the author is called: no more than they chose, or a first name and an initial. */
  readonly author: string;
  /** Stars, from 1 to 5. */
  readonly rating: number;
  readonly title?: string;
  readonly text: string;
  readonly status: ReviewStatus;
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** With the product that it is of. */
export type ListedReview = Review & { readonly product: { readonly slug: string; readonly name: string } };

/** An absent member asks nothing. */
export type ReviewFilter = { readonly productId?: ProductId; readonly status?: ReviewStatus };

/** The user has written a review of the product before. */
export type ReviewDuplicate = { readonly type: 'review.duplicate'; readonly productId: ProductId };

/** Reviews, at most one of a product by a user. The rating of a product follows them in the same transaction. */
export type ReviewRecords = {
  readonly add: (review: Review) => ResultAsync<void, ReviewDuplicate>;
  /** The review, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<Review | undefined, never>;
  /** Writes a locked review. */
  readonly save: (review: Review) => ResultAsync<void, never>;
  readonly remove: (id: string) => ResultAsync<void, never>;
  /** Whether an order of the user that was paid, and was not cancelled, has a line of the product. */
  readonly hasBought: (userId: CustomerId, productId: ProductId) => ResultAsync<boolean, never>;
  /** Newest first. */
  readonly page: (filter: ReviewFilter, request: PageRequest) => ResultAsync<Page<ListedReview>, CursorMalformed>;
};
