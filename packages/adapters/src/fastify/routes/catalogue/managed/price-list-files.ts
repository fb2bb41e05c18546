import type { ImportPricesError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../../errors/problem.js';
import { IdParams } from '../../../requests/plain-schemas.js';
import { decodeText } from '../../../requests/read-json.js';
import { expectedVersion, withTag } from '../../../responses/entity-tags.js';
import { sendCsv, writeCsv } from '../../../responses/csv.js';
import type { Routes } from '../../../route-types.js';
import { changePriceListProblems, viewPriceListProblems } from './price-list-problems.js';
import { PriceListResponse } from './price-list-schemas.js';

const maximumCsvBytes = 20 * 1024 * 1024;

const importPricesProblems = {
  ...changePriceListProblems,
  'price-list.csv-malformed': {
    status: 422,
    title: 'Lines of the file have no price',
    detail: 'Some lines of the file cannot be read. Nothing was changed.',
    hint: '`failures` lists each line with its column and reason.',
  },
} satisfies Problems<ImportPricesError>;

const columns = ['sku', 'variantId', 'minQuantity', 'price'];

/** The prices of a list as CSV. JSON is refused. */
export const priceListFileRoutes =
  ({ exportPrices, importPrices }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Price lists'];
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: maximumCsvBytes },
      (_request, bytes: Buffer, parsed) => parsed(null, decodeText(bytes)),
    );

    app.get(
      '/admin/price-lists/:id/prices.csv',
      {
        schema: {
          tags,
          operationId: 'exportPrices',
          summary: 'Export the prices of a list',
          description: 'CSV with the columns `sku`, `variantId`, `minQuantity` and `price`, a decimal number.',
          params: IdParams,
          produces: ['text/csv'],
          response: { 200: { description: 'CSV.', content: { 'text/csv': { schema: Type.String() } } } },
        },
        config: { access: exportPrices.access, problems: viewPriceListProblems },
      },
      async ({ caller, params }, reply) => {
        const rows = await orProblem(exportPrices({ caller, priceListId: params.id }), viewPriceListProblems);
        const cells = rows.map(({ sku, variantId, minQuantity, decimal }) => [
          sku,
          variantId,
          String(minQuantity),
          decimal,
        ]);
        return sendCsv(reply, 'prices.csv', writeCsv(columns, cells));
      },
    );

    app.put(
      '/admin/price-lists/:id/prices.csv',
      {
        schema: {
          tags,
          operationId: 'importPrices',
          summary: 'Replace the prices of a list by a file',
          description: 'All or nothing. A row names its variant by `variantId` or, without one, by `sku`.',
          params: IdParams,
          consumes: ['text/csv'],
          body: Type.String({ minLength: 1, examples: [writeCsv(columns, [['MUG', '', '10', '14.99']])] }),
          response: { 200: PriceListResponse },
        },
        config: { access: importPrices.access, problems: importPricesProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const imported = importPrices({ caller, priceListId: params.id, csv: body, ...expectedVersion(request) });
        return withTag(reply, await orProblem(imported, importPricesProblems));
      },
    );
    done();
  };
