import { Type } from 'typebox';
import { closed, Id, Instant, localePattern, nullable, oneOf, text } from '../../requests/plain-schemas.js';

const Slug = Type.String({
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]{0,199}$',
  description: 'The last part of its URL: letters, digits, `-` and `_`.',
});
const Body = Type.String({ maxLength: 100_000, description: 'HTML. What could run code is removed.' });
const Excerpt = text(500);
const Image = Type.Object(
  {
    url: Type.String({
      pattern: '^(?:https?:/)?/[^\\s"\'<>\\\\]{1,2040}$',
      description: 'A URL, or the path of a picture of the shop.',
    }),
    alt: Type.String({
      maxLength: 500,
      pattern: '^[^\\p{Cc}]*$',
      description: 'What the picture shows, in words.',
    }),
  },
  { ...closed, title: 'PostImage' },
);
const Tags = Type.Array(text(60), { maxItems: 20, uniqueItems: true });

const Translation = Type.Object(
  { title: Type.Optional(text(255)), body: Type.Optional(Body), excerpt: Type.Optional(Excerpt) },
  closed,
);
type Translation = { readonly title?: string; readonly body?: string; readonly excerpt?: string };
const Translations = Type.Unsafe<Readonly<Record<string, Translation>>>({
  type: 'object',
  description: 'By locale, such as `de` or `pt-BR`.',
  propertyNames: { pattern: localePattern, format: 'locale' },
  additionalProperties: Translation,
  maxProperties: 50,
});

export const PostStatus = oneOf('draft', 'published', 'archived');
const PublishAt = Type.String({
  format: 'date-time',
  description: 'RFC 3339. Readers do not see the post before. Default: when it is published.',
});

const example = {
  title: 'How we glaze',
  body: '<p>Each mug is dipped twice.</p>',
  tags: ['workshop'],
  status: 'published',
} as const;

const written = {
  slug: Type.Optional(Slug),
  author: Type.Optional(text(120)),
  status: Type.Optional(PostStatus),
};

export const NewPostBody = Type.Object(
  {
    title: text(255),
    ...written,
    body: Type.Optional(Body),
    excerpt: Type.Optional(Excerpt),
    image: Type.Optional(Image),
    tags: Type.Optional(Tags),
    publishAt: Type.Optional(PublishAt),
    translations: Type.Optional(Translations),
  },
  { ...closed, title: 'NewPost', examples: [example] },
);

export const PostPatchBody = Type.Object(
  {
    title: Type.Optional(text(255)),
    ...written,
    body: Type.Optional(nullable(Body)),
    excerpt: Type.Optional(nullable(Excerpt)),
    image: Type.Optional(nullable(Image)),
    tags: Type.Optional(nullable(Tags)),
    publishAt: Type.Optional(nullable(PublishAt)),
    translations: Type.Optional(nullable(Translations)),
  },
  { ...closed, title: 'PostPatch', examples: [{ status: 'archived', excerpt: null }] },
);

const shown = {
  id: Id,
  slug: Type.String(),
  title: Type.String(),
  excerpt: Type.String({ description: 'Plain text: escape it in HTML.' }),
  image: nullable(Image),
  tags: Type.Array(Type.String()),
  author: Type.String(),
  publishedAt: Instant,
  comments: Type.Object({ count: Type.Integer({ description: 'Approved ones.' }) }),
};
export const ListedPost = Type.Object(shown, { title: 'ListedPost' });
export const PostResponse = Type.Object(
  { ...shown, body: Type.String({ description: 'Safe HTML.' }) },
  { title: 'Post' },
);
export const TagsResponse = Type.Object(
  { data: Type.Array(Type.Object({ name: Type.String(), count: Type.Integer({ description: 'Published posts.' }) })) },
  { title: 'PostTags' },
);

export const ManagedPost = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    title: Type.String(),
    body: Type.String(),
    excerpt: Type.Optional(Type.String()),
    image: Type.Optional(Image),
    tags: Type.Array(Type.String()),
    author: Type.String(),
    status: PostStatus,
    publishAt: Type.Optional(Instant),
    translations: Translations,
    version: Type.Integer({ description: 'Grows by one with each change; also the `ETag`.' }),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'ManagedPost' },
);

/** Plain text of several lines, not blank. */
const CommentText = Type.String({
  minLength: 1,
  maxLength: 2_000,
  pattern: '^(?=[\\s\\S]*\\S)(?:[^\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]|[\\t\\n\\r])+$',
  description: 'Plain text.',
});
export const CommentBody = Type.Object(
  { text: CommentText },
  { ...closed, title: 'NewComment', examples: [{ text: 'I did not know that it is dipped twice.' }] },
);

const shownComment = {
  id: Id,
  author: Type.String(),
  text: Type.String({ description: 'Plain text: escape it in HTML.' }),
  createdAt: Instant,
};
export const CommentStatus = oneOf('pending', 'approved', 'rejected');
export const ShownComment = Type.Object(shownComment, { title: 'Comment' });
export const OwnComment = Type.Object({ ...shownComment, postId: Id, status: CommentStatus }, { title: 'OwnComment' });
const managedComment = {
  ...shownComment,
  postId: Id,
  userId: Id,
  status: CommentStatus,
  version: Type.Integer(),
  updatedAt: Instant,
};
export const ManagedComment = Type.Object(managedComment, { title: 'ManagedComment' });
export const ListedComment = Type.Object(
  { ...managedComment, post: Type.Object({ slug: Type.String(), title: Type.String() }) },
  { title: 'ListedComment' },
);
