import type { ManagedProduct, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { listProblems } from '../../../errors/list-problems.js';
import { orProblem } from '../../../errors/problem.js';
import { pageRequest, readInstant, readSorting } from '../../../requests/list-query.js';
import { listOf, pageQuery, sortQuery } from '../../../requests/list-schemas.js';
import { closed, IdParams } from '../../../requests/plain-schemas.js';
import { expectedVersion, versionTag } from '../../../responses/entity-tags.js';
import { withImageUrls } from '../../../responses/image-urls.js';
import type { Routes } from '../../../route-types.js';
import {
  changeProductProblems,
  createProductProblems,
  deleteProductProblems,
  viewProductProblems,
} from './managed-problems.js';
import { ManagedProductResponse, NewProductBody, ProductPatchBody, Status } from './managed-schemas.js';

const directorySortKeys = ['name', 'createdAt'] as const;

const DirectoryQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 200, description: 'A part of a name, a slug or a SKU.' })),
    status: Type.Optional(Status),
    sort: sortQuery(directorySortKeys),
    ...pageQuery,
  },
  closed,
);

/** A product as editors see it, with its version as the entity tag. */
function respondWithProduct(reply: FastifyReply, product: ManagedProduct): ManagedProduct {
  void reply.header('etag', versionTag(product.version));
  return withImageUrls(reply.server.imageUrl, product);
}

/** An instant of a body, as it is stored. */
const publishAtOf = <T extends { readonly publishAt?: string | null | undefined }>({ publishAt, ...body }: T) => ({
  ...body,
  ...(publishAt === undefined ? {} : { publishAt: publishAt === null ? null : readInstant('publishAt', publishAt) }),
});

/** The shop's products, for its editors. */
export const managedProductRoutes =
  ({ listManagedProducts, viewManagedProduct, createProduct, changeProduct, deleteProduct }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Products'];

    app.get(
      '/admin/products',
      {
        schema: {
          tags,
          operationId: 'listManagedProducts',
          summary: 'List all products',
          description: 'Products of every status, newest first, with all fields.',
          querystring: DirectoryQuery,
          response: { 200: listOf(ManagedProductResponse) },
        },
        config: { access: listManagedProducts.access, problems: listProblems },
      },
      async ({ caller, query: { page, cursor, limit, sort, ...filter } }) => {
        const found = await orProblem(
          listManagedProducts({
            caller,
            filter,
            sorting: readSorting(sort, directorySortKeys),
            page: pageRequest({ page, cursor, limit }),
          }),
          listProblems,
        );
        return { ...found, data: found.data.map((product) => withImageUrls(app.imageUrl, product)) };
      },
    );

    app.post(
      '/admin/products',
      {
        schema: {
          tags,
          operationId: 'createProduct',
          summary: 'Create a product',
          description: 'A draft unless `status` is set, with its variants and their initial stock.',
          body: NewProductBody,
          response: { 201: ManagedProductResponse },
        },
        config: { access: createProduct.access, problems: createProductProblems },
      },
      async ({ caller, body }, reply) => {
        const { publishAt, ...facts } = publishAtOf(body);
        const created = createProduct({ ...facts, ...(typeof publishAt === 'string' ? { publishAt } : {}), caller });
        const product = await orProblem(created, createProductProblems);
        reply.code(201).header('location', `${app.prefix}/admin/products/${product.id}`);
        return respondWithProduct(reply, product);
      },
    );

    app.get(
      '/admin/products/:id',
      {
        schema: {
          tags,
          operationId: 'viewManagedProduct',
          summary: 'View a product as an editor',
          description: 'A product of any status, with its archived variants, prices and translations.',
          params: IdParams,
          response: { 200: ManagedProductResponse },
        },
        config: { access: viewManagedProduct.access, problems: viewProductProblems },
      },
      async ({ caller, params }, reply) =>
        respondWithProduct(
          reply,
          await orProblem(viewManagedProduct({ caller, productId: params.id }), viewProductProblems),
        ),
    );

    app.patch(
      '/admin/products/:id',
      {
        schema: {
          tags,
          operationId: 'changeProduct',
          summary: 'Change a product',
          description: '`null` clears a field; an absent field stays. Variants are changed one by one.',
          params: IdParams,
          body: ProductPatchBody,
          response: { 200: ManagedProductResponse },
        },
        config: { access: changeProduct.access, problems: changeProductProblems, conditional: true },
      },
      async (request, reply) => {
        const changed = changeProduct({
          caller: request.caller,
          productId: request.params.id,
          ...expectedVersion(request),
          patch: publishAtOf(request.body),
        });
        return respondWithProduct(reply, await orProblem(changed, changeProductProblems));
      },
    );

    app.delete(
      '/admin/products/:id',
      {
        schema: {
          tags,
          operationId: 'deleteProduct',
          summary: 'Delete a product',
          description: 'A product with orders is archived instead.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: deleteProduct.access, problems: deleteProductProblems, conditional: true },
      },
      async (request, reply) => {
        const deleted = deleteProduct({
          caller: request.caller,
          productId: request.params.id,
          ...expectedVersion(request),
        });
        await orProblem(deleted, deleteProductProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
