import type { PaymentsUnavailable, StorageUnavailable } from '@cartwright/application';
import type { Problems } from './problem.js';
import { requestProblems } from './request-problems.js';

export const storageProblems = {
  'storage.unavailable': {
    status: 503,
    title: 'The shop is temporarily unavailable',
    detail: 'Nothing was changed. Please try again in a moment.',
    hint: 'Wait for `Retry-After` seconds.',
  },
} satisfies Problems<StorageUnavailable>;

export const paymentsUnavailableProblems = {
  'payments.unavailable': {
    status: 503,
    title: 'The payment provider is temporarily unavailable',
    detail: 'Please try again in a moment.',
    hint: 'Wait for `Retry-After` seconds, and use the same `Idempotency-Key`.',
  },
} satisfies Problems<PaymentsUnavailable>;

/** For a refusal that only wrong data of the shop can cause. It is logged, and the client gets a plain 500. */
export const defect = requestProblems['server.defect'];
