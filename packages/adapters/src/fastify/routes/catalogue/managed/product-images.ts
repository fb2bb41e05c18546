import type { AddProductImageError, ChangeProductImageError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../../errors/problem.js';
import { closed, Id, IdParams } from '../../../requests/plain-schemas.js';
import { expectedVersion, versionTag } from '../../../responses/entity-tags.js';
import { presentImage } from '../../../responses/image-urls.js';
import type { Routes } from '../../../route-types.js';
import { ImageResponse } from '../image-schemas.js';
import { acceptPictureForms, PictureAlt, pictureForm, pictureProblems, readPicture } from '../picture-form.js';
import { changeProductProblems } from './managed-problems.js';

const addImageProblems = {
  ...changeProductProblems,
  'catalogue.too-many-images': {
    status: 422,
    title: 'The product has too many pictures',
    detail: 'The product has too many pictures. Remove one first.',
    hint: '`maximum` is the limit.',
  },
  ...pictureProblems,
} satisfies Problems<AddProductImageError>;

const changeImageProblems = {
  ...changeProductProblems,
  'catalogue.image-not-found': {
    status: 404,
    title: 'Picture not found',
    detail: 'The product does not have this picture.',
    hint: 'The product has no picture with the id `imageId`.',
  },
} satisfies Problems<ChangeProductImageError>;

const ImagePatchBody = Type.Object(
  {
    alt: Type.Optional(PictureAlt),
    position: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 249,
        description: 'From 0. The first picture represents the product in lists and carts.',
      }),
    ),
  },
  { ...closed, title: 'ImagePatch', examples: [{ alt: 'A blue mug, seen from above', position: 0 }] },
);

const tags = ['Products'];

const ImageParams = Type.Object({ id: Id, imageId: Id });

/** Adds pictures to a product. Accepts a form with a file, but no JSON. */
export const uploadImageRoutes =
  ({ addProductImage }: UseCases): Routes =>
  (app, _options, done) => {
    const pictureOptions = acceptPictureForms(app);

    app.post(
      '/admin/products/:id/images',
      {
        ...pictureOptions,
        schema: {
          tags,
          operationId: 'addProductImage',
          summary: 'Add a picture to a product',
          description: 'Stored as WebP in three sizes, without the location and device that cameras record.',
          params: IdParams,
          ...pictureForm,
          response: { 201: ImageResponse },
        },
        config: { access: addProductImage.access, problems: addImageProblems, conditional: true },
      },
      async (request, reply) => {
        const added = addProductImage({
          caller: request.caller,
          productId: request.params.id,
          ...expectedVersion(request),
          ...readPicture(request.body),
        });
        const { product, image } = await orProblem(added, addImageProblems);
        return reply.code(201).header('etag', versionTag(product.version)).send(presentImage(app.imageUrl, image));
      },
    );
    done();
  };

/** Edits the pictures of a product. */
export const productImageRoutes =
  ({ changeProductImage, removeProductImage }: UseCases): Routes =>
  (app, _options, done) => {
    app.patch(
      '/admin/products/:id/images/:imageId',
      {
        schema: {
          tags,
          operationId: 'changeProductImage',
          summary: 'Describe or move a picture',
          description: 'The `ETag` is that of the product.',
          params: ImageParams,
          body: ImagePatchBody,
          response: { 200: ImageResponse },
        },
        config: { access: changeProductImage.access, problems: changeImageProblems, conditional: true },
      },
      async (request, reply) => {
        const { id: productId, imageId } = request.params;
        const changed = changeProductImage({
          caller: request.caller,
          productId,
          imageId,
          ...expectedVersion(request),
          ...request.body,
        });
        const { product, image } = await orProblem(changed, changeImageProblems);
        reply.header('etag', versionTag(product.version));
        return presentImage(app.imageUrl, image);
      },
    );

    app.delete(
      '/admin/products/:id/images/:imageId',
      {
        schema: {
          tags,
          operationId: 'removeProductImage',
          summary: 'Remove a picture',
          description: 'Also from variants that use it.',
          params: ImageParams,
          response: { 204: Type.Null() },
        },
        config: { access: removeProductImage.access, problems: changeImageProblems, conditional: true },
      },
      async (request, reply) => {
        const { id: productId, imageId } = request.params;
        const removed = removeProductImage({ caller: request.caller, productId, imageId, ...expectedVersion(request) });
        await orProblem(removed, changeImageProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
