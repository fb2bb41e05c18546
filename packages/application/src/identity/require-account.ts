import { err, ok, type Result } from 'neverthrow';
import type { StoredUser } from '../ports/repositories/user-records.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';

/** The account of a signed-in caller. A token can outlive its account by a minute. */
export const requireAccount = (user: StoredUser | undefined): Result<StoredUser, AccessTokenRefused> =>
  user === undefined ? err({ type: 'auth.token-invalid' }) : ok(user);
