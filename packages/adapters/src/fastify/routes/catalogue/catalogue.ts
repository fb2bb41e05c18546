import type { CategoryView, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, Refusal } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest, readSorting } from '../../requests/list-query.js';
import { listOf, pageQuery, sortQuery } from '../../requests/list-schemas.js';
import { closed, Id, Instant, Money, nullable } from '../../requests/plain-schemas.js';
import { revalidate } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { Availability } from './catalogue-schemas.js';

/** Short, so that a price is soon seen; after it a cache asks, and is mostly told 304. */
const cacheControl = 'public, max-age=10, must-revalidate';

const productNotFound = {
  status: 404,
  title: 'There is no such product',
  detail: 'The shop does not sell it, or no longer does.',
} as const;

const categoryNotFound = {
  status: 404,
  title: 'There is no such category',
  detail: 'No category has this slug.',
} as const;

const ProductAnswer = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    description: Type.String({ description: 'HTML without scripts, styles, forms and event handlers.' }),
    variants: Type.Array(
      Type.Object(
        {
          id: Id,
          sku: Type.String(),
          name: Type.String(),
          price: Money,
          availability: Availability,
          digital: Type.Boolean(),
        },
        { title: 'Variant' },
      ),
    ),
    categories: Type.Array(Type.Object({ id: Id, slug: Type.String(), name: Type.String() })),
    images: Type.Array(Type.Object({ url: Type.String(), alt: Type.String() })),
    rating: Type.Object({ average: nullable(Type.Number()), count: Type.Integer() }),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'Product' },
);

const ProductListAnswer = listOf(ProductAnswer);

const productSortKeys = ['price', 'name', 'createdAt'] as const;

const Price = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: "Minor units of the shop's currency.",
});

const ProductListQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 200 })),
    category: Type.Optional(
      Type.String({ maxLength: 255, description: "A category's slug; what is below it counts." }),
    ),
    minPrice: Type.Optional(Price),
    maxPrice: Type.Optional(Price),
    inStock: Type.Optional(Type.Boolean()),
    sort: sortQuery(productSortKeys),
    ...pageQuery,
  },
  closed,
);

const ProductParams = Type.Object({ idOrSlug: Type.String({ minLength: 1, maxLength: 255 }) });

const CategoryParams = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 255 }) });

/** What the shop sells, for everybody alike. */
export const catalogueRoutes =
  ({ listProducts, viewProduct, listCategories, viewCategory }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Catalogue'];
    app.addHook('onSend', revalidate);

    app.get(
      '/products',
      {
        schema: { tags, summary: 'List products', querystring: ProductListQuery, response: { 200: ProductListAnswer } },
        config: { access: listProducts.access, revalidated: true, problems: listProblems },
      },
      async ({ query: { page, cursor, limit, sort, ...filter } }, reply) => {
        const request = pageRequest({ page, cursor, limit });
        const found = await orProblem(listProducts(filter, readSorting(sort, productSortKeys), request), listProblems);
        reply.header('cache-control', cacheControl);
        return found;
      },
    );

    app.get(
      '/products/:idOrSlug',
      {
        schema: { tags, summary: 'One product', params: ProductParams, response: { 200: ProductAnswer } },
        config: {
          access: viewProduct.access,
          revalidated: true,
          problems: { 'catalogue.product-not-found': productNotFound, ...storageProblems },
        },
      },
      async ({ params }, reply) => {
        const product = await orProblem(viewProduct(params.idOrSlug), storageProblems);
        if (product === undefined) throw new Refusal('catalogue.product-not-found', productNotFound, params);
        reply.header('cache-control', cacheControl);
        return product;
      },
    );

    app.get(
      '/categories',
      {
        schema: { tags, summary: 'The tree of categories', response: { 200: CategoryTree } },
        config: { access: listCategories.access, revalidated: true, problems: storageProblems },
      },
      async (_request, reply) => {
        const data = await orProblem(listCategories(), storageProblems);
        reply.header('cache-control', cacheControl);
        return { data };
      },
    );

    app.get(
      '/categories/:slug',
      {
        schema: {
          tags,
          summary: 'One category and what is below it',
          params: CategoryParams,
          response: { 200: CategoryRef },
        },
        config: {
          access: viewCategory.access,
          revalidated: true,
          problems: { 'catalogue.category-not-found': categoryNotFound, ...storageProblems },
        },
      },
      async ({ params }, reply) => {
        const category = await orProblem(viewCategory(params.slug), storageProblems);
        if (category === undefined) throw new Refusal('catalogue.category-not-found', categoryNotFound, params);
        reply.header('cache-control', cacheControl);
        return category;
      },
    );
    done();
  };

const CategoryRef = Type.Unsafe<CategoryView>({ $ref: 'Category#' });

const CategoryTree = Type.Object({ data: Type.Array(CategoryRef) });
