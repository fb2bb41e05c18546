import type { ListProductsError, UseCases, ViewSitemapError } from '@cartwright/application';
import { Type } from 'typebox';
import type { Readable } from 'node:stream';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { acceptedLanguages, localeAndCurrencyQuery } from '../../requests/shopper.js';
import { closed, localePattern } from '../../requests/plain-schemas.js';
import { varyBy } from '../../responses/catalogue-headers.js';
import { revalidate } from '../../responses/entity-tags.js';
import { sendXml, xmlResponse } from '../../responses/xml.js';
import type { Routes } from '../../route-types.js';
import { renderPostFeed } from './render-post-feed.js';
import { renderGoogleFeed } from './render-google-feed.js';
import { renderSitemap } from './render-sitemap.js';

const feedProblems = listProblems satisfies Problems<ListProductsError>;

const sitemapProblems = {
  'sitemap.part-not-found': {
    status: 404,
    title: 'Sitemap not found',
    detail: 'The sitemap has fewer parts.',
    hint: '`/sitemap.xml` lists them.',
  },
  ...storageProblems,
} satisfies Problems<ViewSitemapError>;

const FeedQuery = Type.Object(
  {
    currency: localeAndCurrencyQuery.currency,
    locale: Type.Optional(Type.String({ pattern: localePattern, description: 'Such as `de-AT`.' })),
  },
  closed,
);

const PostFeedQuery = Type.Object({ locale: FeedQuery.properties.locale }, closed);

const SitemapParams = Type.Object({ file: Type.String({ pattern: '^[1-9]\\d{0,4}\\.xml$', maxLength: 9 }) });

const Xml = Type.Unsafe<Readable>({ type: 'string' });

export type FeedRoutesDeps = {
  readonly useCases: Pick<UseCases, 'readProductFeed' | 'readPostFeed' | 'viewSitemap'>;
  readonly publicUrl: string;
  readonly storefrontUrl?: string;
};

/** What search engines read, without the API prefix. */
export const feedRoutes =
  ({ useCases: { readProductFeed, readPostFeed, viewSitemap }, publicUrl, storefrontUrl }: FeedRoutesDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Catalogue'];

    app.get(
      '/feeds/google.xml',
      {
        schema: {
          tags,
          operationId: 'readProductFeed',
          summary: "Google's product feed",
          description:
            'All listed products that have a picture, one item for each variant, at the prices of guests (RSS 2.0). ' +
            '`g:price` is the price to compare with, where there is one, and `g:sale_price` the lower price.',
          querystring: FeedQuery,
          response: { 200: xmlResponse('The feed.', Xml) },
        },
        config: { access: readProductFeed.access, problems: feedProblems },
      },
      async ({ query }, reply) => {
        const { locale, ...feed } = await orProblem(readProductFeed(query), feedProblems);
        reply.header('content-language', locale);
        return sendXml(reply, renderGoogleFeed(feed, { home: storefrontUrl ?? publicUrl, imageUrl: app.imageUrl }));
      },
    );

    app.get(
      '/feeds/posts.xml',
      {
        schema: {
          tags: ['Journal'],
          operationId: 'readPostFeed',
          summary: 'The Atom feed of the journal',
          description: 'The latest 20 posts with their texts (RFC 4287).',
          querystring: PostFeedQuery,
          response: {
            200: { description: 'The feed.', content: { 'application/atom+xml': { schema: Type.String() } } },
          },
        },
        config: { access: readPostFeed.access, revalidated: true, problems: feedProblems },
        onSend: revalidate,
      },
      async ({ query: { locale: asked }, headers }, reply) => {
        const locales = asked === undefined ? acceptedLanguages(headers['accept-language']) : [asked];
        const feed = await orProblem(readPostFeed({ locales }), feedProblems);
        const addresses = {
          home: storefrontUrl ?? publicUrl,
          self: `${publicUrl}/feeds/posts.xml${asked === undefined ? '' : `?locale=${asked}`}`,
        };
        reply.header('content-language', feed.locale);
        varyBy(reply, 'Accept-Language');
        reply.type('application/atom+xml; charset=utf-8').header('cache-control', 'public, max-age=600');
        return reply.send(renderPostFeed(feed, addresses, app.imageUrl));
      },
    );

    app.get(
      '/sitemap.xml',
      {
        schema: {
          tags,
          operationId: 'viewSitemap',
          summary: 'The sitemap',
          description:
            'The pages of all categories, published posts and listed products; an index of several sitemaps above 50,000 pages.',
          response: { 200: xmlResponse('The sitemap, or its index.', Xml) },
        },
        config: { access: viewSitemap.access, problems: sitemapProblems },
      },
      async (_request, reply) => {
        const sitemap = await orProblem(viewSitemap({}), sitemapProblems);
        return sendXml(reply, renderSitemap(sitemap, publicUrl));
      },
    );

    app.get(
      '/sitemaps/:file',
      {
        schema: {
          tags,
          operationId: 'viewSitemapPart',
          summary: 'A part of the sitemap',
          description: 'At most 50,000 pages: `/sitemaps/1.xml` has the first ones.',
          params: SitemapParams,
          response: { 200: xmlResponse('The part.', Xml) },
        },
        config: { access: viewSitemap.access, problems: sitemapProblems },
      },
      async ({ params: { file } }, reply) => {
        const sitemap = await orProblem(viewSitemap({ part: Number.parseInt(file, 10) }), sitemapProblems);
        return sendXml(reply, renderSitemap(sitemap, publicUrl));
      },
    );
    done();
  };
