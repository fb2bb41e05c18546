import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../audit/security-events.js';
import { addressGroup } from '../limits/address-group.js';
import type { LimitName } from '../limits/limits.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import { verifyPassword } from './passwords.js';
import { signInUser, type SecondFactorRefused, type SignInDeps } from './second-factor/sign-in-user.js';
import type { Client, SignedIn } from './sign-in.js';

export type LogInCommand = {
  readonly email: string;
  readonly password: string;
  /** A code of the second factor, or a recovery code; for accounts that have one. */
  readonly totp?: string;
  readonly client?: Client;
};
/** The same, and equally slow, for an unknown e-mail and a wrong password. */
export type InvalidCredentials = { readonly type: 'auth.invalid-credentials' };
export type LogInError = InvalidCredentials | SecondFactorRefused | StorageUnavailable;
/** Signs in by e-mail and password, and starts a new session. */
export type LogIn = (command: LogInCommand) => ResultAsync<SignedIn, LogInError>;

type Deps = SignInDeps & {
  readonly passwordHasher: PasswordHasher;
  readonly mailboxes: Mailboxes;
  readonly noteSecurityEvent: NoteSecurityEvent;
};

/**
 * Attempts are counted before the password is checked, so that concurrent ones cannot pass the limit together; a
 * success is not counted. From an address that the account has signed in from before, the password is always checked,
 * so that nobody's failures, there or elsewhere, keep the owner out. Only a wrong one is then refused by the limit.
 * What bounds guessing there is the general limit of requests by address.
 */
export const makeLogIn =
  (deps: Deps): LogIn =>
  ({ email, password, totp, client = {} }) => {
    const account = deps.mailboxes.of(email);
    const attempt = countAttempt(deps.rateLimiter, account, client);
    return attempt.limited.andThen((limited) =>
      findAccount(deps, account, client, limited !== undefined).andThen(({ user, isKnownAddress, isUsedAddress }) => {
        if (limited !== undefined && !isUsedAddress) return refuse(deps, limited, { account, user, client });
        // From a known address, checking an unknown account takes as long, and always fails.
        const hash = limited === undefined || isKnownAddress ? user?.passwordHash : undefined;
        return verifyPassword(deps, password, hash).andThen(
          ({ matches, rehashed }): ResultAsync<SignedIn, LogInError> => {
            if (user === undefined || user.disabledAt !== undefined || !matches)
              return refuse(deps, limited ?? { type: 'auth.invalid-credentials' }, { account, user, client });
            return signInUser(deps, user, { totp, client }, ({ users }) =>
              rehashed === undefined ? okAsync(undefined) : users.rehash(user.id, user.passwordHash, rehashed),
            )
              .andThen((signedIn) => attempt.takeBack().map(() => signedIn))
              .orElse((error) =>
                // The password was right, and no code was tried.
                error.type === 'auth.totp-required'
                  ? attempt.takeBack().andThen(() => errAsync(error))
                  : errAsync(error),
              );
          },
        );
      }),
    );
  };

const countAttempt = (rateLimiter: RateLimiter, account: string, { address }: Client): Counted =>
  count(rateLimiter, [
    ['login-by-account', account],
    ...(address === undefined ? [] : [['login-by-address', addressGroup(address)] as const]),
  ]);

/** `limited` is the refusal that lasts longest, or `undefined`. A success is not counted as an attempt. */
type Counted = {
  readonly limited: ResultAsync<RateLimited | undefined, never>;
  readonly takeBack: () => ResultAsync<void, never>;
};

function count(rateLimiter: RateLimiter, counters: readonly (readonly [name: LimitName, key: string])[]): Counted {
  const limited = counters.reduce<ResultAsync<RateLimited | undefined, never>>(
    (before, [name, key]) =>
      before.andThen((longest) =>
        rateLimiter
          .consume(name, key)
          .map(() => longest)
          .orElse((refusal) =>
            okAsync((longest?.retryAfterSeconds ?? 0) > refusal.retryAfterSeconds ? longest : refusal),
          ),
      ),
    okAsync(undefined),
  );
  return {
    limited,
    takeBack: () =>
      counters.reduce<ResultAsync<void, never>>(
        (before, [name, key]) => before.andThen(() => rateLimiter.giveBack(name, key)),
        okAsync(undefined),
      ),
  };
}

const findAccount = (
  { unitOfWork }: Deps,
  account: string,
  { address }: Client,
  isLimited: boolean,
): ResultAsync<FoundAccount, StorageUnavailable> =>
  unitOfWork.read(({ users, sessions }) =>
    users.byEmail(account).andThen((user): ResultAsync<FoundAccount, never> => {
      const found = user === undefined ? {} : { user };
      if (!isLimited || address === undefined)
        return okAsync({ ...found, isKnownAddress: false, isUsedAddress: false });
      // Also read for an unknown account, so that it takes as long.
      return sessions
        .isKnownAddress(user?.id ?? nobodysId, address)
        .andThen((isKnownAddress) =>
          sessions.isAddressOfAnybody(address).map((isUsedAddress) => ({ ...found, isKnownAddress, isUsedAddress })),
        );
    }),
  );

const nobodysId = '00000000-0000-0000-0000-000000000000';

type FoundAccount = {
  readonly user?: StoredUser;
  readonly isKnownAddress: boolean;
  /** Someone has signed in from this address: every e-mail, known or not, then gets a password check. */
  readonly isUsedAddress: boolean;
};

type Attempt = { readonly account: string; readonly user: StoredUser | undefined; readonly client: Client };

function refuse(
  { log, noteSecurityEvent }: Deps,
  error: InvalidCredentials | RateLimited,
  { account, user, client }: Attempt,
): ResultAsync<never, LogInError> {
  const { userId, address } = { userId: user?.id, address: client.address };
  log.warn({ event: 'auth.login-failed', reason: error.type, email: account, userId, address }, 'a login failed');
  // Nothing is stored past the limit, so that an attacker cannot fill the log.
  return error.type === 'auth.invalid-credentials'
    ? noteSecurityEvent({ action: 'auth.login-failed', userId, address }).andThen(() => errAsync(error))
    : errAsync(error);
}
