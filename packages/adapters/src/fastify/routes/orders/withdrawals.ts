import type { ProposeWithdrawalError, UseCases, WithdrawError } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { maybeIdempotent, noteReplay } from '../../requests/idempotent-request.js';
import { closed, Id, IdParams, Instant, Money, oneOf } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { optionalKeyProblems, viewOrderProblems } from './order-problems.js';
import { Units } from './order-schemas.js';
import { WantedUnits } from './wanted-units.js';

const proposeWithdrawalProblems = {
  ...viewOrderProblems,
  'withdrawal.period-over': {
    status: 422,
    title: 'The period to withdraw is over',
    detail: 'It began with the delivery of the last parcel, for digital goods with the order.',
  },
  'withdrawal.digital-consented': {
    status: 422,
    title: 'Digital goods cannot be withdrawn from',
    detail: 'The buyer agreed to get them at once.',
  },
  'withdrawal.only-whole': {
    status: 409,
    title: 'The order is not paid',
    detail: 'Before it is paid, only all of it can be withdrawn from.',
  },
  'withdrawal.nothing-left': {
    status: 409,
    title: 'Nothing is left to withdraw from',
    detail: 'Everything was cancelled, returned or withdrawn from before.',
  },
  'withdrawal.units-not-available': {
    status: 409,
    title: 'Not enough units left',
    detail: 'The order does not have so many units of the variant that can be withdrawn from.',
  },
} satisfies Problems<ProposeWithdrawalError>;

const withdrawProblems = {
  ...optionalKeyProblems,
  ...proposeWithdrawalProblems,
  'withdrawal.confirm-invalid': {
    status: 422,
    title: 'The confirmation is not valid',
    detail: 'The withdrawal cannot be confirmed. Please begin again.',
    hint: 'Send `confirm` exactly as the first step returned it for this order.',
  },
  'withdrawal.confirm-expired': {
    status: 422,
    title: 'The confirmation has expired',
    detail: 'The withdrawal took too long. Please begin again.',
    hint: 'Begin again without `confirm`.',
  },
  'withdrawal.order-changed': {
    status: 409,
    title: 'The order has changed',
    detail: 'The order has changed. Please begin again, and check what is shown.',
    hint: 'Begin again without `confirm`.',
  },
} satisfies Problems<WithdrawError>;

const WithdrawalBody = Type.Object(
  {
    lines: Type.Optional(WantedUnits),
    confirm: Type.Optional(Type.String({ minLength: 1, maxLength: 100_000, description: 'From the first step.' })),
  },
  { ...closed, not: { required: ['lines', 'confirm'] } },
);

const WithdrawalProposalResponse = Type.Object(
  {
    confirm: Type.String({ description: 'Send it back to withdraw.' }),
    expiresAt: Instant,
    lines: Units,
    refund: Money,
  },
  { title: 'WithdrawalProposal' },
);

const WithdrawnResponse = Type.Object(
  {
    id: Id,
    orderId: Id,
    status: oneOf('requested', 'cancelled'),
    lines: Units,
    returnLines: Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer() }), {
      description: 'The units that the buyer sends back.',
    }),
    refund: Money,
    requestedAt: Instant,
  },
  { title: 'Withdrawn' },
);

/** Withdrawal from the contract, by the buyer, in two steps. */
export const withdrawalRoutes =
  ({ proposeWithdrawal, withdraw }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/orders/:id/withdrawal',
      {
        schema: {
          tags: ['Orders'],
          operationId: 'withdrawFromOrder',
          summary: 'Withdraw from an order',
          description:
            'The first step, with `lines` or for everything, returns what is refunded and changes nothing. The second step sends ' +
            '`confirm`: units that were not sent are cancelled, the others are announced as a return, and the buyer gets a mail ' +
            'that states the time. The same `confirm` again returns the same. An `Idempotency-Key` counts for the second step.',
          params: IdParams,
          body: WithdrawalBody,
          response: { 200: WithdrawalProposalResponse, 201: WithdrawnResponse },
        },
        config: { access: withdraw.access, problems: withdrawProblems, bodyOptional: true, idempotent: 'optional' },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const { lines, confirm } = body ?? {};
        if (confirm === undefined) {
          const proposal = { caller, orderId: params.id, ...(lines === undefined ? {} : { lines }) };
          return orProblem(proposeWithdrawal(proposal), proposeWithdrawalProblems);
        }
        const once = maybeIdempotent(request, ['order', params.id, caller.orderToken ?? '']);
        const withdrawn = withdraw({ caller, orderId: params.id, confirm, ...once });
        const { view, replayed } = await orProblem(withdrawn, withdrawProblems);
        const { withdrawal, returned } = view;
        noteReplay(reply, replayed);
        reply.code(201);
        return {
          id: withdrawal.id,
          orderId: params.id,
          status: returned.length === 0 ? ('cancelled' as const) : ('requested' as const),
          lines: withdrawal.lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
          returnLines: returned.map(({ variantId, quantity }) => ({ variantId, quantity })),
          refund: withdrawal.refund,
          requestedAt: withdrawal.at,
        };
      },
    );
    done();
  };
