import type { RefundOrderError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { unitsProblems, versionProblems } from '../orders/fulfilment-problems.js';
import { idempotencyProblems, viewOrderProblems } from '../orders/order-problems.js';
import { defect } from '../../errors/unavailable-problems.js';

const amountProblem = { status: 422, title: 'The amount cannot be refunded' } as const;

export const refundOrderProblems: Problems<
  RefundOrderError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  'order.not-refundable': {
    status: 409,
    title: 'The order cannot be refunded',
    detail: 'It is still to be paid; or it is cancelled, and what was paid goes back by itself.',
  },
  'refund.above-limit': {
    status: 403,
    title: 'You may not give so much back',
    detail: '`limit` is what you may give of one order past what it owes, `given` what of it was given before.',
  },
  'refund.exceeds-captured': {
    status: 409,
    title: 'The shop does not hold so much of the order',
    detail: '`refundable` is what is left that is not back or on its way back.',
  },
  'refund.amount-not-positive': {
    ...amountProblem,
    detail: 'It is above zero; units that cost nothing give nothing back.',
  },
  'money.currency-mismatch': { ...amountProblem, detail: '`expected` is the order’s currency.' },
  'money.not-an-integer': { ...amountProblem, detail: 'It is an integer count of minor units.' },
  'money.out-of-range': { ...amountProblem, detail: 'It is too large.' },
  'money.off-step': { ...amountProblem, detail: 'It is a multiple of `step`, or all that is left of a payment.' },
  // The ids are new, and the payments are those of the order.
  'refund.amount-changed': defect,
  'refund.already-recorded': defect,
  'refund.payment-not-found': defect,
  'waiver.already-recorded': defect,
};
