import { okAsync, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { RateLimiter } from '../ports/rate-limiter.js';
import type { AccountToken } from '../ports/repositories/account-tokens.js';
import type { ApplicationEvent } from '../ports/repositories/outbox.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccountLinks } from './account-links.js';
import { useAccountLink, type AccountLinkInvalid } from './use-account-link.js';

export type VerifyEmailError = AccountLinkInvalid | StorageUnavailable;
/** Marks the e-mail of an account as verified with a mailed link, once. */
export type VerifyEmail = (command: { readonly token: string }) => ResultAsync<void, VerifyEmailError>;

export const makeVerifyEmail =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly accountLinks: AccountLinks;
    readonly clock: Clock;
  }): VerifyEmail =>
  ({ token }) => {
    const at = deps.clock.now();
    return deps.unitOfWork.run((repositories) =>
      useAccountLink(deps, repositories, 'verify-email', token).andThen((user) =>
        user.emailVerifiedAt === undefined
          ? repositories.users
              .save({ ...user, emailVerifiedAt: at })
              .andThen(() => repositories.outbox.add([{ type: 'account.email-verified', userId: user.id, at }]))
          : okAsync(undefined),
      ),
    );
  };

/** A week. */
const validForMs = 7 * 86_400_000;

/** A link that verifies the e-mail of a user, and the event that mails it. */
export function verificationLink(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  userId: string,
): { readonly token: AccountToken; readonly event: ApplicationEvent } {
  const [id, at] = [ids.next(), clock.now()];
  return {
    token: { id, purpose: 'verify-email', userId, expiresAt: msAfter(at, validForMs) },
    event: { type: 'account.verification-requested', tokenId: id, at },
  };
}

/** Mails the caller another link, unless their e-mail is verified or they requested too many. */
export type RequestEmailVerification = (command: {
  readonly caller: SignedInCaller;
}) => ResultAsync<void, StorageUnavailable>;

export const makeRequestEmailVerification =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly rateLimiter: RateLimiter;
    readonly clock: Clock;
    readonly ids: Ids;
  }): RequestEmailVerification =>
  ({ caller: { userId } }) =>
    deps.unitOfWork
      .read(({ users }) => users.byId(userId))
      .andThen((user) => {
        if (user === undefined || user.emailVerifiedAt !== undefined) return okAsync(false);
        return deps.rateLimiter
          .consume('mail-by-recipient', user.email)
          .map(() => true)
          .orElse(() => okAsync(false));
      })
      .andThen((isAdmitted) => {
        if (!isAdmitted) return okAsync(undefined);
        const { token, event } = verificationLink(deps, userId);
        return deps.unitOfWork.run(({ accountTokens, outbox }) =>
          accountTokens.add(token).andThen(() => outbox.add([event])),
        );
      });
