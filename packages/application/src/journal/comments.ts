import { err, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { permissionsOfCaller, type SignedInCaller } from '../caller.js';
import { expectVersion, type VersionStale } from '../expect-version.js';
import { requireAccount } from '../identity/require-account.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { CursorMalformed, Page, PageRequest } from '../ports/read-models/paging.js';
import type {
  CommentDuplicate,
  CommentFilter,
  CommentRecords,
  CommentStatus,
  ListedComment,
  PostComment,
} from '../ports/repositories/journal/comment-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import { displayNameOf } from '../reviews/display-name.js';
import { findPublished, type PostNotFound } from './write-posts.js';

/** There is no such comment, or it is somebody else's. */
export type CommentNotFound = { readonly type: 'comment.not-found'; readonly commentId: string };
/** Somebody moderated the comment since the caller last saw it. */
export type CommentVersionStale = VersionStale<'comment.version-stale'>;

type ByUser = { readonly caller: SignedInCaller };
type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

export type AddCommentCommand = ByUser & { readonly idOrSlug: string; readonly text: string };
export type AddCommentError = PostNotFound | CommentDuplicate | RateLimited | AccessTokenRefused | StorageUnavailable;
/** Comments on a published post. It is shown once it is approved. */
export type AddComment = (command: AddCommentCommand) => ResultAsync<PostComment, AddCommentError>;

export const makeAddComment =
  ({
    unitOfWork,
    clock,
    ids,
    rateLimiter,
  }: Deps & { readonly ids: Ids; readonly rateLimiter: RateLimiter }): AddComment =>
  ({ caller: { userId }, idOrSlug, text }) =>
    rateLimiter.consume('comments-by-account', userId).andThen(() =>
      unitOfWork.run(({ posts, comments, users }) => {
        const at = clock.now();
        return users
          .lock(userId)
          .andThen(requireAccount)
          .andThen((user) =>
            findPublished(posts, idOrSlug, at).andThen(({ id: postId }) => {
              const comment: PostComment = {
                id: ids.next(),
                postId,
                userId,
                author: displayNameOf(user.name),
                text,
                status: 'pending',
                version: 1,
                createdAt: at,
                updatedAt: at,
              };
              return comments.add(comment).map(() => comment);
            }),
          );
      }),
    );

/** Which comment is changed, and the version that the caller last saw (`If-Match`), if they sent one. */
export type CommentChange = { readonly commentId: string; readonly expectedVersion?: number };
export type ChangeCommentError = CommentNotFound | CommentVersionStale | StorageUnavailable;

/** Removes a comment of the caller's; editors remove any. */
export type RemoveComment = (command: ByUser & CommentChange) => ResultAsync<void, ChangeCommentError>;

export const makeRemoveComment =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): RemoveComment =>
  ({ caller, ...which }) =>
    unitOfWork.run(({ comments }) =>
      lockComment(comments, which)
        .andThen((comment): Result<PostComment, CommentNotFound> | ResultAsync<PostComment, CommentNotFound> => {
          const isAllowed = comment.userId === caller.userId || permissionsOfCaller(caller).includes('journal.edit');
          return isAllowed ? okAsync(comment) : err({ type: 'comment.not-found', commentId: which.commentId });
        })
        .andThen(({ id }) => comments.remove(id)),
    );

/** Shows a comment to readers, or no longer. A repeat changes nothing. */
export type ModerateComment = (command: CommentChange) => ResultAsync<PostComment, ChangeCommentError>;

export const makeModerateComment =
  (status: Exclude<CommentStatus, 'pending'>) =>
  ({ unitOfWork, clock }: Deps): ModerateComment =>
  (which) =>
    unitOfWork.run(({ comments }) =>
      lockComment(comments, which).andThen((comment) => {
        if (comment.status === status) return okAsync(comment);
        const moderated = { ...comment, status, version: comment.version + 1, updatedAt: clock.now() };
        return comments.save(moderated).map(() => moderated);
      }),
    );

export type ListCommentsQuery = { readonly filter: CommentFilter; readonly page: PageRequest };
export type ListCommentsError = CursorMalformed | StorageUnavailable;
/** Comments of every status, newest first, for those who moderate them. */
export type ListComments = (query: ListCommentsQuery) => ResultAsync<Page<ListedComment>, ListCommentsError>;

export const makeListComments =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListComments =>
  ({ filter, page }) =>
    unitOfWork.read(({ comments }) => comments.page(filter, page));

export type ListPostCommentsQuery = { readonly idOrSlug: string; readonly page: PageRequest };
/** The approved comments of a post, newest first. */
export type ListPostComments = (
  query: ListPostCommentsQuery,
) => ResultAsync<Page<ListedComment>, PostNotFound | ListCommentsError>;

export const makeListPostComments =
  ({ unitOfWork, clock }: Deps): ListPostComments =>
  ({ idOrSlug, page }) =>
    unitOfWork.read(({ posts, comments }) =>
      findPublished(posts, idOrSlug, clock.now()).andThen(({ id: postId }) =>
        comments.page({ postId, status: 'approved' }, page),
      ),
    );

const lockComment = (
  comments: CommentRecords,
  { commentId, expectedVersion }: CommentChange,
): ResultAsync<PostComment, CommentNotFound | CommentVersionStale> =>
  comments
    .lock(commentId)
    .andThen((found): Result<PostComment, CommentNotFound | CommentVersionStale> =>
      found === undefined
        ? err({ type: 'comment.not-found', commentId })
        : expectVersion(found, expectedVersion, 'comment.version-stale'),
    );
