import { importLimits, type UseCases, type ImportNotFound, type StorageUnavailable } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { Id, oneOf } from '../../requests/plain-schemas.js';
import { decodeText } from '../../requests/read-json.js';
import type { Routes } from '../../route-types.js';

const maximumCsvBytes = 20 * 1024 * 1024;

const viewImportProblems = {
  'import.not-found': { status: 404, title: 'Import not found', detail: 'No import has this id.' },
  ...storageProblems,
} satisfies Problems<ImportNotFound | StorageUnavailable>;

const ImportParams = Type.Object({ jobId: Id });

const RequestedImportAnswer = Type.Object({ jobId: Id });

const ImportAnswer = Type.Object(
  {
    status: oneOf('queued', 'running', 'completed', 'failed'),
    total: Type.Integer(),
    processed: Type.Integer(),
    failures: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() }), {
      description: `The first ${importLimits.storedFailures} that were found, by line.`,
    }),
    failureCount: Type.Integer({ description: 'All failures, including those that `failures` omits.' }),
  },
  { title: 'ProductImport' },
);

/** Imports products from CSV. JSON is refused. */
export const productImportRoutes =
  ({ requestProductImport, viewImport }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Products'];

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
          operationId: 'requestProductImport',
          summary: "Import products from Shopify's product CSV",
          description:
            'The file of Shopify, WooCommerce or Square is recognised by its header. The import runs as a job.',
          consumes: ['text/csv'],
          body: Type.String({ minLength: 1 }),
          response: { 202: RequestedImportAnswer },
        },
        config: { access: requestProductImport.access, problems: storageProblems },
      },
      async ({ caller, body }, reply) => {
        const { importId } = await orProblem(requestProductImport({ caller, csv: body }), storageProblems);
        reply.code(202).header('location', `${app.prefix}/admin/imports/${importId}`);
        return { jobId: importId };
      },
    );

    app.get(
      '/admin/imports/:jobId',
      {
        schema: {
          tags,
          operationId: 'viewImport',
          summary: 'Progress of an import',
          description: 'How far it is, and which lines failed.',
          params: ImportParams,
          response: { 200: ImportAnswer },
        },
        config: { access: viewImport.access, problems: viewImportProblems },
      },
      ({ caller, params }) => orProblem(viewImport({ caller, importId: params.jobId }), viewImportProblems),
    );
    done();
  };
