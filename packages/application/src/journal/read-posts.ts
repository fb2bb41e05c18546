import type { Instant } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import { chooseLocale } from '../catalogue/choose-locale.js';
import { plainTextOf } from '../catalogue/feeds/plain-text-of.js';
import type { StorefrontLinks } from '../catalogue/feeds/storefront-links.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CursorMalformed, Page, PageRequest } from '../ports/read-models/paging.js';
import type { PostImage, PublishedPost } from '../ports/repositories/journal/post-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { ReadOriginalLocale } from '../shop/original-locale.js';
import type { ViewShop } from '../shop/view-shop.js';
import { findPublished, type PostNotFound } from './write-posts.js';

/** A post in the language of its reader. */
export type ShownPost = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Safe HTML. */
  readonly body: string;
  readonly excerpt: string;
  readonly image: PostImage | null;
  readonly tags: readonly string[];
  readonly author: string;
  readonly publishedAt: Instant;
  readonly updatedAt: Instant;
  /** Approved ones. */
  readonly comments: { readonly count: number };
};

type Deps = {
  readonly unitOfWork: { readonly read: UnitOfWork['read'] };
  readonly clock: Clock;
  readonly readOriginalLocale: ReadOriginalLocale;
};
type Locales = { readonly locales?: readonly string[] };

export type ListPostsQuery = Locales & { readonly tag?: string; readonly search?: string; readonly page: PageRequest };
export type ListPostsError = CursorMalformed | StorageUnavailable;
/** Published posts, the best matches of a search first, otherwise the latest; and the language of most texts. */
export type ListPosts = (
  query: ListPostsQuery,
) => ResultAsync<{ readonly page: Page<ShownPost>; readonly locale: string }, ListPostsError>;

export const makeListPosts =
  ({ unitOfWork, clock, readOriginalLocale }: Deps): ListPosts =>
  ({ page: request, locales = [], ...filter }) =>
    ResultAsync.combine([
      unitOfWork.read(({ posts }) => posts.published({ ...filter, locales, at: clock.now() }, request)),
      readOriginalLocale(),
    ]).map(([{ data, meta }, original]) => ({
      page: { data: data.map((post) => showPost(post, locales, original).post), meta },
      locale: chooseLocale(locales, new Set(data.flatMap(({ translations }) => Object.keys(translations))), original),
    }));

export type ViewPostQuery = Locales & { readonly idOrSlug: string };
export type ViewPostError = PostNotFound | StorageUnavailable;
/** A published post, and its language. */
export type ViewPost = (
  query: ViewPostQuery,
) => ResultAsync<{ readonly post: ShownPost; readonly locale: string }, ViewPostError>;

export const makeViewPost =
  ({ unitOfWork, clock, readOriginalLocale }: Deps): ViewPost =>
  ({ idOrSlug, locales = [] }) =>
    ResultAsync.combine([
      unitOfWork.read(({ posts }) => findPublished(posts, idOrSlug, clock.now())),
      readOriginalLocale(),
    ]).map(([post, original]) => showPost(post, locales, original));

/** The tags of published posts, which are not translated, and their language. */
export type ListTags = (query: object) => ResultAsync<
  {
    readonly tags: readonly { readonly name: string; readonly count: number }[];
    readonly locale: string;
  },
  StorageUnavailable
>;

export const makeListTags =
  ({ unitOfWork, clock, readOriginalLocale }: Deps): ListTags =>
  () =>
    ResultAsync.combine([unitOfWork.read(({ posts }) => posts.tags(clock.now())), readOriginalLocale()]).map(
      ([tags, locale]) => ({ tags, locale }),
    );

/** The latest posts. */
const postsOfFeed = 20;
export type PostFeed = {
  readonly shopName: string;
  /** Each with the address of its page. */
  readonly posts: readonly (ShownPost & { readonly url: string })[];
  readonly locale: string;
};
/** What feed readers subscribe to. */
export type ReadPostFeed = (query: Locales) => ResultAsync<PostFeed, ListPostsError>;

export const makeReadPostFeed = ({
  viewShop,
  links,
  ...deps
}: Deps & { readonly viewShop: ViewShop; readonly links: Pick<StorefrontLinks, 'post'> }): ReadPostFeed => {
  const listPosts = makeListPosts(deps);
  return ({ locales = [] }) =>
    viewShop().andThen(({ name }) =>
      listPosts({ locales, page: { type: 'page', page: 1, limit: postsOfFeed } }).map(({ page, locale }) => ({
        shopName: name,
        posts: page.data.map((post) => ({ ...post, url: links.post(post.slug) })),
        locale,
      })),
    );
};

function showPost(
  { id, slug, tags, author, publishAt, image, comments, updatedAt, ...original }: PublishedPost,
  locales: readonly string[],
  originalLocale: string,
): { readonly post: ShownPost; readonly locale: string } {
  const locale = chooseLocale(locales, Object.keys(original.translations), originalLocale);
  const translation = original.translations[locale] ?? {};
  const body = translation.body ?? original.body;
  const excerpt = translation.excerpt ?? (translation.body === undefined ? original.excerpt : undefined);
  return {
    post: {
      id,
      slug,
      title: translation.title ?? original.title,
      body,
      excerpt: excerpt ?? beginningOf(plainTextOf(body)),
      image: image ?? null,
      tags,
      author,
      publishedAt: publishAt,
      updatedAt,
      comments,
    },
    locale,
  };
}

const maximumExcerpt = 280;

/** The first words of a text. */
function beginningOf(text: string): string {
  if (text.length <= maximumExcerpt) return text;
  const cut = text.slice(0, maximumExcerpt);
  const end = cut.lastIndexOf(' ');
  return `${end > 0 ? cut.slice(0, end) : cut}…`;
}
