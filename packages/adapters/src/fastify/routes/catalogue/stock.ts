import type {
  UseCases,
  AdjustStockError,
  CursorMalformed,
  StorageUnavailable,
  VariantNotFound,
} from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, Refusal, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { IdParams, closed, Id, Instant, text } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { stockProblems } from './stock-problems.js';

const stockLedgerProblems = { ...variantProblems, ...listProblems } satisfies Problems<
  VariantNotFound | CursorMalformed | StorageUnavailable
>;

const adjustStockProblems = {
  ...variantProblems,
  ...stockProblems,
  'stock.delta-out-of-range': {
    status: 422,
    title: 'The change is out of range',
    detail: 'A change is not zero and at most `limit` units either way.',
  },
  'stock.not-tracked': {
    status: 422,
    title: 'The variant holds no stock',
    detail: 'Digital goods are never counted.',
  },
  ...storageProblems,
} satisfies Problems<AdjustStockError>;

const AdjustStockBody = Type.Object(
  { delta: Type.Integer({ description: 'Units to add, or below zero to take away.' }), reason: text(200) },
  closed,
);

const AdjustedStockAnswer = Type.Object({ variantId: Id, available: Type.Integer() });

const StockLedgerQuery = Type.Object(pageQuery, closed);

const StockLedgerAnswer = Type.Object({
  variantId: Id,
  available: Type.Optional(Type.Integer({ description: 'Absent for what holds no stock.' })),
  data: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        delta: Type.Integer(),
        reason: Type.String(),
        orderId: Type.Optional(Id),
        at: Instant,
      },
      { title: 'StockMovement' },
    ),
    { description: 'Newest first.' },
  ),
  meta: PageMeta,
});

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
        orProblem(adjustStock({ ...body, caller, variantId: params.id }), adjustStockProblems),
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
