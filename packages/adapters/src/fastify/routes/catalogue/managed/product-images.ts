import multipart from '@fastify/multipart';
import {
  maximumImageBytes,
  type AddProductImageError,
  type ChangeProductImageError,
  type UseCases,
} from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, Refusal, type Problems } from '../../../errors/problem.js';
import { invalidRequest, requestRefusal } from '../../../errors/request-problems.js';
import { closed, Id, IdParams } from '../../../requests/plain-schemas.js';
import { expectedVersion, versionTag } from '../../../responses/entity-tags.js';
import { presentImage } from '../../../responses/image-urls.js';
import type { Routes } from '../../../route-types.js';
import { filesProblems } from '../../orders/download-problems.js';
import { ImageAnswer } from '../image-schemas.js';
import { changeProductProblems } from './managed-problems.js';

const addImageProblems = {
  ...changeProductProblems,
  'image.type-not-allowed': {
    status: 415,
    title: 'Unsupported picture format',
    detail: 'Send JPEG, PNG, WebP, GIF or AVIF. The content decides, not the file name.',
  },
  'image.damaged': { status: 422, title: 'The picture is damaged', detail: 'It cannot be decoded completely.' },
  'image.too-many-pixels': {
    status: 422,
    title: 'The picture has too many pixels',
    detail: 'The picture has too many pixels.',
    hint: '`maximumPixels` is the limit.',
  },
  'catalogue.too-many-images': {
    status: 422,
    title: 'The product has too many pictures',
    detail: 'The product has too many pictures. Remove one first.',
    hint: '`maximum` is the limit.',
  },
  'file.too-large': {
    status: 413,
    title: 'The file is too large',
    detail: 'The file is too large. Nothing was added.',
    hint: '`maximumBytes` is the limit.',
  },
  'file.incomplete': {
    status: 400,
    title: 'The file is incomplete',
    detail: 'The upload was interrupted. Nothing was added.',
  },
  ...filesProblems,
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

const Alt = Type.String({ maxLength: 500, description: 'What the picture shows, in words.' });

const UploadBody = Type.Object(
  {
    file: Type.Unsafe<unknown>({
      contentMediaType: 'image/*',
      description: 'JPEG, PNG, WebP, GIF or AVIF, at most 10 MiB.',
    }),
    alt: Type.Optional(Alt),
  },
  closed,
);

const ImagePatchBody = Type.Object(
  {
    alt: Type.Optional(Alt),
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

const isForm = (body: unknown): boolean => typeof body === 'object' && body !== null;

/** Adds pictures to a product. Accepts a form with a file, but no JSON. */
export const uploadImageRoutes =
  ({ addProductImage }: UseCases): Routes =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers();
    void app.register(multipart, {
      attachFieldsToBody: 'keyValues',
      limits: { fileSize: maximumImageBytes, files: 1, fields: 1, parts: 2, fieldSize: 4_000 },
    });

    app.post(
      '/admin/products/:id/images',
      {
        bodyLimit: maximumImageBytes + 64 * 1024,
        schema: {
          tags,
          operationId: 'addProductImage',
          summary: 'Add a picture to a product',
          description: 'Stored as WebP in three sizes, without the location and device that cameras record.',
          consumes: ['multipart/form-data'],
          params: IdParams,
          body: { content: { 'multipart/form-data': { schema: UploadBody } } },
          response: { 201: ImageAnswer },
        },
        config: { access: addProductImage.access, problems: addImageProblems, conditional: true },
        errorHandler: (error, request, reply) => {
          if (error.code === 'FST_REQ_FILE_TOO_LARGE') {
            const code = 'file.too-large';
            throw new Refusal(code, addImageProblems[code], { maximumBytes: maximumImageBytes });
          }
          // The form parser throws plain errors before there is a body.
          const isOfForm = !(error instanceof Refusal) && error.statusCode === undefined && !isForm(request.body);
          if (isOfForm) throw requestRefusal('request.body-malformed');
          return app.errorHandler(error, request, reply);
        },
      },
      async (request, reply) => {
        const { file, alt } = request.body as { readonly file: unknown; readonly alt?: string };
        if (!Buffer.isBuffer(file)) {
          throw invalidRequest({ field: 'file', code: 'type', params: {}, message: 'must be a file' });
        }
        const added = addProductImage({
          caller: request.caller,
          productId: request.params.id,
          ...expectedVersion(request),
          content: file,
          ...(alt === undefined ? {} : { alt }),
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
          response: { 200: ImageAnswer },
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
