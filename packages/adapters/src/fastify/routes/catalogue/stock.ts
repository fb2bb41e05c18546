import type {
  UseCases,
  AdjustStockError,
  AdjustStocksError,
  CursorMalformed,
  MovementType,
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
    detail: 'A change adds or removes at least one unit, and not so many.',
    hint: '`limit` is the largest change.',
  },
  'stock.not-tracked': {
    status: 422,
    title: 'The variant has no stock',
    detail: 'Stock of digital variants is not tracked.',
  },
  ...storageProblems,
} satisfies Problems<AdjustStockError>;

const adjustStocksProblems = {
  ...adjustStockProblems,
  'stock.item-repeated': {
    status: 422,
    title: 'A variant is listed twice',
    detail: 'A variant is listed twice.',
    hint: 'List `variantId` once, with the sum of its changes.',
  },
} satisfies Problems<AdjustStocksError>;

const Delta = Type.Integer({ description: 'Units to add; negative to remove.' });

const AdjustStocksBody = Type.Object(
  {
    reason: text(200),
    items: Type.Array(Type.Object({ variantId: Id, delta: Delta }, closed), { minItems: 1, maxItems: 1_000 }),
  },
  {
    ...closed,
    title: 'StockAdjustments',
    examples: [{ reason: 'delivery', items: [{ variantId: '019a9d2e-0000-7000-8000-000000000001', delta: 24 }] }],
  },
);

const AdjustStockBody = Type.Object({ delta: Delta, reason: text(200) }, closed);

const AdjustedStockResponse = Type.Object({ variantId: Id, available: Type.Integer() });

const StockLedgerQuery = Type.Object(pageQuery, closed);

const movementTypes = [
  'received',
  'reserved',
  'released',
  'shipped',
  'returned',
  'adjusted',
] as const satisfies readonly MovementType[];

const StockLedgerResponse = Type.Object(
  {
    variantId: Id,
    onHand: Type.Optional(
      Type.Integer({ description: 'Available and reserved units. Absent if stock is not tracked.' }),
    ),
    reserved: Type.Optional(Type.Integer({ description: 'Units reserved by open orders.' })),
    available: Type.Optional(Type.Integer({ description: 'Units for sale; negative while backorders are open.' })),
    data: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          type: Type.Unsafe<MovementType>({ type: 'string', enum: movementTypes }),
          quantity: Type.Integer({
            description: 'Positive; negative only when `adjusted` removed units.',
          }),
          reason: Type.String(),
          orderId: Type.Optional(Id),
          actor: Type.Optional(Type.String({ description: 'The user who made the change.' })),
          at: Instant,
        },
        { title: 'StockMovement' },
      ),
      { description: 'Newest first.' },
    ),
    meta: PageMeta,
  },
  { title: 'StockLedger' },
);

/** Stock of variants and its movements. */
export const stockRoutes =
  ({ adjustStock, adjustStocks, viewStockLedger }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Stock'];

    app.patch(
      '/admin/variants/:id/stock',
      {
        schema: {
          tags,
          operationId: 'adjustStock',
          summary: 'Adjust the stock of a variant',
          description: 'Adds to or removes from the stock, with a reason for the ledger.',
          params: IdParams,
          body: AdjustStockBody,
          response: { 200: AdjustedStockResponse },
        },
        config: { access: adjustStock.access, problems: adjustStockProblems },
      },
      ({ caller, params, body }) =>
        orProblem(adjustStock({ ...body, caller, variantId: params.id }), adjustStockProblems),
    );

    app.patch(
      '/admin/stock',
      {
        schema: {
          tags,
          operationId: 'adjustStocks',
          summary: 'Adjust the stock of many variants',
          description: 'All or nothing, at most 1,000 variants. A refusal lists every shortage.',
          body: AdjustStocksBody,
          response: { 200: Type.Object({ data: Type.Array(AdjustedStockResponse) }) },
        },
        config: { access: adjustStocks.access, problems: adjustStocksProblems },
      },
      async ({ caller, body }) => ({
        data: await orProblem(adjustStocks({ ...body, caller }), adjustStocksProblems),
      }),
    );

    app.get(
      '/admin/variants/:id/stock',
      {
        schema: {
          tags,
          operationId: 'viewStockLedger',
          summary: 'The movement ledger of a variant',
          description: 'The present stock, and each movement that led to it.',
          params: IdParams,
          querystring: StockLedgerQuery,
          response: { 200: StockLedgerResponse },
        },
        config: { access: viewStockLedger.access, problems: stockLedgerProblems },
      },
      async ({ caller, params, query }) => {
        const viewed = viewStockLedger({ caller, variantId: params.id, page: pageRequest(query) });
        const ledger = await orProblem(viewed, listProblems);
        const code = 'catalogue.variant-not-found';
        if (ledger === undefined) throw new Refusal(code, variantProblems[code], { variantId: params.id });
        const { movements, level } = ledger;
        return {
          variantId: params.id,
          ...(level === undefined ? {} : { onHand: level.available + level.reserved, ...level }),
          ...movements,
        };
      },
    );
    done();
  };
