import { maximumBoughtWith, type ListRelatedProductsError, type UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { localeAndCurrencyQuery } from '../../requests/shopper.js';
import { closed } from '../../requests/plain-schemas.js';
import { withImageUrls } from '../../responses/image-urls.js';
import type { Routes } from '../../route-types.js';
import { ProductResponse, productNotFoundProblems } from './catalogue-schemas.js';

const problems = { ...productNotFoundProblems, ...listProblems } satisfies Problems<ListRelatedProductsError>;

const ProductParams = Type.Object({ idOrSlug: Type.String({ minLength: 1, maxLength: 255 }) });

const RelatedQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: maximumBoughtWith, default: 8 })),
    ...localeAndCurrencyQuery,
  },
  closed,
);

const RelatedResponse = Type.Object({ data: Type.Array(ProductResponse) });

/** Products that go with another one. */
export const relatedProductRoutes =
  ({ listRelatedProducts }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/products/:idOrSlug/related',
      {
        schema: {
          tags: ['Catalogue'],
          operationId: 'listRelatedProducts',
          summary: 'List related products',
          description:
            'Products that customers bought together with this one, most often first, then popular products of its ' +
            'category. New orders count within the hour.',
          params: ProductParams,
          querystring: RelatedQuery,
          response: { 200: RelatedResponse },
        },
        config: { access: listRelatedProducts.access, revalidated: true, problems },
      },
      async (request, reply) => {
        const { limit = 8, ...localeAndCurrency } = request.query;
        const { idOrSlug } = request.params;
        return app.respondFromCache<typeof RelatedResponse>(request, reply, localeAndCurrency, async (shopper) => {
          const { data, locale } = await orProblem(listRelatedProducts({ ...shopper, idOrSlug, limit }), problems);
          return { content: { data: data.map((product) => withImageUrls(app.imageUrl, product)) }, locale };
        });
      },
    );
    done();
  };
