import multipart from '@fastify/multipart';
import { maximumImageBytes, type UploadImageError } from '@cartwright/application';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import { Type } from 'typebox';
import { Refusal, type Problems } from '../../errors/problem.js';
import { invalidRequest, notStorable, requestRefusal } from '../../errors/request-problems.js';
import { closed } from '../../requests/plain-schemas.js';
import { filesProblems } from '../orders/download-problems.js';

/** Refusals of an uploaded picture. */
export const pictureProblems = {
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
} satisfies Problems<UploadImageError>;

export const PictureAlt = Type.String({ maxLength: 500, description: 'What the picture shows, in words.' });

const PictureForm = Type.Object(
  {
    file: Type.Unsafe<unknown>({
      contentMediaType: 'image/*',
      description: 'JPEG, PNG, WebP, GIF or AVIF, at most 10 MiB.',
    }),
    alt: Type.Optional(PictureAlt),
  },
  closed,
);

/** The part of a route's schema that describes the form. */
export const pictureForm = {
  consumes: ['multipart/form-data'],
  body: { content: { 'multipart/form-data': { schema: PictureForm } } },
};

/** Has the routes of a scope accept a form with a picture, but no JSON. Returns the options that these routes need. */
export function acceptPictureForms(
  app: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'register' | 'errorHandler'>,
) {
  app.removeAllContentTypeParsers();
  void app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    // Some more fields than the form has, so that the schema refuses them by name.
    limits: { fileSize: maximumImageBytes, files: 1, fields: 10, parts: 11, fieldSize: 4_000 },
  });
  return { bodyLimit: maximumImageBytes + 64 * 1024, errorHandler: respondToPictureError(app) };
}

/** The picture of a form, with its description. */
export function readPicture(body: unknown): { readonly content: Uint8Array; readonly alt?: string } {
  const { file, alt } = body as { readonly file: unknown; readonly alt?: string };
  if (!Buffer.isBuffer(file)) {
    throw invalidRequest({ field: 'file', code: 'type', params: {}, message: 'must be a file' });
  }
  if (alt?.includes('\0') === true) throw requestRefusal('request.text-not-storable', { errors: [notStorable('alt')] });
  return { content: file, ...(alt === undefined ? {} : { alt }) };
}

/** Reports errors of the form parser as problems. */
const respondToPictureError =
  (app: Pick<FastifyInstance, 'errorHandler'>): NonNullable<RouteShorthandOptions['errorHandler']> =>
  (error, request, reply) => {
    if (error.code === 'FST_REQ_FILE_TOO_LARGE') {
      const code = 'file.too-large';
      throw new Refusal(code, pictureProblems[code], { maximumBytes: maximumImageBytes });
    }
    if (error.code === 'FST_FILES_LIMIT') {
      throw invalidRequest({ field: 'file', code: 'too-long', params: { maximum: 1 }, message: 'must be one file' });
    }
    // The form parser throws plain errors before there is a body.
    const isOfForm = !(error instanceof Refusal) && error.statusCode === undefined && !isForm(request.body);
    if (isOfForm) throw requestRefusal('request.body-malformed');
    return app.errorHandler(error, request, reply);
  };

const isForm = (body: unknown): boolean => typeof body === 'object' && body !== null;
