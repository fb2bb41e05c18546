import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { readPeriod } from '../../requests/list-query.js';
import { closed, Instant } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { ReconciliationPeriodBody, requestReconciliationProblems } from '../payments/reconciliation-period.js';

/** A job without parameters. */
const RunNowBody = Type.Object({}, closed);

const RequestedRunAnswer = Type.Object({ requestedAt: Instant });

const RequestedReconciliationAnswer = Type.Object({
  runId: Type.String({
    description: 'The id of the reconciliation; GET /admin/reconciliations/:id shows its progress.',
  }),
});

/**
 * Starts a scheduled job by hand. Each job has its own route, since each has other
 * parameters.
 */
export const jobRunRoutes =
  ({ requestExpiry, requestReconciliation, requestStockCheck }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

    app.post(
      '/admin/jobs/expire-orders/run',
      {
        schema: {
          tags,
          operationId: 'requestExpiry',
          summary: 'Look for unpaid orders now',
          description: 'Cancels orders whose time to pay is over. The job also runs each minute.',
          body: RunNowBody,
          response: { 202: RequestedRunAnswer },
        },
        config: { access: requestExpiry.access, problems: storageProblems, bodyOptional: true },
      },
      async ({ caller }, reply) => {
        const requested = await orProblem(requestExpiry({ caller }), storageProblems);
        reply.code(202);
        return requested;
      },
    );

    app.post(
      '/admin/jobs/check-stock-ledger/run',
      {
        schema: {
          tags,
          operationId: 'requestStockCheck',
          summary: 'Compare stock with the movement ledger now',
          description: 'Each variant whose stock is not the sum of its movements is logged as an error.',
          body: RunNowBody,
          response: { 202: RequestedRunAnswer },
        },
        config: { access: requestStockCheck.access, problems: storageProblems, bodyOptional: true },
      },
      async ({ caller }, reply) => {
        const requested = await orProblem(requestStockCheck({ caller }), storageProblems);
        reply.code(202);
        return requested;
      },
    );

    app.post(
      '/admin/jobs/reconcile-payments/run',
      {
        schema: {
          tags,
          operationId: 'requestReconciliation',
          summary: "Compare our payments of a period with the provider's",
          description:
            'At most 92 days. Missed events are applied. The reconciliation lists the differences that remain.',
          body: ReconciliationPeriodBody,
          response: { 202: RequestedReconciliationAnswer },
        },
        config: {
          access: requestReconciliation.access,
          problems: requestReconciliationProblems,
          bodyOptional: true,
        },
      },
      async ({ caller, body }, reply) => {
        const requested = requestReconciliation({ caller, ...readPeriod(body ?? {}) });
        const { reconciliationId } = await orProblem(requested, requestReconciliationProblems);
        reply.code(202).header('location', `${app.prefix}/admin/reconciliations/${reconciliationId}`);
        return { runId: reconciliationId };
      },
    );
    done();
  };
