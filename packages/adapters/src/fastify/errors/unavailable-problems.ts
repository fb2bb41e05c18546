import type { PaymentsUnavailable, StorageUnavailable } from '@cartwright/application';
import type { Problems } from './problem.js';

export const storageProblems = {
  'storage.unavailable': {
    status: 503,
    title: 'The shop is away for a moment',
    detail: 'Nothing was changed. Try again after `Retry-After` seconds.',
  },
} satisfies Problems<StorageUnavailable>;

export const paymentsUnavailableProblems = {
  'payments.unavailable': {
    status: 503,
    title: 'The payment provider is away for a moment',
    detail: 'Try again after `Retry-After` seconds, with the same `Idempotency-Key`.',
  },
} satisfies Problems<PaymentsUnavailable>;

/** For a refusal that no request can cause: the shop's own data are wrong. It is logged, and told as a plain 500. */
export const defect = {
  status: 500,
  title: 'The server failed',
  detail: 'The failure was noted under the request id.',
} as const;
