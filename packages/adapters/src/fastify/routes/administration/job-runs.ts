import type { UseCases, RequestReconciliationError } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { readInstant } from '../../requests/list-query.js';
import { closed, Instant } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';

const requestReconciliationProblems = {
  'reconciliation.period-reversed': {
    status: 422,
    title: 'The period is empty',
    detail: 'The end is not later than the start.',
    hint: '`to` must be later than `from`.',
  },
  'reconciliation.period-too-long': {
    status: 422,
    title: 'The period is too long',
    detail: 'The period is too long. Request shorter periods one after another.',
    hint: '`maximumDays` is the longest.',
  },
  ...storageProblems,
} satisfies Problems<RequestReconciliationError>;

/** A job without parameters. */
const RunNowBody = Type.Object({}, closed);

const RequestedRunAnswer = Type.Object({ requestedAt: Instant });

const RunReconciliationBody = Type.Object(
  {
    from: Type.Optional(
      Type.String({ maxLength: 40, description: 'RFC 3339, inclusive; three days before `to` when absent.' }),
    ),
    to: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339, exclusive; now when absent.' })),
  },
  closed,
);

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
          body: RunReconciliationBody,
          response: { 202: RequestedReconciliationAnswer },
        },
        config: {
          access: requestReconciliation.access,
          problems: requestReconciliationProblems,
          bodyOptional: true,
        },
      },
      async ({ caller, body }, reply) => {
        const { from, to } = body ?? {};
        const { reconciliationId } = await orProblem(
          requestReconciliation({
            caller,
            ...(from === undefined ? {} : { from: readInstant('from', from) }),
            ...(to === undefined ? {} : { to: readInstant('to', to) }),
          }),
          requestReconciliationProblems,
        );
        reply.code(202).header('location', `${app.prefix}/admin/reconciliations/${reconciliationId}`);
        return { runId: reconciliationId };
      },
    );
    done();
  };
