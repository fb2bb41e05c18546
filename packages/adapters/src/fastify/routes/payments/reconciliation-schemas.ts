import { Type } from 'typebox';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, Instant, Money, oneOf } from '../../requests/plain-schemas.js';

/** A job that takes nothing. */
export const RunNowBody = Type.Object({}, closed);
export const RequestedExpiryAnswer = Type.Object({ requestedAt: Instant });

export const RunReconciliationBody = Type.Object(
  {
    from: Type.Optional(
      Type.String({ maxLength: 40, description: 'RFC 3339, inclusive; three days before `to` when absent.' }),
    ),
    to: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339, exclusive; now when absent.' })),
  },
  closed,
);
export const RequestedReconciliationAnswer = Type.Object({
  runId: Type.String({ description: 'Of the reconciliation: GET /admin/reconciliations/:id says how far it is.' }),
});

const reconciliationFields = {
  id: Id,
  from: Instant,
  to: Type.String({ format: 'date-time', description: 'Exclusive.' }),
  dueAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When the schedule wanted it; absent for one by hand.' }),
  ),
  requestedBy: Type.Optional(Type.String({ description: 'Who asked for it, by the id of the user.' })),
  requestedAt: Instant,
  doneTo: Type.String({ format: 'date-time', description: 'How far it is.' }),
  finishedAt: Type.Optional(Type.String({ format: 'date-time', description: 'Absent while it is not done.' })),
  counts: Type.Object({
    events: Type.Integer({ description: 'Facts that the provider told.' }),
    applied: Type.Integer({ description: 'Those that the shop had missed, and has now.' }),
    payments: Type.Integer({ description: 'Our own payments that were compared.' }),
    refundsRequestedAgain: Type.Integer({ description: 'Refunds that had waited for over an hour.' }),
    differences: Type.Integer({ description: 'What could not be mended.' }),
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
    event: Type.Optional(Type.String({ description: 'What the provider told, such as `payment.captured`.' })),
    reason: Type.Optional(Type.String({ description: 'Why it was refused, by the code of the refusal.' })),
    amount: Type.Optional(Money),
    requested: Type.Optional(Money),
    captured: Type.Optional(Money),
    recorded: Type.Optional(Money),
  },
  { title: 'ReconciliationDifference' },
);

export const ReconciliationAnswer = Type.Object(
  { ...reconciliationFields, differences: Type.Array(Difference, { description: 'The first thousand.' }) },
  { title: 'Reconciliation' },
);
export const ReconciliationListQuery = Type.Object(pageQuery, closed);
export const ReconciliationListAnswer = Type.Object({
  data: Type.Array(Type.Object(reconciliationFields, { title: 'ReconciliationRow' }), { description: 'Newest first.' }),
  meta: PageMeta,
});
