import type { Shopper, UseCases, ViewProductError } from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest, readNames, readSorting } from '../../requests/list-query.js';
import { pageQuery } from '../../requests/list-schemas.js';
import { localeAndCurrencyQuery, type LocaleAndCurrency } from '../../requests/shopper.js';
import { readIds } from '../../requests/read-ids.js';
import { closed } from '../../requests/plain-schemas.js';
import { withImageUrls } from '../../responses/image-urls.js';
import { revalidate } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { relatedProductRoutes } from './related-products.js';
import { suggestionRoutes } from './suggestions.js';
import { noPriceProblems } from '../cart/pricing-problems.js';
import { ProductResponse, productNotFoundProblems } from './catalogue-schemas.js';
import { presentVariants, VariantOfProduct } from './present-variants.js';
import {
  facetNames,
  ProductListResponse,
  ProductListQuery,
  productSortKeys,
  readOptions,
} from './product-list-schemas.js';

const viewProductProblems = {
  ...productNotFoundProblems,
  ...noPriceProblems,
  ...storageProblems,
} satisfies Problems<ViewProductError>;

const FeaturedQuery = Type.Object({ ...localeAndCurrencyQuery, ...pageQuery }, closed);

const VariantsQuery = Type.Object(
  {
    ids: Type.String({ minLength: 1, maxLength: 3700, description: 'Ids separated by commas, at most 100.' }),
    ...localeAndCurrencyQuery,
  },
  closed,
);

const VariantsResponse = Type.Object({ data: Type.Array(VariantOfProduct) });

const LocaleAndCurrencyQuery = Type.Object(localeAndCurrencyQuery, closed);

const ProductParams = Type.Object({ idOrSlug: Type.String({ minLength: 1, maxLength: 255 }) });

/** The catalogue, the same for every caller except prices of customer groups. */
export const catalogueRoutes =
  (useCases: UseCases): Routes =>
  (app, _options, done) => {
    const { listProducts, viewProduct } = useCases;
    const tags = ['Catalogue'];
    app.addHook('onSend', revalidate);
    void app.register(suggestionRoutes(useCases));
    void app.register(relatedProductRoutes(useCases));

    /** Lists products in the language and currency of a request. */
    const list = async (
      request: FastifyRequest,
      reply: FastifyReply,
      localeAndCurrency: LocaleAndCurrency,
      query: Omit<Parameters<UseCases['listProducts']>[0], keyof Shopper>,
    ) =>
      app.respondFromCache<typeof ProductListResponse>(request, reply, localeAndCurrency, async (shopper) => {
        const { page, facets, locale } = await orProblem(listProducts({ ...shopper, ...query }), listProblems);
        const data = page.data.map((product) => withImageUrls(app.imageUrl, product));
        return { content: { data, meta: facets === undefined ? page.meta : { ...page.meta, facets } }, locale };
      });

    app.get(
      '/products',
      {
        schema: {
          tags,
          operationId: 'listProducts',
          summary: 'List products',
          description:
            'Active products that have a price in the currency, in the language of the request. The best matches of a search ' +
            'come first; without a search the newest.',
          querystring: ProductListQuery,
          response: { 200: ProductListResponse },
        },
        config: { access: listProducts.access, revalidated: true, problems: listProblems },
      },
      async (request, reply) => {
        const { page, cursor, limit, sort, currency, locale, ids, facets, ...filter } = request.query;
        return list(
          request,
          reply,
          { currency, locale },
          {
            filter: { ...readOptions(filter), ...(ids === undefined ? {} : { ids: readIds('ids', ids) }) },
            facets: readNames('facets', facets, facetNames),
            sorting: readSorting(sort, productSortKeys),
            page: pageRequest({ page, cursor, limit }),
          },
        );
      },
    );

    app.get(
      '/products/featured',
      {
        schema: {
          tags,
          operationId: 'listFeaturedProducts',
          summary: 'List featured products',
          description: 'The products that editors have marked as featured.',
          querystring: FeaturedQuery,
          response: { 200: ProductListResponse },
        },
        config: { access: listProducts.access, revalidated: true, problems: listProblems },
      },
      async (request, reply) => {
        const { currency, locale, ...page } = request.query;
        const query = { filter: { featured: true }, sorting: [], page: pageRequest(page) };
        return list(request, reply, { currency, locale }, query);
      },
    );

    app.get(
      '/products/:idOrSlug',
      {
        schema: {
          tags,
          operationId: 'viewProduct',
          summary: 'View a product',
          description: 'One product by id or slug, including unlisted ones.',
          params: ProductParams,
          querystring: LocaleAndCurrencyQuery,
          response: { 200: ProductResponse },
        },
        config: { access: viewProduct.access, revalidated: true, problems: viewProductProblems },
      },
      async (request, reply) => {
        const { idOrSlug } = request.params;
        return app.respondFromCache<typeof ProductResponse>(request, reply, request.query, async (shopper) => {
          const { product, locale } = await orProblem(viewProduct({ ...shopper, idOrSlug }), viewProductProblems);
          return { content: withImageUrls(app.imageUrl, product), locale };
        });
      },
    );

    app.get(
      '/variants',
      {
        schema: {
          tags,
          operationId: 'listVariants',
          summary: 'List variants by their ids',
          description: 'Each with its product, in the order of the ids. Variants that are not listed are omitted.',
          querystring: VariantsQuery,
          response: { 200: VariantsResponse },
        },
        config: { access: listProducts.access, revalidated: true, problems: listProblems },
      },
      async (request, reply) => {
        const ids = readIds('ids', request.query.ids);
        const query = { filter: { variantIds: ids }, sorting: [], page: { type: 'cursor', limit: 100 } } as const;
        return app.respondFromCache<typeof VariantsResponse>(request, reply, request.query, async (shopper) => {
          const { page, locale } = await orProblem(listProducts({ ...shopper, ...query }), listProblems);
          const shown = presentVariants(app.imageUrl, page.data);
          return { content: { data: ids.flatMap((id) => shown.find((variant) => variant.id === id) ?? []) }, locale };
        });
      },
    );
    done();
  };
