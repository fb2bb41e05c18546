import type { Backtest, UseCases } from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { readEnd, readStart } from '../../requests/list-query.js';
import { closed, Id, Instant } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { requestBacktestProblems, viewBacktestProblems } from './promotion-problems.js';
import { draftOf, PromotionBody } from './promotion-schemas.js';

const BacktestBody = Type.Object(
  {
    promotion: PromotionBody,
    from: Type.String({ maxLength: 40, description: 'Orders placed at or after it. RFC 3339, or a day (UTC).' }),
    to: Type.String({
      maxLength: 40,
      description: 'Exclusive, or the last day (UTC). At most ten years after `from`.',
    }),
  },
  {
    ...closed,
    title: 'BacktestRequest',
    examples: [
      {
        promotion: { name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
        from: '2026-10-01T00:00:00Z',
        to: '2026-11-01T00:00:00Z',
      },
    ],
  },
);

const sums = {
  currency: Type.String(),
  orders: Type.Integer(),
  before: Type.Integer({ description: 'Minor units of `currency`, as the orders were priced.' }),
  after: Type.Integer({ description: 'The same with the draft.' }),
};
const BacktestResponse = Type.Object(
  {
    jobId: Id,
    status: Type.Enum(['queued', 'running', 'completed']),
    from: Instant,
    to: Instant,
    processed: Type.Integer(),
    total: Type.Integer({ description: 'Orders of the period. 0 until it runs.' }),
    unpriced: Type.Integer({ description: 'Orders of earlier versions, which are in no sum.' }),
    totals: Type.Array(Type.Object(sums), { description: 'Empty until it is completed.' }),
    byDay: Type.Array(Type.Object({ day: Type.String(), ...sums }), {
      description: "By day of placement, in the shop's time zone.",
    }),
    byProduct: Type.Array(Type.Object({ productId: Type.String(), ...sums }), {
      description: 'Lines only, without shipping and added tax.',
    }),
  },
  { title: 'Backtest' },
);
const BacktestParams = Type.Object({ jobId: Type.String({ minLength: 1, maxLength: 200 }) });

/** Drafts of promotions, tried on the orders of a period. */
export const promotionBacktestRoutes =
  ({ requestBacktest, viewBacktest }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

    app.post(
      '/admin/promotions/backtest',
      {
        schema: {
          tags,
          operationId: 'requestBacktest',
          summary: 'Try a draft on past orders',
          description:
            'Prices every order placed in `[from, to)` again, with the draft beside the promotions of that time. The draft ' +
            'starts unused: its limits and budget are used up by these orders, oldest first, cancelled ones included. Each ' +
            'order of a guest counts as a new customer. It has no generated codes. Orders stay as they are.',
          body: BacktestBody,
          response: { 202: Type.Object({ jobId: Id }, { title: 'RequestedBacktest' }) },
        },
        config: { access: requestBacktest.access, problems: requestBacktestProblems },
      },
      async ({ caller, body: { promotion, from, to } }, reply) => {
        const period = { from: readStart(from), to: readEnd(to) };
        const request = requestBacktest({ caller, promotion: draftOf(promotion, 'promotion'), ...period });
        const { backtestId: jobId } = await orProblem(request, requestBacktestProblems);
        reply.code(202).header('location', `${app.prefix}/admin/promotions/backtest/${jobId}`);
        return { jobId };
      },
    );

    app.get(
      '/admin/promotions/backtest/:jobId',
      {
        schema: {
          tags,
          operationId: 'viewBacktest',
          summary: 'View the progress and the result of a backtest',
          description: 'The sums appear when its status is `completed`.',
          params: BacktestParams,
          response: { 200: BacktestResponse },
        },
        config: { access: viewBacktest.access, problems: viewBacktestProblems },
      },
      async ({ caller, params }) =>
        presentBacktest(await orProblem(viewBacktest({ caller, backtestId: params.jobId }), viewBacktestProblems)),
    );
    done();
  };

const noResult: NonNullable<Backtest['result']> = { totals: [], byDay: [], byProduct: [] };

function presentBacktest({ id: jobId, result = noResult, ...backtest }: Backtest): Static<typeof BacktestResponse> {
  const { status, from, to, processed, total, unpriced } = backtest;
  const { totals, byDay, byProduct } = result;
  return {
    jobId,
    status,
    from,
    to,
    processed,
    total,
    unpriced,
    totals: [...totals],
    byDay: [...byDay],
    byProduct: [...byProduct],
  };
}
