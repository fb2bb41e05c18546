import { describeRateLimiterContract } from '@cartwright/application/contracts/identity/rate-limiter';
import { makeMemoryRateLimiter } from './memory-rate-limiter.js';

describeRateLimiterContract('rate-limiter-flexible in memory', async () => ({
  limiter: makeMemoryRateLimiter({ requestsPerMinute: 300 }),
  dispose: async () => undefined,
}));
