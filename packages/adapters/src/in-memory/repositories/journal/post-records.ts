import type { Post, PostRecords, PostSlugTaken, PublishedPost } from '@cartwright/application';
import { compareIds, type Instant } from '@cartwright/domain';
import { err, ok, okAsync, type Result } from 'neverthrow';
import { freeSlug, slugOf } from '../../../system/slug.js';
import { pageOf } from '../../read-models/page-of.js';
import { searchProducts } from '../../read-models/search-products.js';
import type { Tables } from '../../store.js';

/** Posts of an in-memory store. */
export const postRecords = ({ posts, comments }: Tables): PostRecords => {
  const all = (): readonly Post[] => [...posts.values()];
  const write = (post: Post): Result<Post, PostSlugTaken> => {
    if (all().some(({ id, slug }) => slug === post.slug && id !== post.id)) {
      return err({ type: 'post.slug-taken', slug: post.slug });
    }
    posts.set(post.id, post);
    return ok(post);
  };
  const publishedAt = (at: Instant): readonly PublishedPost[] =>
    all().flatMap((post) => {
      const { publishAt, status } = post;
      if (status !== 'published' || publishAt === undefined || publishAt > at) return [];
      const approved = [...comments.values()].filter((one) => one.postId === post.id && one.status === 'approved');
      return [{ ...post, publishAt, comments: { count: approved.length } }];
    });
  return {
    add: ({ slug, ...post }) => {
      const short = slugOf(post.title);
      const taken = new Set(all().map((other) => other.slug));
      const chosen = slug ?? freeSlug({ short, whole: short }, post.id, taken);
      return write({ ...post, slug: chosen }).asyncAndThen((added) => okAsync(added));
    },
    find: (id) => okAsync(posts.get(id)),
    lock: (id) => okAsync(posts.get(id)),
    save: (post) => write(post).asyncAndThen(() => okAsync(undefined)),
    remove: (id) => {
      posts.delete(id);
      for (const comment of comments.values()) if (comment.postId === id) comments.delete(comment.id);
      return okAsync(undefined);
    },
    page: ({ status }, request) => {
      const found = all().filter((post) => (status ?? post.status) === post.status);
      const page = pageOf(found, [{ key: 'createdAt', direction: 'desc' }], ({ createdAt }) => createdAt, request);
      return page.asyncAndThen((listed) => okAsync(listed));
    },
    published: ({ at, tag, search = '' }, request) => {
      const rows = publishedAt(at);
      const isSearched = search.trim() !== '';
      const ranks = searchProducts(
        search,
        rows.map((post) => ({ product: post.id, texts: textsOf(post) })),
      );
      const listed = rows
        .filter(({ tags }) => tag === undefined || tags.includes(tag))
        .filter(({ id }) => !isSearched || ranks.has(id));
      const latest = { key: 'publishAt', direction: 'desc' } as const;
      const page = pageOf(
        listed,
        isSearched ? [{ key: 'relevance', direction: 'desc' }, latest] : [latest],
        ({ id, publishAt }, key) => (key === 'relevance' ? (ranks.get(id) ?? 0) : publishAt),
        request,
      );
      return page.asyncAndThen((found) => okAsync(found));
    },
    publishedOne: (idOrSlug, at) =>
      okAsync(publishedAt(at).find(({ id, slug }) => id === idOrSlug || slug === idOrSlug)),
    tags: (at) => {
      const counts = new Map<string, number>();
      for (const name of publishedAt(at).flatMap(({ tags }) => tags)) counts.set(name, (counts.get(name) ?? 0) + 1);
      const sorted = [...counts].sort(([one], [other]) => compareIds(one, other));
      return okAsync(sorted.map(([name, count]) => ({ name, count })));
    },
    publishedSlugs: (at) =>
      okAsync(
        [...publishedAt(at)]
          .sort((one, other) => compareIds(other.publishAt, one.publishAt) || compareIds(one.id, other.id))
          .map(({ slug, updatedAt }) => ({ slug, updatedAt })),
      ),
  };
};

const textsOf = ({ title, tags, author, body, excerpt = '', translations }: Post) => {
  const translated = Object.values(translations);
  return {
    names: [title, ...translated.flatMap((one) => one.title ?? [])],
    titles: [...tags, author],
    descriptions: [body, excerpt, ...translated.flatMap((one) => [one.body ?? '', one.excerpt ?? ''])],
  };
};
