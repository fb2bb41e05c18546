import type { DigitalFile, UseCases } from '@cartwright/application';
import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { orProblem, refusalOf } from '../../errors/problem.js';
import { attachDigitalFileProblems, digitalFileProblems } from '../orders/download-problems.js';
import type { Routes } from '../../route-types.js';
import { AttachFileQuery, DigitalFileAnswer } from '../orders/download-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

/** The bytes as they come in; nothing here keeps them in memory. */
const Bytes = { content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({}) } } };

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
          content: (body as Readable).iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
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
