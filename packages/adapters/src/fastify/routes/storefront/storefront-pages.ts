import type { ListProductsError, UseCases, ViewProductError, CategoryNotFound } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { beginRefusal, tellableRefusal } from '../../errors/respond-to-errors.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { shopperOf, localeAndCurrencyQuery } from '../../requests/shopper.js';
import { markSeen } from '../../responses/catalogue-headers.js';
import { closed } from '../../requests/plain-schemas.js';
import { withImageUrls } from '../../responses/image-urls.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { productNotFoundProblems } from '../catalogue/catalogue-schemas.js';
import { viewPostProblems } from '../journal/journal-problems.js';
import { noPriceProblems } from '../cart/pricing-problems.js';
import {
  productsOfPage,
  renderCategoryPage,
  renderMissingPage,
  renderPostPage,
  renderProductPage,
  storefrontPagePolicy,
} from './render-storefront-pages.js';

const productProblems = {
  ...productNotFoundProblems,
  ...noPriceProblems,
  ...listProblems,
} satisfies Problems<ViewProductError>;

const categoryProblems = {
  'catalogue.category-not-found': { status: 404, title: 'Category not found', detail: 'No category has this slug.' },
  ...listProblems,
} satisfies Problems<CategoryNotFound | ListProductsError>;

const Page = { description: 'A page.', content: { 'text/html': { schema: Type.String() } } };
const SlugParams = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 255 }) });
const ProductPageQuery = Type.Object(localeAndCurrencyQuery, closed);
const PostPageQuery = Type.Object({ locale: localeAndCurrencyQuery.locale }, closed);
const CategoryPageQuery = Type.Object(
  { page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })), ...localeAndCurrencyQuery },
  closed,
);

export type StorefrontPageDeps = {
  readonly useCases: Pick<UseCases, 'viewProduct' | 'viewCategory' | 'listProducts' | 'viewPost'>;
  readonly storefrontUrl?: string;
};

/** Pages that feeds and sitemaps link to if the shop has no storefront. With a storefront they lead to it. */
export const storefrontPageRoutes =
  ({ useCases: { viewProduct, viewCategory, listProducts, viewPost }, storefrontUrl }: StorefrontPageDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Catalogue'];
    const description = 'Feeds and sitemaps link to it if `STOREFRONT_URL` is not set.';
    const response = { 200: Page };
    app.setErrorHandler((error, request, reply) => {
      const refusal = tellableRefusal(error, request);
      return sendPage(beginRefusal(refusal, request, reply), renderMissingPage(refusal.status));
    });
    app.addHook('preHandler', (request, reply, next) => {
      if (storefrontUrl === undefined) next();
      else void reply.redirect(storefrontUrl + request.url, 302);
    });

    app.get(
      '/products/:slug',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'openProductPage',
          summary: 'The page of a product',
          description,
          params: SlugParams,
          querystring: ProductPageQuery,
          response,
        },
        config: { access: viewProduct.access, page: true, problems: productProblems },
      },
      async (request, reply) => {
        const viewed = viewProduct({ ...shopperOf(request, request.query), idOrSlug: request.params.slug });
        const { product, locale } = await orProblem(viewed, productProblems);
        markSeen(reply, request, locale);
        return sendPage(reply, renderProductPage(withImageUrls(app.imageUrl, product)));
      },
    );

    app.get(
      '/categories/:slug',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'openCategoryPage',
          summary: 'The page of a category',
          description,
          params: SlugParams,
          querystring: CategoryPageQuery,
          response,
        },
        config: { access: viewCategory.access, page: true, problems: categoryProblems },
      },
      async (request, reply) => {
        const { page = 1, ...localeAndCurrency } = request.query;
        const { slug } = request.params;
        const shopper = shopperOf(request, localeAndCurrency);
        const { category, locale } = await orProblem(
          viewCategory({ slug, locales: shopper.locales ?? [] }),
          categoryProblems,
        );
        const listed = listProducts({
          ...shopper,
          filter: { category: [slug] },
          sorting: [{ key: 'popularity', direction: 'desc' }],
          page: { type: 'page', page, limit: productsOfPage },
        });
        const products = (await orProblem(listed, categoryProblems)).page.data;
        markSeen(reply, request, locale);
        return sendPage(reply, renderCategoryPage(category, products, page));
      },
    );

    app.get(
      '/posts/:slug',
      {
        helmet: pageHeaders,
        schema: {
          tags: ['Journal'],
          operationId: 'openPostPage',
          summary: 'The page of a post',
          description,
          params: SlugParams,
          querystring: PostPageQuery,
          response,
        },
        config: { access: viewPost.access, page: true, problems: viewPostProblems },
      },
      async (request, reply) => {
        const { locales = [] } = shopperOf(request, request.query);
        const viewed = viewPost({ idOrSlug: request.params.slug, locales });
        const { post, locale } = await orProblem(viewed, viewPostProblems);
        markSeen(reply, request, locale);
        return sendPage(reply, renderPostPage(post, app.imageUrl));
      },
    );
    done();
  };

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.header('content-security-policy', storefrontPagePolicy).type('text/html; charset=utf-8').send(page);
