import type { CurrencyCode, Instant } from '@cartwright/domain';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { CatalogueReader, CategoryView, ListedAt, SlugRange } from '../../ports/read-models/catalogue-reader.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { StorefrontLinks } from './storefront-links.js';

/** A page that search engines are to visit. */
export type SitemapUrl = { readonly url: string; readonly changedAt?: Instant };
/** The addresses of one file, or the number of files where one does not suffice. */
export type Sitemap =
  | { readonly type: 'index'; readonly parts: number }
  /** Read as they are consumed; throws where the storage fails in between. */
  | { readonly type: 'urls'; readonly urls: AsyncIterable<readonly SitemapUrl[]> };
/** The sitemap has no such part. */
export type SitemapPartNotFound = { readonly type: 'sitemap.part-not-found'; readonly part: number };
export type ViewSitemapError = SitemapPartNotFound | StorageUnavailable;
/** All categories, published posts and listed products. Without `part`: the whole, or its index. Parts count from 1. */
export type ViewSitemap = (query: { readonly part?: number }) => ResultAsync<Sitemap, ViewSitemapError>;

/** The protocol's maximum for one file. */
const maximumUrls = 50_000;
/** Addresses in memory at a time. */
const urlsPerRead = 1_000;

type Deps = {
  readonly catalogueReader: Pick<CatalogueReader, 'categories' | 'listedSlugs' | 'countListed'>;
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly clock: Clock;
  readonly storeCurrency: CurrencyCode;
  readonly links: StorefrontLinks;
};

export const makeViewSitemap =
  (deps: Deps, urlsPerPart = maximumUrls): ViewSitemap =>
  ({ part }) => {
    const { catalogueReader, unitOfWork, clock, storeCurrency, links } = deps;
    const listed: ListedAt = { at: clock.now(), currency: storeCurrency, groups: ['guest'] };
    const posts = unitOfWork.read((repositories) => repositories.posts.publishedSlugs(listed.at));
    return ResultAsync.combine([
      catalogueReader.categories(listed.at),
      catalogueReader.countListed(listed),
      posts,
    ]).andThen(([tree, products, published]): Result<Sitemap, SitemapPartNotFound> => {
      const few = [
        ...slugsOf(tree).map((slug) => ({ url: links.category(slug) })),
        ...published.map(({ slug, updatedAt }) => ({ url: links.post(slug), changedAt: updatedAt })),
      ];
      const parts = Math.max(1, Math.ceil((few.length + products) / urlsPerPart));
      if (part === undefined && parts > 1) return ok({ type: 'index', parts });
      if (part !== undefined && part > parts) return err({ type: 'sitemap.part-not-found', part });
      const start = ((part ?? 1) - 1) * urlsPerPart;
      return ok({ type: 'urls', urls: urlsFrom(deps, { few, start, limit: urlsPerPart, listed }) });
    });
  };

const slugsOf = (tree: readonly CategoryView[]): readonly string[] =>
  tree.flatMap(({ slug, children }) => [slug, ...slugsOf(children)]);

type Range = {
  /** Addresses that fit into memory: of categories and posts. */
  readonly few: readonly SitemapUrl[];
  readonly start: number;
  readonly limit: number;
  readonly listed: ListedAt;
};

/** A range of all addresses: first those of categories and posts, then those of products. */
async function* urlsFrom(
  { catalogueReader, links }: Deps,
  { few, start, limit, listed }: Range,
): AsyncGenerator<readonly SitemapUrl[]> {
  const first = few.slice(start, start + limit);
  yield first;
  let left = limit - first.length;
  let from: SlugRange['from'] = { skip: Math.max(0, start - few.length) };
  while (left > 0) {
    const read = await catalogueReader.listedSlugs({ from, limit: Math.min(left, urlsPerRead) }, listed);
    if (read.isErr()) throw new Error(`the sitemap ends early: ${read.error.type}`);
    const last = read.value.at(-1);
    if (last === undefined) return;
    yield read.value.map(({ slug, updatedAt }) => ({ url: links.product(slug), changedAt: updatedAt }));
    left -= read.value.length;
    from = { after: last.id };
  }
}
