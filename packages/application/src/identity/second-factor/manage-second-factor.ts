import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../../audit/security-events.js';
import type { SignedInCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Log } from '../../ports/log.js';
import type { PasswordHasher } from '../../ports/password-hasher.js';
import type { RateLimited, RateLimiter } from '../../ports/rate-limiter.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../../ports/repositories/user-records.js';
import { confirmPassword } from '../confirm-password.js';
import { countNotice } from '../mail-limits.js';
import type { WrongPassword } from '../passwords.js';
import { afterCode, type CodeDeps, type TotpInvalid } from './check-code.js';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes.js';
import { noteWrongCode } from './sign-in-user.js';

/** The account has a second factor already. */
export type TotpAlreadyOn = { readonly type: 'auth.totp-already-on' };
/** There is no second factor to confirm or to remove. */
export type TotpNotFound = { readonly type: 'auth.totp-not-found' };

type Deps = CodeDeps & {
  readonly unitOfWork: UnitOfWork;
  readonly sessionReader: SessionReader;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  readonly log: Log;
  readonly noteSecurityEvent: NoteSecurityEvent;
};
/** What checking a password takes as well. */
type PasswordCheckDeps = Deps & { readonly passwordHasher: PasswordHasher };
type ByUser = { readonly caller: SignedInCaller };

/** The sign-in was not within the last 15 minutes, and no password was sent. */
export type SignInNotRecent = { readonly type: 'auth.sign-in-not-recent' };
export type BeginSecondFactorCommand = ByUser & { readonly password?: string };
export type BeginSecondFactorError = TotpAlreadyOn | SignInNotRecent | WrongPassword | RateLimited | StorageUnavailable;
/**
 * Makes a secret for an authenticator app. It counts once `ConfirmSecondFactor` has seen a code of it. Only for who has
 * just signed in or sends the password: with an old stolen session somebody could otherwise lock its owner out.
 */
export type BeginSecondFactor = (
  command: BeginSecondFactorCommand,
) => ResultAsync<{ readonly secret: string; readonly uri: string }, BeginSecondFactorError>;

export const makeBeginSecondFactor =
  (deps: PasswordCheckDeps): BeginSecondFactor =>
  ({ caller, password }) => {
    const { unitOfWork, oneTimePasswords, secrets, clock } = deps;
    const { userId } = caller;
    const secret = oneTimePasswords.newSecret();
    const confirmed: ResultAsync<
      StoredUser | undefined,
      SignInNotRecent | WrongPassword | RateLimited | StorageUnavailable
    > =
      password === undefined
        ? requireRecentSignIn(deps, caller).andThen(() => unitOfWork.read(({ users }) => users.byId(userId)))
        : confirmPassword(deps, caller, password);
    const counted = confirmed.andThen((user) => countNotice(deps, user));
    return counted.andThen(() =>
      unitOfWork.run(({ users, secondFactors, shop }) =>
        users.lock(userId).andThen((user) =>
          secondFactors.lock(userId).andThen((factor): ResultAsync<{ secret: string; uri: string }, TotpAlreadyOn> => {
            if (factor?.confirmedAt !== undefined) return errAsync({ type: 'auth.totp-already-on' });
            return secondFactors
              .save({ userId, sealedSecret: secrets.seal(secret), createdAt: clock.now(), recoveryDigests: [] })
              .andThen(() => shop.find())
              .map((details) => ({ secret, uri: oneTimePasswords.uri(secret, user?.email ?? userId, details?.name) }));
          }),
        ),
      ),
    );
  };

/** How long after a sign-in no password is needed: as long as an access token is valid. */
const recentMs = 15 * 60_000;

const requireRecentSignIn = (
  { unitOfWork, clock }: Deps,
  { sessionId = '' }: SignedInCaller,
): ResultAsync<void, SignInNotRecent | StorageUnavailable> =>
  unitOfWork
    .read(({ sessions }) => sessions.find(sessionId))
    .andThen((session) =>
      session !== undefined && Date.parse(clock.now()) - Date.parse(session.createdAt) <= recentMs
        ? okAsync(undefined)
        : errAsync({ type: 'auth.sign-in-not-recent' } as const),
    );

