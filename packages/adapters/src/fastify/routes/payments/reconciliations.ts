import { pageRequest } from '../../requests/list-query.js';
import { orProblem } from '../../errors/problem.js';
import { listProblems } from '../../errors/list-problems.js';
import { viewReconciliationProblems } from './reconciliation-problems.js';
import type { Routes } from '../../route-types.js';
import { IdParams } from '../../requests/plain-schemas.js';
import { ReconciliationAnswer, ReconciliationListAnswer, ReconciliationListQuery } from './reconciliation-schemas.js';
import type { ServerDeps } from '../../server-deps.js';

/** What came of comparing our payments with the provider's. */
export const reconciliationRoutes =
  ({ reconciliationReader, viewReconciliation }: ServerDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];
    const access = { permission: 'reconciliations.read' } as const;

    app.get(
      '/admin/reconciliations',
      {
        schema: {
          tags,
          summary: 'Reconciliations, newest first',
          querystring: ReconciliationListQuery,
          response: { 200: ReconciliationListAnswer },
        },
        config: { access, problems: listProblems },
      },
      ({ query }) => orProblem(reconciliationReader.list(pageRequest(query)), listProblems),
    );

    app.get(
      '/admin/reconciliations/:id',
      {
        schema: {
          tags,
          summary: 'A reconciliation, and where the shop and the provider do not agree',
          params: IdParams,
          response: { 200: ReconciliationAnswer },
        },
        config: { access, problems: viewReconciliationProblems },
      },
      ({ params }) => orProblem(viewReconciliation({ reconciliationId: params.id }), viewReconciliationProblems),
    );
    done();
  };
