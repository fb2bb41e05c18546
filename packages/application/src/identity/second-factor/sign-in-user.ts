import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { CustomerId } from '@cartwright/domain';
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
  CodeDeps & { readonly unitOfWork: UnitOfWork; readonly rateLimiter: RateLimiter; readonly log: Log };

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
      return signedIn;
    })
    .mapErr((error) => {
      if (error.type === 'auth.totp-invalid')
        deps.log.warn(
          { event: 'auth.totp-failed', userId: user.id, address: client?.address },
          'a code of a second factor was wrong',
        );
      return error;
    });
}

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
