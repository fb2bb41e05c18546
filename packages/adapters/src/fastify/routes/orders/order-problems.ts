import type {
  CancelOrderError,
  IdempotencyInProgress,
  IdempotencyKeyReused,
  OrderNotFound,
  ViewOrderError,
} from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

/** Problems of the `Idempotency-Key`. The route itself reports the first two. */
export const idempotencyProblems = {
  'idempotency.key-missing': {
    status: 400,
    title: 'The Idempotency-Key is missing',
    detail: 'Send `Idempotency-Key`: up to 255 characters, different for each request.',
  },
  'idempotency.key-malformed': {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    detail: 'Use 1 to 255 characters without control characters.',
  },
  'idempotency.key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used before',
    detail: 'Another request was sent with it. Choose a new key.',
  },
  'idempotency.in-progress': {
    status: 409,
    title: 'The request is still running',
    detail: 'The same request is still being processed. Send it again in a moment.',
  },
} satisfies Problems<
  | { readonly type: 'idempotency.key-missing' }
  | { readonly type: 'idempotency.key-malformed' }
  | IdempotencyKeyReused
  | IdempotencyInProgress
>;

export const viewOrderProblems = {
  'order.not-found': {
    status: 404,
    title: 'Order not found',
    detail: 'It does not exist or is not yours; a guest sends its `X-Order-Token`.',
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
    title: 'The order can no longer be cancelled',
    detail: 'A parcel of it was shipped or it was delivered completely.',
  },
} satisfies Problems<CancelOrderError>;
