import { okAsync, type ResultAsync } from 'neverthrow';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { RateLimiter } from '../ports/rate-limiter.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/**
 * Mails a link to the account with the e-mail. Without such an account it also succeeds, and takes as long:
 * the same rows are written, and only the mail job finds no account.
 */
export type RequestPasswordReset = (command: { readonly email: string }) => ResultAsync<void, StorageUnavailable>;

/** An hour. */
const validForMs = 3_600_000;

export const makeRequestPasswordReset =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly rateLimiter: RateLimiter;
    readonly mailboxes: Mailboxes;
    readonly clock: Clock;
    readonly ids: Ids;
  }): RequestPasswordReset =>
  ({ email }) => {
    const mailbox = deps.mailboxes.of(email);
    return deps.rateLimiter
      .consume('mail-by-recipient', mailbox)
      .map(() => true)
      .orElse(() => okAsync(false))
      .andThen((isAdmitted) => {
        const at = deps.clock.now();
        const id = deps.ids.next();
        return deps.unitOfWork.run(({ users, accountTokens, outbox }) =>
          users.byEmail(mailbox).andThen((user) => {
            const isOpen = user?.disabledAt === undefined && user?.invitedAt === undefined;
            // A reset must not accept an expired invitation.
            // Past the limit the same rows are written without an account, so that the time reveals nothing.
            const owner = isAdmitted && user !== undefined && isOpen ? { userId: user.id } : {};
            return accountTokens
              .add({ id, purpose: 'reset-password', ...owner, expiresAt: msAfter(at, validForMs) })
              .andThen(() => outbox.add([{ type: 'account.reset-requested', tokenId: id, at }]));
          }),
        );
      });
  };
