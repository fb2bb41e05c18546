import type { ResultAsync } from 'neverthrow';
import type { RateLimited, RateLimiter, RateState } from '../ports/rate-limiter.js';
import { addressGroup } from './address-group.js';

/** Counts a request of an address, and refuses it past the general limit. */
export type AdmitRequest = (address: string) => ResultAsync<RateState, RateLimited>;

export const makeAdmitRequest =
  ({ rateLimiter }: { readonly rateLimiter: RateLimiter }): AdmitRequest =>
  (address) =>
    rateLimiter.consume('requests', addressGroup(address));
