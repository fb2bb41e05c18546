import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import { addressGroup } from '../../limits/address-group.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { RateLimited, RateLimiter, RateState } from '../../ports/rate-limiter.js';
import type { ApiKeyReader } from '../../ports/read-models/api-key-reader.js';
import type { Secrets } from '../../ports/secrets.js';
import type { AccessTokenRefused } from '../../ports/token-issuer.js';
import { hasExpired } from '../has-expired.js';
import { permissionsOf } from '../permissions.js';

export type AuthenticateApiKeyCommand = { readonly key: string; readonly address: string };
export type AuthenticateApiKeyError = AccessTokenRefused | RateLimited | StorageUnavailable;
/** The program of a key, and the rest of its request limit. */
export type AuthenticateApiKey = (
  command: AuthenticateApiKeyCommand,
) => ResultAsync<
  { readonly caller: Extract<StaffCaller, { readonly type: 'api-key' }>; readonly rate: RateState },
  AuthenticateApiKeyError
>;

type Deps = {
  readonly apiKeyReader: ApiKeyReader;
  readonly rateLimiter: RateLimiter;
  readonly secrets: Pick<Secrets, 'digest'>;
  readonly clock: Clock;
};

/**
 * A valid key has its own request limit; a wrong key counts against the client address. It grants what both its record
 * and its creator may do, so a demoted user has no key with more permissions.
 */
export const makeAuthenticateApiKey =
  ({ apiKeyReader, rateLimiter, secrets, clock }: Deps): AuthenticateApiKey =>
  ({ key, address }) =>
    apiKeyReader.access(secrets.digest(key)).andThen((access) => {
      const now = clock.now();
      if (access === undefined || hasExpired(access, now))
        return rateLimiter
          .consume('requests', addressGroup(address))
          .andThen(() => errAsync({ type: 'auth.token-invalid' } as const));
      const { keyId, maker } = access;
      return rateLimiter.consume('requests-by-key', keyId).andThen((rate) => {
        apiKeyReader.noteUse(keyId, now);
        const held = permissionsOf(maker.role, maker.permissions);
        const permissions = access.permissions.filter((permission) => held.includes(permission));
        return okAsync({ caller: { type: 'api-key', keyId, userId: maker.userId, permissions } as const, rate });
      });
    });
