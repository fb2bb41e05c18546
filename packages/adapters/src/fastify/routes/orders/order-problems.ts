import type {
  CancelOrderError,
  IdempotencyInProgress,
  IdempotencyKeyReused,
  OrderNotFound,
  ViewOrderError,
} from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

/** `Idempotency-Key` problems: the first two are the route's own. */
export const idempotencyProblems = {
  'idempotency.key-missing': {
    status: 400,
    title: 'The Idempotency-Key is missing',
    detail: 'Send `Idempotency-Key`: up to 255 characters that no other request of yours has.',
  },
  'idempotency.key-malformed': {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    detail: 'It has 1 to 255 characters and no control characters.',
  },
  'idempotency.key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used before',
    detail: 'Another request was sent with it. Choose a new key.',
  },
  'idempotency.in-progress': {
    status: 409,
    title: 'The request is still running',
    detail: 'The same request was sent before and is not answered yet. Send it again in a moment.',
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
    title: 'There is no such order',
    detail: 'It does not exist or is not yours; a guest sends its `X-Order-Token`.',
  },
  ...storageProblems,
} satisfies Problems<OrderNotFound | ViewOrderError>;

export const cancelOrderProblems = {
  ...viewOrderProblems,
  'order.already-cancelled': {
    status: 409,
    title: 'The order is cancelled already',
    detail: 'Nothing was changed.',
  },
  'order.not-cancellable': {
    status: 409,
    title: 'The order can no longer be cancelled',
    detail: 'A parcel of it was shipped, or all of it was delivered.',
  },
} satisfies Problems<CancelOrderError>;
