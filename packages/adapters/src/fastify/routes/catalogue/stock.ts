import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { pageRequest } from '../../requests/list-query.js';
import { orProblem, Refusal } from '../../errors/problem.js';
import { listProblems } from '../../errors/list-problems.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { adjustStockProblems, stockLedgerProblems } from './stock-problems.js';
import { IdParams } from '../../requests/plain-schemas.js';
import { AdjustedStockAnswer, AdjustStockBody, StockLedgerAnswer, StockLedgerQuery } from './stock-schemas.js';

/** What is left of a variant, and why. */
export const stockRoutes =
  ({ adjustStock, viewStockLedger }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

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
        config: { access: adjustStock.access, problems: adjustStockProblems },
      },
      ({ caller, params, body }) =>
        orProblem(adjustStock({ caller, variantId: params.id, ...body }), adjustStockProblems),
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
        config: { access: viewStockLedger.access, problems: stockLedgerProblems },
      },
      async ({ caller, params, query }) => {
        const viewed = viewStockLedger({ caller, variantId: params.id, page: pageRequest(query) });
        const ledger = await orProblem(viewed, listProblems);
        const code = 'catalogue.variant-not-found';
        if (ledger === undefined) throw new Refusal(code, variantProblems[code], { variantId: params.id });
        const { movements, ...facts } = ledger;
        return { ...facts, ...movements };
      },
    );
    done();
  };
