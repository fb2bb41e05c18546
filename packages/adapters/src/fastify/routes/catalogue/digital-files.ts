import type {
  DigitalFile,
  UseCases,
  AttachDigitalFileError,
  DigitalFileStale,
  RemoveDigitalFileError,
  ViewDigitalFileError,
} from '@cartwright/application';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { orProblem, refusalOf, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { IdParams, closed, Id, Instant } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { filesProblems } from '../orders/download-problems.js';

/** The uploaded bytes as a stream, never buffered completely. */
const Bytes = { content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({}) } } };

/** A request without a content type has no body at all. */
const bytesOf = (body: unknown): Readable => (body instanceof Readable ? body : Readable.from([]));

const staleProblems = {
  'digital-file.stale': {
    status: 412,
    title: 'The file has changed',
    detail: 'Somebody else has attached another file, or removed it. Load it again.',
    hint: 'The file no longer matches `If-Match`.',
  },
} as const satisfies Problems<DigitalFileStale>;

const attachDigitalFileProblems = {
  ...staleProblems,
  ...variantProblems,
  'catalogue.variant-not-digital': {
    status: 422,
    title: 'The variant is not digital',
    detail: 'Only digital variants have a file.',
  },
  'file.empty': { status: 422, title: 'The file is empty', detail: 'Nothing was attached.' },
  'file.incomplete': {
    status: 400,
    title: 'The file is incomplete',
    detail: 'The upload was interrupted. Nothing was attached.',
  },
  'file.too-large': {
    status: 413,
    title: 'The file is too large',
    detail: 'The file is too large. Nothing was attached.',
    hint: '`maximumBytes` is the limit.',
  },
  ...filesProblems,
  ...storageProblems,
} satisfies Problems<AttachDigitalFileError>;

const digitalFileProblems = {
  'digital-file.not-found': {
    status: 404,
    title: 'The variant has no file',
    detail: 'No file was attached, or the variant does not exist.',
  },
  ...storageProblems,
} satisfies Problems<ViewDigitalFileError>;

const removeDigitalFileProblems = {
  ...digitalFileProblems,
  ...staleProblems,
} satisfies Problems<RemoveDigitalFileError>;

const AttachFileQuery = Type.Object(
  {
    filename: Type.String({
      minLength: 1,
      maxLength: 200,
      // No control characters and no path separators of any system.
      pattern: '^(?!\\.{1,2}$)(?=.*\\S)[^\\p{C}/\\\\]+$',
      description: 'The file name for buyers, without a path.',
    }),
  },
  closed,
);

const DigitalFileResponse = Type.Object(
  { variantId: Id, fileName: Type.String(), size: Type.Integer({ description: 'In bytes.' }), uploadedAt: Instant },
  { title: 'DigitalFile' },
);

/** Files of digital variants. The upload accepts any bytes, but no JSON. */
export const digitalFileRoutes =
  ({ attachDigitalFile, viewDigitalFile, removeDigitalFile }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Products'];

    // Its own scope: the other routes read JSON.
    const uploads: Routes = (files, _settings, ready) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser('application/octet-stream', (_request, body, parsed) => parsed(null, body));

      files.put(
        '/admin/variants/:id/file',
        {
          schema: {
            tags,
            operationId: 'attachDigitalFile',
            summary: 'Attach the file that buyers of a digital variant download',
            description: 'Replaces the previous file, also for earlier buyers.',
            params: IdParams,
            querystring: AttachFileQuery,
            body: Bytes,
            response: { 200: DigitalFileResponse },
          },
          config: { access: attachDigitalFile.access, problems: attachDigitalFileProblems, conditional: 'content' },
        },
        async (request, reply) => {
          const { caller, params, query, body, headers, raw } = request;
          const attached = await attachDigitalFile({
            ...expectedFile(request),
            caller,
            variantId: params.id,
            name: query.filename,
            ...(headers['content-length'] === undefined ? {} : { declaredBytes: Number(headers['content-length']) }),
            // Do not destroy an unread body: that would also cut off the response.
            content: bytesOf(body).iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
          });
          if (attached.isOk()) return presentFile(reply, attached.value);
          // Discard the rest of the body, then close the connection.
          raw.resume();
          reply.header('connection', 'close');
          throw refusalOf(attached.error, attachDigitalFileProblems);
        },
      );
      ready();
    };
    void app.register(uploads);

    app.get(
      '/admin/variants/:id/file',
      {
        schema: {
          tags,
          operationId: 'viewDigitalFile',
          summary: 'View the file of a digital variant',
          description: 'Its name, type and size.',
          params: IdParams,
          response: { 200: DigitalFileResponse },
        },
        config: { access: viewDigitalFile.access, problems: digitalFileProblems },
      },
      async ({ caller, params }, reply) =>
        presentFile(reply, await orProblem(viewDigitalFile({ caller, variantId: params.id }), digitalFileProblems)),
    );

    app.delete(
      '/admin/variants/:id/file',
      {
        schema: {
          tags,
          operationId: 'removeDigitalFile',
          summary: 'Remove the file of a digital variant',
          description: 'Buyers can no longer download it.',
          params: IdParams,
          response: { 204: Type.Null({ description: 'Removed. Buyers can download once another file is attached.' }) },
        },
        config: { access: removeDigitalFile.access, problems: removeDigitalFileProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const removed = removeDigitalFile({ ...expectedFile(request), caller, variantId: params.id });
        await orProblem(removed, removeDigitalFileProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };

/** Two files can have the same name and size. They differ in their keys. */
const taggedContent = ({ variantId, key, name, size, uploadedAt }: DigitalFile) => [
  variantId,
  key,
  name,
  size,
  uploadedAt,
];

function expectedFile(request: FastifyRequest) {
  const isExpected = expectedContent(request);
  if (isExpected === undefined) return {};
  return { isExpected: (file: DigitalFile | undefined) => isExpected(file && taggedContent(file)) };
}

function presentFile(reply: FastifyReply, file: DigitalFile): Static<typeof DigitalFileResponse> {
  void reply.header('etag', contentTag(taggedContent(file)));
  const { variantId, name, size, uploadedAt } = file;
  return { variantId, fileName: name, size, uploadedAt };
}
