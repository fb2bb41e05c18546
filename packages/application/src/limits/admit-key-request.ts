import type { ResultAsync } from 'neverthrow';
import type { RateLimited, RateLimiter, RateState } from '../ports/rate-limiter.js';

/** Counts a request with an API key, and refuses it past the limit of the key. */
export type AdmitKeyRequest = (keyId: string) => ResultAsync<RateState, RateLimited>;

export const makeAdmitKeyRequest =
  ({ rateLimiter }: { readonly rateLimiter: RateLimiter }): AdmitKeyRequest =>
  (keyId) =>
    rateLimiter.consume('requests-by-key', keyId);
