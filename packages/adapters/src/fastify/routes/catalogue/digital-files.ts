import type {
  DigitalFile,
  UseCases,
  AttachDigitalFileError,
  RemoveDigitalFileError,
  ViewDigitalFileError,
} from '@cartwright/application';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { orProblem, refusalOf, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { IdParams, closed, Id, Instant } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { filesProblems } from '../orders/download-problems.js';

/** The bytes as they come in; nothing here keeps them in memory. */
const Bytes = { content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({}) } } };

/** A request without a content type has no body at all. */
const bytesOf = (body: unknown): Readable => (body instanceof Readable ? body : Readable.from([]));

const attachDigitalFileProblems = {
  ...variantProblems,
  'catalogue.variant-not-digital': {
    status: 422,
    title: 'The variant is not digital',
    detail: 'It is sent in a parcel: nobody could download a file of it.',
  },
  'file.empty': { status: 422, title: 'The file is empty', detail: 'Nothing was attached.' },
  'file.incomplete': {
    status: 400,
    title: 'The file is incomplete',
    detail: 'The body ended before its end. Nothing was attached.',
  },
  'file.too-large': {
    status: 413,
    title: 'The file is too large',
    detail: 'It may have `maximumBytes` bytes. Nothing was attached.',
  },
  ...filesProblems,
  ...storageProblems,
} satisfies Problems<AttachDigitalFileError>;

const digitalFileProblems = {
  'digital-file.not-found': {
    status: 404,
    title: 'The variant has no file',
    detail: 'None was attached, or there is no such variant.',
  },
  ...storageProblems,
} satisfies Problems<ViewDigitalFileError | RemoveDigitalFileError>;

const AttachFileQuery = Type.Object(
  {
    filename: Type.String({
      minLength: 1,
      maxLength: 200,
      // No control characters, and nothing that any system takes for a path.
      pattern: '^(?!\\.{1,2}$)(?=.*\\S)[^\\p{C}/\\\\]+$',
      description: "What the buyer's copy is called, without a path.",
    }),
  },
  closed,
);

const DigitalFileAnswer = Type.Object(
  { variantId: Id, fileName: Type.String(), size: Type.Integer({ description: 'In bytes.' }), uploadedAt: Instant },
  { title: 'DigitalFile' },
);

/** What staff give the buyers of digital goods. Takes any bytes, and no JSON. */
export const digitalFileRoutes =
  ({ attachDigitalFile, viewDigitalFile, removeDigitalFile }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/octet-stream', (_request, body, parsed) => parsed(null, body));

    app.put(
      '/admin/variants/:id/file',
      {
        schema: {
          tags,
          summary: 'Attach the file that buyers of a digital variant download',
          description: 'In the place of the one before, for earlier buyers too.',
          params: IdParams,
          querystring: AttachFileQuery,
          body: Bytes,
          response: { 200: DigitalFileAnswer },
        },
        config: { access: attachDigitalFile.access, problems: attachDigitalFileProblems },
      },
      async ({ caller, params, query, body, headers, raw }, reply) => {
        const attached = await attachDigitalFile({
          caller,
          variantId: params.id,
          name: query.filename,
          ...(headers['content-length'] === undefined ? {} : { declaredBytes: Number(headers['content-length']) }),
          // Left undestroyed where nobody reads on: destroying the body would cut off the answer as well.
          content: bytesOf(body).iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
        });
        if (attached.isOk()) return presentFile(attached.value);
        // What is still on its way is let go by, and then the connection.
        raw.resume();
        reply.header('connection', 'close');
        throw refusalOf(attached.error, attachDigitalFileProblems);
      },
    );

    app.get(
      '/admin/variants/:id/file',
      {
        schema: {
          tags,
          summary: 'What is attached to a digital variant',
          params: IdParams,
          response: { 200: DigitalFileAnswer },
        },
        config: { access: viewDigitalFile.access, problems: digitalFileProblems },
      },
      async ({ caller, params }) =>
        presentFile(await orProblem(viewDigitalFile({ caller, variantId: params.id }), digitalFileProblems)),
    );

    app.delete(
      '/admin/variants/:id/file',
      {
        schema: {
          tags,
          summary: 'Take the file of a digital variant away',
          params: IdParams,
          response: { 204: Type.Null({ description: 'Its buyers wait for another one.' }) },
        },
        config: { access: removeDigitalFile.access, problems: digitalFileProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(removeDigitalFile({ caller, variantId: params.id }), digitalFileProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };

const presentFile = ({ variantId, name, size, uploadedAt }: DigitalFile) => ({
  variantId,
  fileName: name,
  size,
  uploadedAt,
});
