import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { CustomerId } from '@cartwright/domain';
import type { NoteSecurityEvent } from '../../audit/security-events.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Log } from '../../ports/log.js';
import type { RateLimited, RateLimiter } from '../../ports/rate-limiter.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../../ports/repositories/user-records.js';
import { openSession, rememberSession, type Client, type SessionDeps, type SignedIn } from '../sign-in.js';
import { afterCode, type CodeDeps, type TotpInvalid } from './check-code.js';

/** The account has a second factor: a code of it has to come with the password. */
export type TotpRequired = { readonly type: 'auth.totp-required' };
export type SecondFactorRefused = TotpRequired | TotpInvalid | RateLimited;

export type SignInDeps = SessionDeps &
  CodeDeps & {
    readonly unitOfWork: UnitOfWork;
    readonly rateLimiter: RateLimiter;
    readonly log: Log;
    readonly noteSecurityEvent: NoteSecurityEvent;
  };

/**
 * The last step of each way to sign in, for a user whose first factor holds: checks the second one, if they have one,
 * and opens a session. `also` commits with it.
 */
export function signInUser(
  deps: SignInDeps,
  user: StoredUser,
  { totp, client }: { readonly totp?: string | undefined; readonly client?: Client },
  also: (repositories: Repositories) => ResultAsync<void, never> = () => okAsync(undefined),
): ResultAsync<SignedIn, SecondFactorRefused | StorageUnavailable> {
  const { signedIn, session, token } = openSession(deps, user, client);
  return countCode(deps, user.id, totp)
    .andThen((takeBack) =>
      deps.unitOfWork
        .run((repositories) =>
          passSecondFactor(deps, repositories, user, totp)
            .andThen(() => repositories.sessions.open(session, token))
            .andThen(() => also(repositories)),
        )
        .andThen(takeBack),
    )
    .map(() => {
      rememberSession(deps, session, user);
      logSignIn(deps, user, client);
      return signedIn;
    })
    .orElse(noteWrongCode(deps, user.id, client?.address));
}

/** Each sign-in that succeeds is logged, as each that fails (OWASP ASVS 5.0, 16.3.1). */
export const logSignIn = (
  { log }: Pick<SignInDeps, 'log'>,
  { id: userId }: Pick<StoredUser, 'id'>,
  { address }: Client = {},
): void => log.info({ event: 'auth.signed-in', userId, address }, 'a user signed in');

/**
 * Logs a wrong code, adds it to the audit log, and returns the error. To be called once the transaction is over, which
 * the error ends.
 */
export const noteWrongCode =
  ({ log, noteSecurityEvent }: Pick<SignInDeps, 'log' | 'noteSecurityEvent'>, userId?: CustomerId, address?: string) =>
  <Refused extends { readonly type: string }>(error: Refused): ResultAsync<never, Refused> => {
    if (error.type !== 'auth.totp-invalid') return errAsync(error);
    log.warn({ event: 'auth.totp-failed', userId, address }, 'a code of a second factor was wrong');
    return noteSecurityEvent({ action: 'auth.totp-failed', userId, address }).andThen(() => errAsync(error));
  };

/** Counts before the code is checked, so that concurrent guesses cannot pass the limit. Returns what takes it back. */
export function countCode(
  { rateLimiter }: Pick<SignInDeps, 'rateLimiter'>,
  id: CustomerId,
  totp: string | undefined,
): ResultAsync<() => ResultAsync<void, never>, RateLimited> {
  if (totp === undefined) return okAsync(() => okAsync(undefined));
  return rateLimiter
    .consume('second-factors-by-account', id)
    .map(() => () => rateLimiter.giveBack('second-factors-by-account', id));
}

/** Uses the code up, within the transaction that opens the session; refuses where one is needed. */
export const passSecondFactor = (
  deps: CodeDeps & { readonly clock: Clock },
  { secondFactors }: Repositories,
  { id }: StoredUser,
  totp: string | undefined,
): ResultAsync<void, TotpRequired | TotpInvalid> =>
  secondFactors.lock(id).andThen((factor): ResultAsync<void, TotpRequired | TotpInvalid> => {
    if (factor?.confirmedAt === undefined) return okAsync(undefined);
    if (totp === undefined) return errAsync({ type: 'auth.totp-required' });
    const used = afterCode(deps, factor, totp, deps.clock.now());
    return used === undefined ? errAsync({ type: 'auth.totp-invalid' }) : secondFactors.save(used);
  });
