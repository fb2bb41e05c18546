import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { CursorMalformed, Page, PageRequest } from '../../read-models/paging.js';

/** Readers see published posts only, from `publishAt` on. */
export type PostStatus = 'draft' | 'published' | 'archived';

/** A cover image: a link, or the path of an uploaded picture. */
export type PostImage = {
  readonly url: string;
  readonly alt: string;
  /** The id of the picture in the file store, where it was uploaded for this post. */
  readonly fileId?: string;
};

/** The texts of a post in another language; what is absent stays in the original. */
export type PostTranslation = { readonly title?: string; readonly body?: string; readonly excerpt?: string };

/** An article of the journal. */
export type Post = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Safe HTML. */
  readonly body: string;
  /** Plain text; absent: the beginning of the body. */
  readonly excerpt?: string;
  readonly image?: PostImage;
  readonly tags: readonly string[];
  /** The name that readers see. */
  readonly author: string;
  /** The user whose name it is; absent when the name was given as text. */
  readonly authorId?: CustomerId;
  readonly status: PostStatus;
  /** Published posts always have one. */
  readonly publishAt?: Instant;
  readonly translations: Readonly<Record<string, PostTranslation>>;
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** A post as readers see it, with the number of its approved comments. */
export type PublishedPost = Post & { readonly publishAt: Instant; readonly comments: { readonly count: number } };

/** An absent member asks nothing. */
export type PostFilter = { readonly status?: PostStatus };
export type PublishedFilter = {
  readonly at: Instant;
  readonly tag?: string;
  readonly search?: string;
  /** Languages whose word forms a search considers, besides English. */
  readonly locales?: readonly string[];
};

/** Another post has the slug. */
export type PostSlugTaken = { readonly type: 'post.slug-taken'; readonly slug: string };

/** The articles of the journal. */
export type PostRecords = {
  /** Adds a post. Without a slug it gets a free one, made of its title. */
  readonly add: (post: Omit<Post, 'slug'> & { readonly slug?: string }) => ResultAsync<Post, PostSlugTaken>;
  readonly find: (id: string) => ResultAsync<Post | undefined, never>;
  /** The post, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<Post | undefined, never>;
  /** Writes a locked post. */
  readonly save: (post: Post) => ResultAsync<void, PostSlugTaken>;
  /** Removes a post with its comments. */
  readonly remove: (id: string) => ResultAsync<void, never>;
  /** Posts of every status, newest first. */
  readonly page: (filter: PostFilter, request: PageRequest) => ResultAsync<Page<Post>, CursorMalformed>;
  /** Published posts, the best matches of a search first, otherwise the latest. */
  readonly published: (
    filter: PublishedFilter,
    request: PageRequest,
  ) => ResultAsync<Page<PublishedPost>, CursorMalformed>;
  readonly publishedOne: (idOrSlug: string, at: Instant) => ResultAsync<PublishedPost | undefined, never>;
  /** The tags of published posts, with the number of their posts, by name. */
  readonly tags: (at: Instant) => ResultAsync<readonly { readonly name: string; readonly count: number }[], never>;
  /** Of every published post, for the sitemap; the latest first. */
  readonly publishedSlugs: (
    at: Instant,
  ) => ResultAsync<readonly { readonly slug: string; readonly updatedAt: Instant }[], never>;
};
