import type { CommentFilter, CommentRecords, ListedComment, PostComment } from '@cartwright/application';
import { and, eq, sql } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { byInstant, readKeysetPage, selectPage } from '../../read-models/keyset-page.js';
import { comments, posts } from '../../schema.js';

const newestFirst = byInstant('createdAt', 'desc', comments.createdAt, comments.id);

/** Comments in the table `comments`. */
export const makeDrizzleCommentRecords = (tx: Database): CommentRecords => ({
  add: (comment) =>
    query(async () => tx.insert(comments).values(comment).onConflictDoNothing().returning({ id: comments.id })).andThen(
      ({ length }) => (length > 0 ? ok(undefined) : err({ type: 'comment.duplicate' } as const)),
    ),
  lock: (id) =>
    query(async (): Promise<PostComment | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(comments).where(eq(comments.id, id)).for('update');
      return row;
    }),
  save: (comment) =>
    query(async () => {
      await tx.update(comments).set(comment).where(eq(comments.id, comment.id));
    }),
  remove: (id) =>
    query(async () => {
      await tx.delete(comments).where(eq(comments.id, id));
    }),
  page: (filter, request) => {
    const where = conditionOf(filter);
    const all = tx
      .select({ comment: comments, post: { slug: posts.slug, title: posts.title } })
      .from(comments)
      .innerJoin(posts, eq(posts.id, comments.postId));
    return new ResultAsync(
      readKeysetPage(newestFirst, request, {
        where,
        select: (page) => selectPage(all, page),
        rowOf: ({ comment, post }): ListedComment => ({ ...comment, post }),
        count: async () => tx.$count(comments, where),
      }),
    );
  },
});

const conditionOf = ({ postId, status }: CommentFilter) =>
  and(
    postId === undefined ? undefined : isUuid(postId) ? eq(comments.postId, postId) : sql`false`,
    status === undefined ? undefined : eq(comments.status, status),
  );
