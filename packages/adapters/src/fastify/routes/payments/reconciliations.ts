import type { UseCases } from '@cartwright/application';
import { pageRequest } from '../../requests/list-query.js';
import { orProblem } from '../../errors/problem.js';
import { listProblems } from '../../errors/list-problems.js';
import { viewReconciliationProblems } from './reconciliation-problems.js';
import type { Routes } from '../../route-types.js';
import { IdParams } from '../../requests/plain-schemas.js';
import { ReconciliationAnswer, ReconciliationListAnswer, ReconciliationListQuery } from './reconciliation-schemas.js';

/** What came of comparing our payments with the provider's. */
export const reconciliationRoutes =
  ({ listReconciliations, viewReconciliation }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

    app.get(
      '/admin/reconciliations',
      {
        schema: {
          tags,
          summary: 'Reconciliations, newest first',
          querystring: ReconciliationListQuery,
          response: { 200: ReconciliationListAnswer },
        },
        config: { access: listReconciliations.access, problems: listProblems },
      },
      ({ caller, query }) => orProblem(listReconciliations({ caller, page: pageRequest(query) }), listProblems),
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
        config: { access: viewReconciliation.access, problems: viewReconciliationProblems },
      },
      ({ caller, params }) =>
        orProblem(viewReconciliation({ caller, reconciliationId: params.id }), viewReconciliationProblems),
    );
    done();
  };
