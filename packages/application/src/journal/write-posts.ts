import type { Instant } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import { patched, type Patch } from '../catalogue/products/patch.js';
import { expectVersion, type VersionStale } from '../expect-version.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { FileStore } from '../ports/file-store.js';
import type { HtmlSanitizer } from '../ports/html-sanitizer.js';
import type { Ids } from '../ports/ids.js';
import type { Post, PostRecords, PostSlugTaken, PostTranslation } from '../ports/repositories/journal/post-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { keepUpload, removeUnusedCover } from './cover-files.js';

/** No post has this id or slug, or it is not published. */
export type PostNotFound = { readonly type: 'post.not-found'; readonly post: string };
/** Somebody changed the post since the caller last saw it. */
export type PostVersionStale = VersionStale<'post.version-stale'>;

/** What editors write. */
export type PostFacts = Pick<
  Post,
  'title' | 'body' | 'excerpt' | 'image' | 'tags' | 'author' | 'status' | 'publishAt' | 'translations'
>;
type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly htmlSanitizer: HtmlSanitizer };
type Files = { readonly fileStore: FileStore };

export type CreatePostCommand = Partial<PostFacts> & Pick<PostFacts, 'title'> & { readonly slug?: string };
export type CreatePostError = PostSlugTaken | StorageUnavailable;
/** Writes a post: a draft by default, in the caller's name. */
export type CreatePost = (command: CreatePostCommand, staff: StaffCaller) => ResultAsync<Post, CreatePostError>;

/** Of a post whose writer has no account any more. */
const unnamedAuthor = 'Staff';

export const makeCreatePost =
  ({ unitOfWork, clock, ids, htmlSanitizer }: Deps & { readonly ids: Ids }): CreatePost =>
  (command, { userId }) =>
    unitOfWork.run(({ posts, users }) =>
      users.byId(userId).andThen((user) => {
        const at = clock.now();
        const own = user === undefined ? { author: unnamedAuthor } : { author: user.name, authorId: userId };
        const post = {
          body: '',
          tags: [],
          status: 'draft' as const,
          translations: {},
          ...(command.author === undefined ? own : { author: command.author }),
          ...command,
          id: ids.next(),
          version: 1,
          createdAt: at,
          updatedAt: at,
        };
        return posts.add(dated(safe(htmlSanitizer, post), at));
      }),
    );

/** Which post is changed, and the version that the caller last saw (`If-Match`), if they sent one. */
export type PostChange = { readonly postId: string; readonly expectedVersion?: number };
type ChangeRefusal = PostNotFound | PostVersionStale;
export type PostPatch = Patch<PostFacts> & { readonly slug?: string };
export type ChangePostError = ChangeRefusal | PostSlugTaken | StorageUnavailable;
/** Changes a post. It stays where it is in the journal unless `publishAt` changes. */
export type ChangePost = (command: PostChange & { readonly patch: PostPatch }) => ResultAsync<Post, ChangePostError>;

export const makeChangePost =
  ({ unitOfWork, clock, htmlSanitizer, fileStore }: Deps & Files): ChangePost =>
  ({ patch: { slug, ...patch }, ...change }) =>
    unitOfWork
      .run(({ posts }) =>
        lockPost(posts, change).andThen((before) => {
          const at = clock.now();
          const facts = patched<Post>(before, patch, { body: '', tags: [], translations: {} });
          const { authorId, ...changed } = keepUpload(before, facts);
          const isSameAuthor = changed.author === before.author && authorId !== undefined;
          const after = dated(
            safe(htmlSanitizer, {
              ...changed,
              ...(isSameAuthor ? { authorId } : {}),
              slug: slug ?? before.slug,
              version: before.version + 1,
              updatedAt: at,
            }),
            at,
          );
          return posts.save(after).map(() => ({ before, after }));
        }),
      )
      .andThen(({ before, after }) => removeUnusedCover(fileStore, before, after).map(() => after));

export type DeletePostError = ChangeRefusal | StorageUnavailable;
/** Deletes a post with its comments. */
export type DeletePost = (change: PostChange) => ResultAsync<void, DeletePostError>;

export const makeDeletePost =
  ({ unitOfWork, fileStore }: Pick<Deps, 'unitOfWork'> & Files): DeletePost =>
  (change) =>
    unitOfWork
      .run(({ posts }) => lockPost(posts, change).andThen((post) => posts.remove(post.id).map(() => post)))
      .andThen((post) => removeUnusedCover(fileStore, post, undefined));

export type ViewManagedPostError = PostNotFound | StorageUnavailable;
/** A post of any status, as editors see it. */
export type ViewManagedPost = (query: { readonly postId: string }) => ResultAsync<Post, ViewManagedPostError>;

export const makeViewManagedPost =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ViewManagedPost =>
  ({ postId }) =>
    unitOfWork.read(({ posts }) => posts.find(postId).andThen((found) => orNotFound(found, postId)));

const lockPost = (posts: PostRecords, { postId, expectedVersion }: PostChange): ResultAsync<Post, ChangeRefusal> =>
  posts
    .lock(postId)
    .andThen((found) => orNotFound(found, postId))
    .andThen((post) => expectVersion(post, expectedVersion, 'post.version-stale'));

/** What was found, or the refusal. */
const orNotFound = <P extends Post>(found: P | undefined, post: string): Result<P, PostNotFound> =>
  found === undefined ? err({ type: 'post.not-found', post }) : ok(found);

/** A post that is published without a date is published now. */
const dated = <P extends Pick<Post, 'status' | 'publishAt'>>(post: P, at: Instant): P =>
  post.status === 'published' && post.publishAt === undefined ? { ...post, publishAt: at } : post;

const safe = <P extends Pick<Post, 'body' | 'translations'>>({ sanitize }: HtmlSanitizer, post: P): P => ({
  ...post,
  body: sanitize(post.body),
  translations: Object.fromEntries(
    Object.entries(post.translations).map(([locale, translation]): readonly [string, PostTranslation] => [
      locale,
      translation.body === undefined ? translation : { ...translation, body: sanitize(translation.body) },
    ]),
  ),
});

/** The post with this id or slug, if readers see it. */
export const findPublished = (posts: Pick<PostRecords, 'publishedOne'>, idOrSlug: string, at: Instant) =>
  posts.publishedOne(idOrSlug, at).andThen((found) => orNotFound(found, idOrSlug));
