import {
  importLimits,
  type UseCases,
  type ImportNotFound,
  type RequestProductImportError,
  type StorageUnavailable,
} from '@cartwright/application';
import { Type } from 'typebox';
import { Readable } from 'node:stream';
import { orProblem, refusalOf, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, oneOf } from '../../requests/plain-schemas.js';
import { sendCsvParts } from '../../responses/csv.js';
import type { Routes } from '../../route-types.js';
import { filesProblems } from '../orders/download-problems.js';

const requestImportProblems = {
  'file.empty': { status: 400, title: 'The file is empty', detail: 'Nothing is imported.' },
  'file.incomplete': {
    status: 400,
    title: 'The file is incomplete',
    detail: 'The upload was interrupted. Nothing is imported.',
  },
  'file.too-large': {
    status: 413,
    title: 'The file is too large',
    detail: 'The file is too large. Nothing is imported.',
    hint: '`maximumBytes` is the limit.',
  },
  ...filesProblems,
  ...storageProblems,
} satisfies Problems<RequestProductImportError>;

const viewImportProblems = {
  'import.not-found': { status: 404, title: 'Import not found', detail: 'No import has this id.' },
  ...storageProblems,
} satisfies Problems<ImportNotFound | StorageUnavailable>;

const ImportQuery = Type.Object({ dryRun: Type.Optional(Type.Boolean()) }, closed);

const ImportParams = Type.Object({ jobId: Id });

const CsvText = Type.Unsafe<Readable>({ type: 'string' });

/** The uploaded bytes as a stream, never buffered completely. */
const CsvUpload = { content: { 'text/csv': { schema: Type.Unsafe<Readable>({}) } } };

const RequestedImportResponse = Type.Object({ jobId: Id });

const Failure = Type.Object(
  {
    line: Type.Integer({ description: 'The header is line 1.' }),
    column: Type.Optional(Type.String({ description: 'As the file names it; absent for a whole row.' })),
    code: Type.String(),
    reason: Type.String(),
  },
  {
    title: 'ImportFailure',
    examples: [
      {
        line: 3,
        column: 'Variant Price',
        code: 'format',
        reason: "Variant Price '19,99' is not an amount of USD from 0 up",
      },
    ],
  },
);

const Count = Type.Object(
  { created: Type.Integer(), changed: Type.Integer(), unchanged: Type.Integer(), rejected: Type.Integer() },
  { title: 'ImportCount' },
);

const ImportResponse = Type.Object(
  {
    status: oneOf('queued', 'running', 'completed', 'failed'),
    total: Type.Integer(),
    processed: Type.Integer(),
    failures: Type.Array(Failure, {
      description: `The first ${importLimits.storedFailures} that were found, by line.`,
    }),
    failureCount: Type.Integer({ description: 'All failures, including those that `failures` omits.' }),
    dryRun: Type.Boolean({ description: 'It changes nothing.' }),
    ignoredColumns: Type.Array(Type.String(), { description: 'Columns of the file that the shop does not store.' }),
    counts: Type.Object({ products: Count, variants: Count, pictures: Count }),
  },
  { title: 'ProductImport' },
);

/** Imports products from CSV, and exports them. JSON is refused. */
export const productImportRoutes =
  ({ requestProductImport, viewImport, exportProducts }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Products'];

    app.removeAllContentTypeParsers();
    app.addContentTypeParser('text/csv', (_request, body, parsed) => parsed(null, body));

    app.post(
      '/admin/imports/products',
      {
        schema: {
          tags,
          operationId: 'requestProductImport',
          summary: "Import products from Shopify's, WooCommerce's or Square's CSV",
          description:
            'The header identifies the export. Commas, semicolons or tabs separate the cells; UTF-8, UTF-16 and ' +
            'Windows-1252 are read. Products are found by handle, else by the SKU or barcode of a variant, where it ' +
            'is unique. With `dryRun=true` nothing changes, and the result counts what would. A file has at most 500 MiB.',
          querystring: ImportQuery,
          body: CsvUpload,
          response: { 202: RequestedImportResponse },
        },
        config: { access: requestProductImport.access, problems: requestImportProblems },
      },
      async ({ caller, body, headers, raw, query: { dryRun = false } }, reply) => {
        const charset = /charset="?([\w-]{1,40})/iu.exec(headers['content-type'] ?? '')?.[1];
        const content = body instanceof Readable ? body : Readable.from([]);
        const requested = await requestProductImport({
          caller,
          dryRun,
          ...(charset === undefined ? {} : { charset }),
          ...(headers['content-length'] === undefined ? {} : { declaredBytes: Number(headers['content-length']) }),
          // Do not destroy an unread body: that would also cut off the response.
          content: content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
        });
        if (requested.isErr()) {
          // Discard the rest of the body, then close the connection.
          raw.resume();
          reply.header('connection', 'close');
          throw refusalOf(requested.error, requestImportProblems);
        }
        const { importId } = requested.value;
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
          response: { 200: ImportResponse },
        },
        config: { access: viewImport.access, problems: viewImportProblems },
      },
      ({ caller, params }) => orProblem(viewImport({ caller, importId: params.jobId }), viewImportProblems),
    );

    app.get(
      '/admin/exports/products.csv',
      {
        schema: {
          tags,
          operationId: 'exportProducts',
          summary: "Export all products in Shopify's format",
          description:
            'CSV in UTF-8, a row for each variant and further ones for further pictures. Prices are in the currency ' +
            'of the shop. An exported file imports unchanged.',
          produces: ['text/csv'],
          response: { 200: { description: 'CSV.', content: { 'text/csv': { schema: CsvText } } } },
        },
        config: { access: exportProducts.access, problems: storageProblems },
      },
      async ({ caller }, reply) => {
        const file = await orProblem(exportProducts({ caller, imageUrl: app.imageUrl }), storageProblems);
        return sendCsvParts(reply, 'products.csv', file);
      },
    );
    done();
  };
