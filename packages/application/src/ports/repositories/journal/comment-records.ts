import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { CursorMalformed, Page, PageRequest } from '../../read-models/paging.js';

/** Readers see approved ones only. */
export type CommentStatus = 'pending' | 'approved' | 'rejected';

/** What a customer says about a post, as plain text. */
export type PostComment = {
  readonly id: string;
  readonly postId: string;
  readonly userId: CustomerId;
  /** A first name and an initial. */
  readonly author: string;
  readonly text: string;
  readonly status: CommentStatus;
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** With the post that it is about. */
export type ListedComment = PostComment & { readonly post: { readonly slug: string; readonly title: string } };

/** An absent member asks nothing. */
export type CommentFilter = { readonly postId?: string; readonly status?: CommentStatus };

/** The user has written the same text about the post before. */
export type CommentDuplicate = { readonly type: 'comment.duplicate' };

/** Comments on posts. */
export type CommentRecords = {
  readonly add: (comment: PostComment) => ResultAsync<void, CommentDuplicate>;
  /** The comment, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<PostComment | undefined, never>;
  /** Writes a locked comment. */
  readonly save: (comment: PostComment) => ResultAsync<void, never>;
  readonly remove: (id: string) => ResultAsync<void, never>;
  /** Newest first. */
  readonly page: (filter: CommentFilter, request: PageRequest) => ResultAsync<Page<ListedComment>, CursorMalformed>;
};
