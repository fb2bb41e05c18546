import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { openSession, type SessionDeps, type SignedIn } from './sign-in.js';

export type RefreshSessionCommand = { readonly refreshToken: string };
export type RefreshSessionError =
  | { readonly type: 'auth.refresh-token-invalid' }
  /** Somebody used the token before: it may be stolen, so every token of its family is void. */
  | { readonly type: 'auth.refresh-token-reused' }
  | StorageUnavailable;
/** Exchanges a refresh token, once, for a new pair. */
export type RefreshSession = (command: RefreshSessionCommand) => ResultAsync<SignedIn, RefreshSessionError>;

export const makeRefreshSession =
  (deps: SessionDeps & { readonly unitOfWork: UnitOfWork }): RefreshSession =>
  ({ refreshToken }) =>
    // A reuse must commit the family's removal, so it leaves the unit of work as a value and becomes an error outside.
    deps.unitOfWork.run((repositories) => exchange(deps, repositories, refreshToken)).andThen((outcome) => outcome);

function exchange(
  deps: SessionDeps,
  { users, sessions }: Repositories,
  refreshToken: string,
): ResultAsync<
  Result<SignedIn, { readonly type: 'auth.refresh-token-reused' }>,
  { readonly type: 'auth.refresh-token-invalid' }
> {
  const now = deps.clock.now();
  return sessions.lockByDigest(deps.secrets.digest(refreshToken)).andThen((token) => {
    if (token === undefined) return errAsync({ type: 'auth.refresh-token-invalid' } as const);
    // Before the expiry: whoever stole the token may still be exchanging its descendants when its owner comes back
    // late.
    if (token.usedAt !== undefined) {
      return sessions.removeFamily(token.familyId).map(() => err({ type: 'auth.refresh-token-reused' } as const));
    }
    if (Date.parse(token.expiresAt) <= Date.parse(now))
      return errAsync({ type: 'auth.refresh-token-invalid' } as const);
    return users.byId(token.userId).andThen((user) => {
      if (user === undefined) return errAsync({ type: 'auth.refresh-token-invalid' } as const);
      const { signedIn, record } = openSession(deps, user, token.familyId);
      return sessions
        .markUsed(token.id, now)
        .andThen(() => sessions.add(record))
        .andThen(() => okAsync(ok(signedIn)));
    });
  });
}
