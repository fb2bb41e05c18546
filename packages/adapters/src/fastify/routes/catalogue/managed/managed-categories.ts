import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../../errors/list-problems.js';
import { orProblem } from '../../../errors/problem.js';
import { IdParams } from '../../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../../requests/list-schemas.js';
import { wholeList } from '../../../requests/whole-list.js';
import { expectedVersion, withTag } from '../../../responses/entity-tags.js';
import type { Routes } from '../../../route-types.js';
import {
  changeCategoryProblems,
  createCategoryProblems,
  deleteCategoryProblems,
  viewCategoryProblems,
} from './managed-problems.js';
import { CategoryPatchBody, ManagedCategoryResponse, NewCategoryBody } from './managed-schemas.js';

/** The shop's categories, for its editors. */
export const managedCategoryRoutes =
  ({ listManagedCategories, viewManagedCategory, createCategory, changeCategory, deleteCategory }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Categories'];

    app.get(
      '/admin/categories',
      {
        schema: {
          tags,
          operationId: 'listManagedCategories',
          summary: 'List all categories',
          description: 'Each with the id of its parent, by name.',
          querystring: PageQuery,
          response: { 200: listOf(ManagedCategoryResponse) },
        },
        config: { access: listManagedCategories.access, problems: listProblems },
      },
      async ({ caller, query }) =>
        wholeList(await orProblem(listManagedCategories({ caller }), listProblems), query, ({ id }) => id),
    );

    app.post(
      '/admin/categories',
      {
        schema: {
          tags,
          operationId: 'createCategory',
          summary: 'Create a category',
          description: 'Below `parentId`, or at the root. Categories nest to any depth.',
          body: NewCategoryBody,
          response: { 201: ManagedCategoryResponse },
        },
        config: { access: createCategory.access, problems: createCategoryProblems },
      },
      async ({ caller, body }, reply) => {
        const category = await orProblem(createCategory({ ...body, caller }), createCategoryProblems);
        reply.code(201).header('location', `${app.prefix}/admin/categories/${category.id}`);
        return withTag(reply, category);
      },
    );

    app.get(
      '/admin/categories/:id',
      {
        schema: {
          tags,
          operationId: 'viewManagedCategory',
          summary: 'View a category as an editor',
          description: 'A category with its translations.',
          params: IdParams,
          response: { 200: ManagedCategoryResponse },
        },
        config: { access: viewManagedCategory.access, problems: viewCategoryProblems },
      },
      async ({ caller, params }, reply) =>
        withTag(reply, await orProblem(viewManagedCategory({ caller, categoryId: params.id }), viewCategoryProblems)),
    );

    app.patch(
      '/admin/categories/:id',
      {
        schema: {
          tags,
          operationId: 'changeCategory',
          summary: 'Change or move a category',
          description: '`parentId` moves it with its descendants; `null` moves it to the root.',
          params: IdParams,
          body: CategoryPatchBody,
          response: { 200: ManagedCategoryResponse },
        },
        config: { access: changeCategory.access, problems: changeCategoryProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body: patch } = request;
        const changed = changeCategory({ caller, categoryId: params.id, ...expectedVersion(request), patch });
        return withTag(reply, await orProblem(changed, changeCategoryProblems));
      },
    );

    app.delete(
      '/admin/categories/:id',
      {
        schema: {
          tags,
          operationId: 'deleteCategory',
          summary: 'Delete a category',
          description: 'Only a category without children. Its products stay.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: deleteCategory.access, problems: deleteCategoryProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const deleted = deleteCategory({ caller, categoryId: params.id, ...expectedVersion(request) });
        await orProblem(deleted, deleteCategoryProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
