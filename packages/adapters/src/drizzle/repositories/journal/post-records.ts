import type { Post, PostRecords, PostSlugTaken, PublishedPost } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { and, desc, eq, getTableColumns, like, or, sql, type SQL } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { freeSlug, slugOf } from '../../../system/slug.js';
import { resultRows, type Database } from '../../connection/database.js';
import { likePattern } from '../../connection/like-pattern.js';
import { isStorable, isUuid } from '../../connection/storable-text.js';
import { hasCode } from '../../connection/storage-failures.js';
import { query } from '../../connection/try-query.js';
import { byInstant, readKeysetPage, selectPage, type KeysetOrder } from '../../read-models/keyset-page.js';
import { searchPosts } from '../../read-models/search/search-products.js';
import { comments, posts, postSearch } from '../../schema.js';
import { violatedConstraint } from '../catalogue/save-conflict.js';

type Row = typeof posts.$inferSelect;

const newestFirst = byInstant('createdAt', 'desc', posts.createdAt, posts.id);
/** Maximum addresses of posts in a sitemap. */
const mostSlugs = 40_000;
const mostLanguages = 3;

const isPublished = (at: Instant): SQL => sql`(${posts.status} = 'published' and ${posts.publishAt} <= ${at})`;
// Names in full: a query of one table leaves them out, and both tables have an id and a status.
const count = sql<number>`(
  select count(*)::integer from ${comments} as approved
  where approved.post_id = "posts"."id" and approved.status = 'approved'
)`;

type RankedRow = Row & { readonly count: number; readonly relevance: number };

/** Best matches of a search first, then the latest. */
const publishedOrder = (relevance: SQL, isSearch: boolean): KeysetOrder<RankedRow, 'relevance' | 'publishAt'> => ({
  columns: {
    relevance: { column: relevance, type: 'integer' },
    publishAt: { column: posts.publishAt, type: 'instant' },
  },
  id: posts.id,
  sorting: [
    ...(isSearch ? [{ key: 'relevance', direction: 'desc' } as const] : []),
    { key: 'publishAt', direction: 'desc' },
  ],
  valueOf: (row, key) => row[key] ?? '',
});

/** Posts in the table `posts`, whose trigger writes what they are found by. */
export const makeDrizzlePostRecords = (tx: Database): PostRecords => {
  const findRow = async (id: string, isLocked: boolean): Promise<Post | undefined> => {
    if (!isUuid(id)) return undefined;
    const found = tx.select().from(posts).where(eq(posts.id, id));
    const [row] = isLocked ? await found.for('update') : await found;
    return row && postOf(row);
  };
  return {
    add: (post) =>
      new ResultAsync(
        refusing(post.slug, async () => {
          const added = { ...post, slug: post.slug ?? (await chooseSlug(tx, post)) };
          await tx.insert(posts).values(rowOf(added));
          return added;
        }),
      ),
    find: (id) => query(async () => findRow(id, false)),
    lock: (id) => query(async () => findRow(id, true)),
    save: (post) =>
      new ResultAsync(
        refusing(post.slug, async () => {
          await tx.update(posts).set(rowOf(post)).where(eq(posts.id, post.id));
        }),
      ),
    remove: (id) => query(async () => void (await tx.delete(posts).where(eq(posts.id, id)))),
    page: ({ status }, request) => {
      const where = status === undefined ? undefined : eq(posts.status, status);
      return new ResultAsync(
        readKeysetPage(newestFirst, request, {
          where,
          select: (page) => selectPage(tx.select().from(posts), page),
          rowOf: postOf,
          count: async () => tx.$count(posts, where),
        }),
      );
    },
    published: ({ at, tag, search = '', locales = [] }, request) =>
      query(async () => searchPosts(tx, search, locales.slice(0, mostLanguages))).andThen((found) => {
        const relevance = found?.relevance ?? sql`0`;
        const isTagged =
          tag === undefined ? undefined : isStorable(tag) ? sql`${posts.tags} @> array[${tag}]::text[]` : sql`false`;
        const where = and(isPublished(at), isTagged, found?.isMatch);
        const all = tx
          .select({ ...getTableColumns(posts), count, relevance: sql<number>`${relevance}`.mapWith(Number) })
          .from(posts)
          .innerJoin(postSearch, eq(postSearch.postId, posts.id));
        return new ResultAsync(
          readKeysetPage(publishedOrder(relevance, found !== undefined), request, {
            where,
            select: (page) => selectPage(all, page),
            rowOf: (row: RankedRow) => row,
            count: async () => {
              const counted = await tx.execute(sql`
                select count(*)::integer as total from ${posts} join ${postSearch} on ${postSearch.postId} = ${posts.id}
                where ${where}`);
              return Number(resultRows(counted)[0]?.['total'] ?? 0);
            },
          }),
        ).map(({ data, meta }) => ({ data: data.map(({ relevance: _rank, ...row }) => publishedOf(row)), meta }));
      }),
    publishedOne: (idOrSlug, at) =>
      query(async () => {
        if (!isStorable(idOrSlug)) return undefined;
        const isAsked = isUuid(idOrSlug) ? eq(posts.id, idOrSlug) : eq(posts.slug, idOrSlug);
        const [row] = await tx
          .select({ ...getTableColumns(posts), count })
          .from(posts)
          .where(and(isAsked, isPublished(at)));
        return row && publishedOf(row);
      }),
    tags: (at) =>
      query(async () => {
        const found = await tx.execute(sql`
          select tag as name, count(*)::integer as count from ${posts}, unnest(${posts.tags}) as tag
          where ${isPublished(at)} group by tag order by tag collate "C"`);
        return resultRows(found).map(({ name, count: number }) => ({ name: String(name), count: Number(number) }));
      }),
    publishedSlugs: (at) =>
      query(async () =>
        tx
          .select({ slug: posts.slug, updatedAt: posts.updatedAt })
          .from(posts)
          .where(isPublished(at))
          .orderBy(desc(posts.publishAt), posts.id)
          .limit(mostSlugs),
      ),
  };
};

const rowOf = ({ excerpt, image, authorId, publishAt, tags, ...post }: Post): Row => ({
  ...post,
  tags: [...tags],
  excerpt: excerpt ?? null,
  image: image ?? null,
  authorId: authorId ?? null,
  publishAt: publishAt ?? null,
});

const postOf = ({ excerpt, image, authorId, publishAt, ...row }: Row): Post => ({
  ...row,
  ...(excerpt === null ? {} : { excerpt }),
  ...(image === null ? {} : { image }),
  ...(authorId === null ? {} : { authorId }),
  ...(publishAt === null ? {} : { publishAt }),
});

const publishedOf = ({ count: approved, ...row }: Row & { readonly count: number }): PublishedPost => ({
  ...postOf(row),
  publishAt: row.publishAt ?? row.createdAt,
  comments: { count: approved },
});

async function chooseSlug(tx: Database, { id, title }: Pick<Post, 'id' | 'title'>): Promise<string> {
  const short = slugOf(title);
  const rows = await tx
    .select({ slug: posts.slug })
    .from(posts)
    .where(or(eq(posts.slug, short), like(posts.slug, `${likePattern(short)}-%`)));
  return freeSlug({ short, whole: short }, id, new Set(rows.map(({ slug }) => slug)));
}

async function refusing<T>(slug: string | undefined, work: () => Promise<T>): Promise<Result<T, PostSlugTaken>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!hasCode(error, '23505') || violatedConstraint(error) !== 'posts_slug_unique' || slug === undefined)
      throw error;
    return err({ type: 'post.slug-taken', slug });
  }
}