export type ConfirmSecondFactorError = TotpAlreadyOn | TotpNotFound | TotpInvalid | RateLimited | StorageUnavailable;
/** Turns the second factor on by a first code. Only this response contains the recovery codes. */
export type ConfirmSecondFactor = (
  command: ByUser & { readonly code: string },
) => ResultAsync<{ readonly recoveryCodes: readonly string[] }, ConfirmSecondFactorError>;

export const makeConfirmSecondFactor =
  (deps: Deps): ConfirmSecondFactor =>
  ({ caller: { userId, address }, code }) => {
    const at = deps.clock.now();
    const recoveryCodes = newRecoveryCodes(deps.secrets);
    return deps.rateLimiter
      .consume('confirmations-by-account', userId)
      .andThen(() =>
        deps.unitOfWork.run(({ secondFactors, outbox }) =>
          secondFactors
            .lock(userId)
            .andThen((factor): ResultAsync<void, TotpAlreadyOn | TotpNotFound | TotpInvalid> => {
              if (factor === undefined) return errAsync({ type: 'auth.totp-not-found' });
              if (factor.confirmedAt !== undefined) return errAsync({ type: 'auth.totp-already-on' });
              const used = afterCode(deps, factor, code, at);
              if (used === undefined) return errAsync({ type: 'auth.totp-invalid' });
              const recoveryDigests = recoveryCodes.map((each) => recoveryDigest(deps.secrets, each));
              return secondFactors
                .save({ ...used, confirmedAt: at, recoveryDigests })
                .andThen(() => outbox.add([{ type: 'account.second-factor-added', userId, at }]));
            }),
        ),
      )
      .orElse(noteWrongCode(deps, userId, address))
      .andThen(() => deps.rateLimiter.giveBack('confirmations-by-account', userId))
      .map(() => {
        deps.sessionReader.forget(userId);
        deps.log.info({ event: 'auth.totp-added', userId, address }, 'a second factor was added');
        return { recoveryCodes };
      });
  };

export type RemoveSecondFactorCommand = ByUser & ({ readonly password: string } | { readonly code: string });
export type RemoveSecondFactorError = TotpNotFound | TotpInvalid | WrongPassword | RateLimited | StorageUnavailable;
/** Turns the second factor off. It needs the password or a code, so that a stolen token is not enough. */
export type RemoveSecondFactor = (command: RemoveSecondFactorCommand) => ResultAsync<void, RemoveSecondFactorError>;

export const makeRemoveSecondFactor =
  (deps: PasswordCheckDeps): RemoveSecondFactor =>
  (command) => {
    const { userId, address } = command.caller;
    const at = deps.clock.now();
    return confirmCaller(deps, command)
      .andThen(() =>
        deps.unitOfWork.run(({ secondFactors, outbox }) =>
          secondFactors.lock(userId).andThen((factor): ResultAsync<void, TotpNotFound | TotpInvalid> => {
            if (factor?.confirmedAt === undefined) return errAsync({ type: 'auth.totp-not-found' });
            if ('code' in command && afterCode(deps, factor, command.code, at) === undefined)
              return errAsync({ type: 'auth.totp-invalid' });
            return secondFactors
              .remove(userId)
              .andThen(() => outbox.add([{ type: 'account.second-factor-removed', userId, at }]));
          }),
        ),
      )
      .orElse(noteWrongCode(deps, userId, address))
      .map(() => {
        deps.sessionReader.forget(userId);
        deps.log.warn({ event: 'auth.totp-removed', userId, address }, 'a second factor was removed');
      });
  };

/** A password is checked here; a code is counted, and checked where it is used. */
const confirmCaller = (
  deps: PasswordCheckDeps,
  command: RemoveSecondFactorCommand,
): ResultAsync<void, WrongPassword | RateLimited | StorageUnavailable> =>
  'password' in command
    ? confirmPassword(deps, command.caller, command.password).map(() => undefined)
    : deps.rateLimiter.consume('confirmations-by-account', command.caller.userId).andThen(() => okAsync(undefined));
