import type { CategoryNotFound, CategoryView, StorageUnavailable, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { localeAndCurrencyQuery } from '../../requests/shopper.js';
import { closed } from '../../requests/plain-schemas.js';
import { revalidate } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';

const viewCategoryProblems = {
  'catalogue.category-not-found': {
    status: 404,
    title: 'Category not found',
    detail: 'No category has this slug.',
  },
  ...storageProblems,
} satisfies Problems<CategoryNotFound | StorageUnavailable>;

const LocaleQuery = Type.Object({ locale: localeAndCurrencyQuery.locale }, closed);

const CategoryParams = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 255 }) });

const CategoryRef = Type.Unsafe<CategoryView>({ $ref: 'Category#' });

const CategoryTree = Type.Object({ data: Type.Array(CategoryRef) });

/** The category tree. */
export const categoryRoutes =
  ({ listCategories, viewCategory }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Catalogue'];
    app.addHook('onSend', revalidate);

    app.get(
      '/categories',
      {
        schema: {
          tags,
          operationId: 'listCategories',
          summary: 'List categories',
          description: 'The whole tree of categories, each with the number of its products.',
          querystring: LocaleQuery,
          response: { 200: CategoryTree },
        },
        config: { access: listCategories.access, revalidated: true, problems: storageProblems },
      },
      async (request, reply) => {
        return app.respondFromCache<typeof CategoryTree>(request, reply, request.query, async ({ locales = [] }) => {
          const { data, locale } = await orProblem(listCategories({ locales }), storageProblems);
          return { content: { data }, locale };
        });
      },
    );

    app.get(
      '/categories/:slug',
      {
        schema: {
          tags,
          operationId: 'viewCategory',
          summary: 'View a category',
          description: 'One category with its ancestors and descendants.',
          params: CategoryParams,
          querystring: LocaleQuery,
          response: { 200: CategoryRef },
        },
        config: { access: viewCategory.access, revalidated: true, problems: viewCategoryProblems },
      },
      async (request, reply) => {
        const { slug } = request.params;
        return app.respondFromCache<typeof CategoryRef>(request, reply, request.query, async ({ locales = [] }) => {
          const { category, locale } = await orProblem(viewCategory({ slug, locales }), viewCategoryProblems);
          return { content: category, locale };
        });
      },
    );
    done();
  };
