import { Type } from 'typebox';
import type { Routes } from '../../route-types.js';
import { orProblem } from '../../errors/problem.js';
import { viewImportProblems } from './catalogue-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { decodeText } from '../../requests/read-json.js';
import { ImportAnswer, ImportParams, RequestedImportAnswer } from './stock-schemas.js';
import type { ServerDeps } from '../../server-deps.js';

const maximumCsvBytes = 20 * 1024 * 1024;

/** Bringing products in. The only routes that take something else than JSON, and they take no JSON. */
export const productImportRoutes =
  ({ requestProductImport, viewImport }: ServerDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];
    const access = { permission: 'catalogue.edit' } as const;

    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: maximumCsvBytes },
      (_request, bytes: Buffer, parsed) => parsed(null, decodeText(bytes)),
    );

    app.post(
      '/admin/imports/products',
      {
        schema: {
          tags,
          summary: "Import products from Shopify's product CSV",
          consumes: ['text/csv'],
          body: Type.String({ minLength: 1 }),
          response: { 202: RequestedImportAnswer },
        },
        config: { access, problems: storageProblems },
      },
      async ({ body }, reply) => {
        const { importId } = await orProblem(requestProductImport({ csv: body }), storageProblems);
        reply.code(202).header('location', `${app.prefix}/admin/imports/${importId}`);
        return { jobId: importId };
      },
    );

    app.get(
      '/admin/imports/:jobId',
      {
        schema: { tags, summary: 'How far an import is', params: ImportParams, response: { 200: ImportAnswer } },
        config: { access, problems: viewImportProblems, held: true },
      },
      ({ params }) => orProblem(viewImport({ importId: params.jobId }), viewImportProblems),
    );
    done();
  };
