import type { ManagedProduct, ManagedVariant, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { orProblem, Refusal } from '../../../errors/problem.js';
import { Id, IdParams } from '../../../requests/plain-schemas.js';
import { expectedVersion, versionTag } from '../../../responses/entity-tags.js';
import { presentVariantImage } from '../../../responses/image-urls.js';
import type { Routes } from '../../../route-types.js';
import { changeVariantProblems, viewProductProblems } from './managed-problems.js';
import { ManagedVariantResponse, NewVariantBody, VariantPatchBody } from './managed-schemas.js';

const VariantParams = Type.Object({ id: Id, variantId: Id });

/** A variant as editors see it, with the version of its product as the entity tag. */
function respondWithVariant(
  reply: FastifyReply,
  { product, variant }: { readonly product: ManagedProduct; readonly variant: ManagedVariant },
): ManagedVariant {
  void reply.header('etag', versionTag(product.version));
  return { ...variant, ...presentVariantImage(reply.server.imageUrl, variant) };
}

/** The variants of a product, for the shop's editors. */
export const managedVariantRoutes =
  ({ viewManagedProduct, addVariant, changeVariant, deleteVariant }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Products'];
    const problems = changeVariantProblems;

    app.get(
      '/admin/products/:id/variants',
      {
        schema: {
          tags,
          operationId: 'listManagedVariants',
          summary: 'List the variants of a product',
          description: 'All variants, including archived ones.',
          params: IdParams,
          response: { 200: Type.Object({ data: Type.Array(ManagedVariantResponse) }) },
        },
        config: { access: viewManagedProduct.access, problems: viewProductProblems },
      },
      async ({ caller, params }, reply) => {
        const { variants, version } = await orProblem(
          viewManagedProduct({ caller, productId: params.id }),
          viewProductProblems,
        );
        void reply.header('etag', versionTag(version));
        return { data: variants.map((variant) => ({ ...variant, ...presentVariantImage(app.imageUrl, variant) })) };
      },
    );

    app.get(
      '/admin/products/:id/variants/:variantId',
      {
        schema: {
          tags,
          operationId: 'viewManagedVariant',
          summary: 'View a variant as an editor',
          description: 'A variant with its prices in all currencies. Its `ETag` is that of its product.',
          params: VariantParams,
          response: { 200: ManagedVariantResponse },
        },
        config: { access: viewManagedProduct.access, problems },
      },
      async ({ caller, params: { id, variantId } }, reply) => {
        const product = await orProblem(viewManagedProduct({ caller, productId: id }), viewProductProblems);
        const variant = product.variants.find((one) => one.id === variantId);
        const code = 'catalogue.variant-not-found';
        if (variant === undefined) throw new Refusal(code, problems[code], { variantId });
        return respondWithVariant(reply, { product, variant });
      },
    );

    app.post(
      '/admin/products/:id/variants',
      {
        schema: {
          tags,
          operationId: 'addVariant',
          summary: 'Add a variant to a product',
          description: 'With its initial stock. New option values are added to the product.',
          params: IdParams,
          body: NewVariantBody,
          response: { 201: ManagedVariantResponse },
        },
        config: { access: addVariant.access, problems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const added = await orProblem(
          addVariant({ caller, productId: params.id, ...expectedVersion(request), variant: body }),
          problems,
        );
        reply.code(201).header('location', `${app.prefix}/admin/products/${params.id}/variants/${added.variant.id}`);
        return respondWithVariant(reply, added);
      },
    );

    app.patch(
      '/admin/products/:id/variants/:variantId',
      {
        schema: {
          tags,
          operationId: 'changeVariant',
          summary: 'Change a variant',
          description:
            '`null` clears a field; an absent field stays. PATCH /admin/variants/:id/stock adjusts its stock.',
          params: VariantParams,
          body: VariantPatchBody,
          response: { 200: ManagedVariantResponse },
        },
        config: { access: changeVariant.access, problems, conditional: true },
      },
      async (request, reply) => {
        const {
          caller,
          params: { id, variantId },
          body: patch,
        } = request;
        const changed = changeVariant({ caller, productId: id, variantId, ...expectedVersion(request), patch });
        return respondWithVariant(reply, await orProblem(changed, problems));
      },
    );

    app.delete(
      '/admin/products/:id/variants/:variantId',
      {
        schema: {
          tags,
          operationId: 'deleteVariant',
          summary: 'Delete a variant',
          description: 'A variant with orders is archived instead.',
          params: VariantParams,
          response: { 204: Type.Null() },
        },
        config: { access: deleteVariant.access, problems, conditional: true },
      },
      async (request, reply) => {
        const {
          caller,
          params: { id, variantId },
        } = request;
        await orProblem(deleteVariant({ caller, productId: id, variantId, ...expectedVersion(request) }), problems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
