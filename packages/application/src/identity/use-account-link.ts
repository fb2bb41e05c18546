import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { AccountTokenPurpose } from '../ports/repositories/account-tokens.js';
import type { Repositories } from '../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import type { AccountLinks } from './account-links.js';
import { hasExpired } from './has-expired.js';

/** The link is unknown, already used or expired. */
export type AccountLinkInvalid = { readonly type: 'auth.link-invalid' };

/** The user of a mailed link, locked. Uses up all their links for this purpose. */
export function useAccountLink(
  { clock, accountLinks }: { readonly clock: Clock; readonly accountLinks: AccountLinks },
  { accountTokens, users }: Repositories,
  purpose: AccountTokenPurpose,
  token: string,
): ResultAsync<StoredUser, AccountLinkInvalid> {
  const invalid = errAsync({ type: 'auth.link-invalid' } as const);
  const id = accountLinks.idIn(purpose, token);
  if (id === undefined) return invalid;
  return accountTokens.lock(id).andThen((stored): ResultAsync<StoredUser, AccountLinkInvalid> => {
    if (stored?.userId === undefined || stored.purpose !== purpose) return invalid;
    if (hasExpired(stored, clock.now())) return invalid;
    return users
      .lock(stored.userId)
      .andThen((user) =>
        user === undefined || user.disabledAt !== undefined
          ? invalid
          : accountTokens.removeOf(user.id, purpose).andThen(() => okAsync(user)),
      );
  });
}
