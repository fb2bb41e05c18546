import { mails, type AmendOrderError, type ResendMailError, type UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { Address, closed, Email, IdParams, nullable, oneOf } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { Metadata, Note } from '../cart/cart-schemas.js';
import { viewOrderProblems } from './order-problems.js';
import { OrderResponse } from './order-schemas.js';
import { respondWithOrder } from './present-order.js';
import { versionProblems } from './units-problems.js';

const amendOrderProblems = {
  ...viewOrderProblems,
  ...versionProblems,
  'order.not-amendable': {
    status: 409,
    title: 'E-mail and address can no longer be changed',
    detail: 'A parcel was shipped, or the order is cancelled. The note and the metadata can still be changed.',
  },
  'order.tax-differs': {
    status: 422,
    title: 'Other taxes apply at the address',
    detail: 'The order keeps its price. Cancel it, and have it placed again for the new address.',
  },
  'order.not-delivered-there': {
    status: 422,
    title: 'The shipping method does not deliver there',
    detail: 'The order keeps its shipping method. Cancel it, and have it placed again for the new address.',
  },
} satisfies Problems<AmendOrderError>;

const resendMailProblems = {
  ...viewOrderProblems,
  'mail.not-fitting': {
    status: 409,
    title: 'The mail does not fit the order',
    detail: 'Nothing has happened to the order that the mail is about, or the mail is not for buyers.',
    facts: ({ mail, status }) => ({ mail, orderStatus: status }),
  },
} satisfies Problems<ResendMailError>;

const ResendMailBody = Type.Object(
  { mail: oneOf(...(Object.keys(mails) as (keyof typeof mails)[])) },
  { ...closed, examples: [{ mail: 'order-confirmation' }] },
);

const AmendOrderBody = Type.Object(
  {
    email: Type.Optional(Email),
    shippingAddress: Type.Optional(Address),
    note: Type.Optional(nullable(Note)),
    metadata: Type.Optional(nullable(Metadata)),
  },
  { ...closed, minProperties: 1, examples: [{ note: 'Leave the parcel with the neighbour' }] },
);

/** What staff do at their desk for the buyer of an order. */
export const adminOrderChangeRoutes =
  ({ amendOrder, resendMail }: UseCases): Routes =>
  (app, _options, done) => {
    app.patch(
      '/admin/orders/:id',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'amendOrder',
          summary: 'Change e-mail, address, note or metadata of an order',
          description:
            'E-mail and address before a parcel is shipped, the others always. The price stays. `null` clears the note or the ' +
            'metadata, which the buyer sees too. What the buyer wrote stays as `buyerNote`.',
          params: IdParams,
          body: AmendOrderBody,
          response: { 200: OrderResponse },
        },
        config: { access: amendOrder.access, problems: amendOrderProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const amended = amendOrder({ caller, orderId: params.id, changes: body, ...expectedVersion(request) });
        return respondWithOrder(reply, await orProblem(amended, amendOrderProblems));
      },
    );

    app.post(
      '/admin/orders/:id/mails',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'resendMail',
          summary: 'Send a mail about an order again',
          description: 'To its buyer, about the latest fact of its kind, such as the last parcel.',
          params: IdParams,
          body: ResendMailBody,
          response: { 202: Type.Unsafe<undefined>({ description: 'The mail is on its way.' }) },
        },
        config: { access: resendMail.access, problems: resendMailProblems },
      },
      async ({ caller, params, body }, reply) => {
        await orProblem(resendMail({ caller, orderId: params.id, mail: body.mail }), resendMailProblems);
        return reply.code(202).send(undefined);
      },
    );
    done();
  };
