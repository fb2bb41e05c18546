import type {
  CancelOrderError,
  IdempotencyInProgress,
  IdempotencyKeyReused,
  OrderNotFound,
  ViewOrderError,
} from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

/** What the route itself refuses about the `Idempotency-Key`. */
export type IdempotencyKeyRefused = { readonly type: 'idempotency.key-missing' | 'idempotency.key-malformed' };

/** Problems of the `Idempotency-Key`. */
export const idempotencyProblems = {
  'idempotency.key-missing': {
    status: 400,
    title: 'The Idempotency-Key is missing',
    detail: 'The request lacks the key that makes a repeat safe.',
    hint: 'Send `Idempotency-Key`: up to 255 characters, different for each request.',
  },
  'idempotency.key-malformed': {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    detail: 'The key that makes a repeat safe is not valid.',
    hint: '`Idempotency-Key` has 1 to 255 characters, none of which is a control character.',
  },
  'idempotency.key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used before',
    detail: 'Another request was sent with the same key.',
    hint: 'Choose a new `Idempotency-Key` for each new request.',
  },
  'idempotency.in-progress': {
    status: 409,
    title: 'The request is still running',
    detail: 'The same request is still being processed. Send it again in a moment.',
  },
} satisfies Problems<IdempotencyKeyRefused | IdempotencyKeyReused | IdempotencyInProgress>;

const { 'idempotency.key-missing': _required, ...withoutMissing } = idempotencyProblems;
/** Problems of a key that is optional. */
export const optionalKeyProblems = withoutMissing;

export const viewOrderProblems = {
  'order.not-found': {
    status: 404,
    title: 'Order not found',
    detail: 'The order does not exist, or it is not yours.',
    hint: 'A guest sends the `token` of the order as `X-Order-Token`.',
  },
  ...storageProblems,
} satisfies Problems<OrderNotFound | ViewOrderError>;

export const cancelOrderProblems = {
  ...viewOrderProblems,
  'order.already-cancelled': {
    status: 409,
    title: 'Order already cancelled',
    detail: 'Nothing was changed.',
  },
  'order.not-cancellable': {
    status: 409,
    title: 'The order cannot be cancelled',
    detail: 'A parcel of it was shipped or it was delivered completely.',
    say: ({ status }) =>
      status === 'pending'
        ? 'It is not paid, so only the whole order can be cancelled.'
        : 'A parcel of it was shipped or it was delivered completely.',
  },
} satisfies Problems<Exclude<CancelOrderError, IdempotencyKeyReused | IdempotencyInProgress>>;
