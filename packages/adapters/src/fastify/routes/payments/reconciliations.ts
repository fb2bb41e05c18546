import type { UseCases, ReconciliationNotFound, StorageUnavailable } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest, readPeriod } from '../../requests/list-query.js';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { IdParams, closed, Id, Instant, Money, oneOf } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { ReconciliationPeriodBody, requestReconciliationProblems } from './reconciliation-period.js';

const viewReconciliationProblems = {
  'reconciliation.not-found': {
    status: 404,
    title: 'Reconciliation not found',
    detail: 'No reconciliation has this id.',
  },
  ...storageProblems,
} satisfies Problems<ReconciliationNotFound | StorageUnavailable>;

const reconciliationFields = {
  id: Id,
  from: Instant,
  to: Type.String({ format: 'date-time', description: 'Exclusive.' }),
  dueAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'The scheduled time; absent if started by hand.' }),
  ),
  requestedBy: Type.Optional(Type.String({ description: 'The id of the user who started it.' })),
  requestedAt: Instant,
  doneTo: Type.String({ format: 'date-time', description: 'The end of the part already compared.' }),
  finishedAt: Type.Optional(Type.String({ format: 'date-time', description: 'Absent until it is finished.' })),
  counts: Type.Object({
    events: Type.Integer({ description: 'Events that the provider reported.' }),
    applied: Type.Integer({ description: 'Missed events that were applied now.' }),
    payments: Type.Integer({ description: 'Payments of the shop that were compared.' }),
    refundsRequestedAgain: Type.Integer({ description: 'Refunds that were pending for over an hour.' }),
    differences: Type.Integer({ description: 'Differences that remain.' }),
  }),
};

const Difference = Type.Object(
  {
    type: oneOf(
      'event.refused',
      'payment.amount-differs',
      'payment.unknown-to-provider',
      'payment.not-captured',
      'payment.not-compared',
      'refund.unknown-to-provider',
    ),
    reference: Type.String({ description: "The provider's id of the payment." }),
    orderId: Type.Optional(Type.String()),
    paymentId: Type.Optional(Type.String()),
    refundId: Type.Optional(Type.String()),
    disputeId: Type.Optional(Type.String()),
    eventId: Type.Optional(Type.String()),
    event: Type.Optional(Type.String({ description: 'The event of the provider, such as `payment.captured`.' })),
    reason: Type.Optional(Type.String({ description: 'The code of the refusal.' })),
    amount: Type.Optional(Money),
    requested: Type.Optional(Money),
    captured: Type.Optional(Money),
    recorded: Type.Optional(Money),
  },
  { title: 'ReconciliationDifference' },
);

const ReconciliationResponse = Type.Object(
  { ...reconciliationFields, differences: Type.Array(Difference, { description: 'The first thousand.' }) },
  { title: 'Reconciliation' },
);

const ReconciliationListQuery = Type.Object(pageQuery, closed);

const ReconciliationListResponse = Type.Object({
  data: Type.Array(Type.Object(reconciliationFields, { title: 'ReconciliationRow' }), { description: 'Newest first.' }),
  meta: PageMeta,
});

const StartedReconciliationResponse = Type.Object(
  { id: Id, from: reconciliationFields.from, to: reconciliationFields.to },
  { title: 'StartedReconciliation' },
);

/** Comparing our payments with the provider's. */
export const reconciliationRoutes =
  ({ listReconciliations, viewReconciliation, requestReconciliation }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Order management'];

    app.get(
      '/admin/reconciliations',
      {
        schema: {
          tags,
          operationId: 'listReconciliations',
          summary: 'Reconciliations, newest first',
          description: 'The newest first.',
          querystring: ReconciliationListQuery,
          response: { 200: ReconciliationListResponse },
        },
        config: { access: listReconciliations.access, problems: listProblems },
      },
      ({ caller, query }) => orProblem(listReconciliations({ caller, page: pageRequest(query) }), listProblems),
    );

    app.post(
      '/admin/reconciliations',
      {
        schema: {
          tags,
          operationId: 'startReconciliation',
          summary: "Compare our payments of a period with the provider's",
          description:
            'At most 92 days. Missed events are applied. The reconciliation shows its progress and the differences that remain.',
          body: ReconciliationPeriodBody,
          response: { 202: StartedReconciliationResponse },
        },
        config: { access: requestReconciliation.access, problems: requestReconciliationProblems, bodyOptional: true },
      },
      async ({ caller, body }, reply) => {
        const started = requestReconciliation({ caller, ...readPeriod(body ?? {}) });
        const { reconciliationId: id, from, to } = await orProblem(started, requestReconciliationProblems);
        reply.code(202).header('location', `${app.prefix}/admin/reconciliations/${id}`);
        return { id, from, to };
      },
    );

    app.get(
      '/admin/reconciliations/:id',
      {
        schema: {
          tags,
          operationId: 'viewReconciliation',
          summary: 'A reconciliation with its differences',
          description: 'Each difference between the shop and the payment provider.',
          params: IdParams,
          response: { 200: ReconciliationResponse },
        },
        config: { access: viewReconciliation.access, problems: viewReconciliationProblems },
      },
      ({ caller, params }) =>
        orProblem(viewReconciliation({ caller, reconciliationId: params.id }), viewReconciliationProblems),
    );
    done();
  };
