import { okAsync, type ResultAsync } from 'neverthrow';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { StoredUser } from '../ports/repositories/user-records.js';

type Deps = { readonly rateLimiter: RateLimiter };

/** Whether a registration may be mailed, and how to give the point back when it fails. */
export type RegistrationMail = { readonly isAdmitted: boolean; readonly takeBack: () => ResultAsync<void, never> };

/**
 * Counts the mail of a registration. The first registration mail of an hour has a limit of its own. Later ones count
 * against the mails that the address can request, so that nobody can mail it without end by registering and deleting
 * an account again and again.
 */
export const countRegistrationMail = ({ rateLimiter }: Deps, mailbox: string): ResultAsync<RegistrationMail, never> => {
  type Limit = 'registration-mail-by-recipient' | 'mail-by-recipient';
  const takeBack = (limit: Limit) => () => rateLimiter.giveBack(limit, mailbox);
  const consume = (limit: Limit) =>
    rateLimiter.consume(limit, mailbox).map((): RegistrationMail => ({ isAdmitted: true, takeBack: takeBack(limit) }));
  return consume('registration-mail-by-recipient')
    .orElse(() => consume('mail-by-recipient'))
    .orElse(() => okAsync({ isAdmitted: false, takeBack: takeBack('mail-by-recipient') }));
};

/**
 * Counts a change that is mailed to the owner of an account. Anybody can register with the e-mail of somebody else, so
 * changes are limited until it is verified.
 */
export const countNotice = ({ rateLimiter }: Deps, user: StoredUser | undefined): ResultAsync<void, RateLimited> =>
  user === undefined || user.emailVerifiedAt !== undefined
    ? okAsync(undefined)
    : rateLimiter.consume('notices-by-recipient', user.email).map(() => undefined);
