import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../audit/security-events.js';
import type { CustomerId } from '@cartwright/domain';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { hasExpired } from './has-expired.js';
import { openSession, rememberSession, type Client, type SessionDeps, type SignedIn } from './sign-in.js';

export type RefreshSessionCommand = { readonly refreshToken: string; readonly client?: Client };
export type RefreshSessionError =
  | { readonly type: 'auth.refresh-token-invalid' }
  /** The token was already used: it may be stolen, so its whole session has ended. */
  | { readonly type: 'auth.refresh-token-reused' }
  | StorageUnavailable;
/** Exchanges a refresh token, once, for a new pair. */
export type RefreshSession = (command: RefreshSessionCommand) => ResultAsync<SignedIn, RefreshSessionError>;

type Deps = SessionDeps & {
  readonly unitOfWork: UnitOfWork;
  readonly sessionReader: SessionReader;
  readonly log: Log;
  readonly noteSecurityEvent: NoteSecurityEvent;
};

type Exchanged =
  | { readonly type: 'exchanged'; readonly signedIn: SignedIn; readonly remember: () => void }
  | { readonly type: 'reused'; readonly userId: CustomerId };

export const makeRefreshSession =
  (deps: Deps): RefreshSession =>
  ({ refreshToken, client }) =>
    deps.unitOfWork
      .run((repositories) => exchange(deps, repositories, refreshToken, client))
      // A reuse must commit the end of the session, so the unit of work returns a value, which becomes an error here.
      .andThen((outcome): ResultAsync<SignedIn, RefreshSessionError> => {
        if (outcome.type === 'exchanged') {
          outcome.remember();
          return okAsync(outcome.signedIn);
        }
        const { userId } = outcome;
        deps.sessionReader.forget(userId);
        deps.log.warn(
          { event: 'auth.refresh-token-reused', userId, address: client?.address },
          'a refresh token was used again, its session has ended',
        );
        return deps
          .noteSecurityEvent({ action: 'auth.refresh-token-reused', userId, address: client?.address })
          .andThen(() => errAsync({ type: 'auth.refresh-token-reused' } as const));
      });

function exchange(
  deps: Deps,
  { users, sessions }: Repositories,
  refreshToken: string,
  client: Client | undefined,
): ResultAsync<Exchanged, { readonly type: 'auth.refresh-token-invalid' }> {
  const now = deps.clock.now();
  return sessions.lockByDigest(deps.secrets.digest(refreshToken)).andThen((used) => {
    if (used === undefined) return errAsync({ type: 'auth.refresh-token-invalid' } as const);
    const { userId, familyId } = used;
    // Checked before the expiry: a thief may still be exchanging newer tokens when the owner returns
    // late.
    if (used.usedAt !== undefined) return sessions.end(familyId).map(() => ({ type: 'reused', userId }) as const);
    if (hasExpired(used, now)) return errAsync({ type: 'auth.refresh-token-invalid' } as const);
    return users.byId(userId).andThen((user) =>
      sessions.find(familyId).andThen((continued) => {
        if (user === undefined || user.disabledAt !== undefined || continued === undefined)
          return errAsync({ type: 'auth.refresh-token-invalid' } as const);
        const { signedIn, session, token } = openSession(deps, user, client, continued);
        return sessions
          .markUsed(used.id, now)
          .andThen(() => sessions.extend(session, token))
          .andThen(() =>
            okAsync({ type: 'exchanged', signedIn, remember: () => rememberSession(deps, session, user) } as const),
          );
      }),
    );
  });
}
