import type { CommentRecords, ListedComment } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import { pageOf } from '../../read-models/page-of.js';
import type { Tables } from '../../store.js';

/** Comments of an in-memory store. */
export const commentRecords = ({ comments, posts }: Tables): CommentRecords => ({
  add: (comment) => {
    const { userId, postId, text } = comment;
    const isThere = [...comments.values()].some(
      (other) => other.userId === userId && other.postId === postId && other.text === text,
    );
    if (isThere) return errAsync({ type: 'comment.duplicate' });
    comments.set(comment.id, comment);
    return okAsync(undefined);
  },
  lock: (id) => okAsync(comments.get(id)),
  save: (comment) => {
    comments.set(comment.id, comment);
    return okAsync(undefined);
  },
  remove: (id) => {
    comments.delete(id);
    return okAsync(undefined);
  },
  page: ({ postId, status }, request) => {
    const listed = [...comments.values()]
      .filter((comment) => (postId ?? comment.postId) === comment.postId)
      .filter((comment) => (status ?? comment.status) === comment.status)
      .flatMap((comment): readonly ListedComment[] => {
        const post = posts.get(comment.postId);
        return post === undefined ? [] : [{ ...comment, post: { slug: post.slug, title: post.title } }];
      });
    const page = pageOf(listed, [{ key: 'createdAt', direction: 'desc' }], ({ createdAt }) => createdAt, request);
    return page.asyncAndThen((found) => okAsync(found));
  },
});
