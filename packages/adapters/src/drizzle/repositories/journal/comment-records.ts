import type { CommentFilter, CommentRecords, ListedComment, PostComment, Sorting } from '@cartwright/application';
import { and, eq, sql } from 'drizzle-orm';
import { err, ok } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { keysetPageOf, pageOf } from '../../read-models/keyset-page.js';
import { comments, posts } from '../../schema.js';

const newestFirst: Sorting<'createdAt'> = [{ key: 'createdAt', direction: 'desc' }];

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
    const columns = { createdAt: { column: comments.createdAt, type: 'instant' } } as const;
    return keysetPageOf(columns, comments.id, newestFirst, request).asyncAndThen(({ after, orderBy, limit, offset }) =>
      query(async () => {
        const isAsked = conditionOf(filter);
        const rows = await tx
          .select({ comment: comments, post: { slug: posts.slug, title: posts.title } })
          .from(comments)
          .innerJoin(posts, eq(posts.id, comments.postId))
          .where(and(isAsked, after))
          .orderBy(...orderBy)
          .limit(limit)
          .offset(offset);
        const listed = rows.map(({ comment, post }): ListedComment => ({ ...comment, post }));
        const total = async (): Promise<number> => tx.$count(comments, isAsked);
        return pageOf(listed, newestFirst, ({ createdAt }) => createdAt, request, total);
      }),
    );
  },
});

const conditionOf = ({ postId, status }: CommentFilter) =>
  and(
    postId === undefined ? undefined : isUuid(postId) ? eq(comments.postId, postId) : sql`false`,
    status === undefined ? undefined : eq(comments.status, status),
  );
