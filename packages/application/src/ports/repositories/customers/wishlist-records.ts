import type { CustomerId, Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A variant that a user wants to remember. */
export type WishlistItem = { readonly variantId: VariantId; readonly addedAt: Instant };

/** Wishlists. A user's list is changed with the user locked. */
export type WishlistRecords = {
  /** Newest first. */
  readonly ofUser: (userId: CustomerId) => ResultAsync<readonly WishlistItem[], never>;
  /** Adds a variant that exists. One that is on the list stays as it is. */
  readonly add: (userId: CustomerId, item: WishlistItem) => ResultAsync<void, never>;
  /** Whether it was on the list. */
  readonly remove: (userId: CustomerId, variantId: VariantId) => ResultAsync<boolean, never>;
};
