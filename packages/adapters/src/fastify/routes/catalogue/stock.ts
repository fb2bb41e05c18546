import type { Routes } from '../../route-types.js';
import { pageRequest } from '../../requests/list-query.js';
import { orProblem, Refusal } from '../../errors/problem.js';
import { listProblems } from '../../errors/list-problems.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { adjustStockProblems, stockLedgerProblems } from './stock-problems.js';
import { IdParams } from '../../requests/plain-schemas.js';
import { AdjustedStockAnswer, AdjustStockBody, StockLedgerAnswer, StockLedgerQuery } from './stock-schemas.js';
import type { ServerDeps } from '../../server-deps.js';

/** What is left of a variant, and why. */
export const stockRoutes =
  ({ adjustStock, stockReader }: ServerDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];
    const access = { permission: 'stock.edit' } as const;

    app.patch(
      '/admin/variants/:id/stock',
      {
        schema: {
          tags,
          summary: 'Add or take units by hand',
          params: IdParams,
          body: AdjustStockBody,
          response: { 200: AdjustedStockAnswer },
        },
        config: { access, problems: adjustStockProblems },
      },
      ({ params, body }) => orProblem(adjustStock({ variantId: params.id, ...body }), adjustStockProblems),
    );

    app.get(
      '/admin/variants/:id/stock',
      {
        schema: {
          tags,
          summary: 'The movement ledger of a variant',
          params: IdParams,
          querystring: StockLedgerQuery,
          response: { 200: StockLedgerAnswer },
        },
        config: { access, problems: stockLedgerProblems },
      },
      async ({ params, query }) => {
        const ledger = await orProblem(stockReader.ledger(params.id, pageRequest(query)), listProblems);
        const code = 'catalogue.variant-not-found';
        if (ledger === undefined) throw new Refusal(code, variantProblems[code], { variantId: params.id });
        const { movements, ...facts } = ledger;
        return { ...facts, ...movements };
      },
    );
    done();
  };
