import type { RateLimited } from '@cartwright/application';
import type { Problems } from './problem.js';

export const rateLimitProblems = {
  'request.rate-limited': {
    status: 429,
    title: 'Too many requests',
    detail: 'Please wait a moment, then try again.',
    hint: 'Wait for `Retry-After` seconds.',
  },
} satisfies Problems<RateLimited>;
