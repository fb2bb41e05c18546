import type {
  AddCommentError,
  ChangeCommentError,
  ChangePostError,
  CreatePostError,
  DeletePostError,
  ListCommentsError,
  PostNotFound,
  ViewManagedPostError,
  ViewPostError,
} from '@cartwright/application';
import { accessProblems } from '../../errors/access-problems.js';
import { listProblems } from '../../errors/list-problems.js';
import type { Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

const notFound = {
  'post.not-found': { status: 404, title: 'Post not found', detail: 'It does not exist or is not published.' },
} satisfies Problems<PostNotFound>;

export const viewPostProblems = { ...notFound, ...storageProblems } satisfies Problems<
  ViewPostError | ViewManagedPostError
>;

export const createPostProblems = {
  'post.slug-taken': {
    status: 409,
    title: 'The slug is taken',
    detail: 'Another post has this address.',
    hint: '`slug` is already used.',
  },
  ...storageProblems,
} satisfies Problems<CreatePostError>;

export const deletePostProblems = {
  ...notFound,
  'post.version-stale': {
    status: 412,
    title: 'The post has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'It is at version `actual`.',
  },
  ...storageProblems,
} satisfies Problems<DeletePostError>;

export const changePostProblems = { ...createPostProblems, ...deletePostProblems } satisfies Problems<ChangePostError>;

export const listPostCommentsProblems = { ...notFound, ...listProblems } satisfies Problems<
  PostNotFound | ListCommentsError
>;

export const addCommentProblems = {
  ...notFound,
  'comment.duplicate': {
    status: 409,
    title: 'Comment already written',
    detail: 'You have written the same comment on this post before.',
  },
  'auth.token-invalid': accessProblems['auth.token-invalid'],
  ...rateLimitProblems,
  ...storageProblems,
} satisfies Problems<AddCommentError>;

export const changeCommentProblems = {
  'comment.not-found': {
    status: 404,
    title: 'Comment not found',
    detail: 'It does not exist, was removed or is not yours.',
  },
  'comment.version-stale': {
    status: 412,
    title: 'The comment has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'It is at version `actual`.',
  },
  ...storageProblems,
} satisfies Problems<ChangeCommentError>;
