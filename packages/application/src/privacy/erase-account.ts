import type { CustomerId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../audit/security-events.js';
import type { SignedInCaller, StaffCaller } from '../caller.js';
import { confirmPassword } from '../identity/confirm-password.js';
import type { LastAdmin, UserNotFound } from '../identity/manage-users.js';
import { requireRolesHeld, type PermissionNotHeld } from '../identity/roles/held-permissions.js';
import type { WrongPassword } from '../identity/passwords.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import { erasePerson, personOf, type ErasureDeps, type OrdersOpen } from './erase-person.js';

type Deps = ErasureDeps & {
  readonly unitOfWork: UnitOfWork;
  readonly sessionReader: SessionReader;
  readonly log: Log;
};

export type EraseUserError = UserNotFound | LastAdmin | PermissionNotHeld | OrdersOpen | StorageUnavailable;
/**
 * Erases the holder of an account, with the orders that they placed as a guest. Nobody erases a user who may do more
 * than they may. A repeat succeeds, too.
 */
export type EraseUser = (command: { readonly userId: string }, staff: StaffCaller) => ResultAsync<void, EraseUserError>;

export const makeEraseUser =
  (deps: Deps): EraseUser =>
  ({ userId }, staff) =>
    eraseAccount<PermissionNotHeld>(deps, userId, {
      by: staff.userId,
      isProven: () => true,
      check: ({ role }, { roles }) => requireRolesHeld(staff, roles, [role]),
    });

export type EraseMeError = WrongPassword | RateLimited | LastAdmin | OrdersOpen | StorageUnavailable;
/**
 * Erases the caller. Orders that somebody placed as a guest with the same e-mail are theirs only once they have
 * verified it: otherwise anybody could register with it and erase them.
 */
export type EraseMe = (command: {
  readonly caller: SignedInCaller;
  readonly password: string;
}) => ResultAsync<void, EraseMeError>;

export const makeEraseMe =
  (
    deps: Deps & {
      readonly passwordHasher: PasswordHasher;
      readonly rateLimiter: RateLimiter;
      readonly noteSecurityEvent: NoteSecurityEvent;
    },
  ): EraseMe =>
  ({ caller, password }) =>
    confirmPassword(deps, caller, password)
      .andThen(() =>
        eraseAccount<never>(deps, caller.userId, {
          by: caller.userId,
          isProven: ({ emailVerifiedAt }) => emailVerifiedAt !== undefined,
          check: () => okAsync(undefined),
        }),
      )
      // A concurrent request has erased it.
      .orElse((error) => (error.type === 'user.not-found' ? okAsync(undefined) : errAsync(error)));

type Erasing<E> = {
  readonly by: CustomerId;
  readonly isProven: (user: StoredUser) => boolean;
  readonly check: (user: StoredUser, repositories: Repositories) => ResultAsync<void, E>;
};

const eraseAccount = <E>(
  deps: Deps,
  userId: CustomerId,
  { by, isProven, check }: Erasing<E>,
): ResultAsync<void, E | UserNotFound | LastAdmin | OrdersOpen | StorageUnavailable> =>
  deps.unitOfWork
    .run((repositories) =>
      repositories.users.lockAdmins().andThen((admins) =>
        repositories.users
          .lock(userId)
          .andThen((user): ResultAsync<void, E | UserNotFound | LastAdmin | OrdersOpen> => {
            if (user === undefined) return acceptRepeat(repositories, userId);
            if (admins.length === 1 && admins[0] === userId) return errAsync({ type: 'user.last-admin', userId });
            const person = personOf(deps, { userId, ...(isProven(user) ? { email: user.email } : {}) });
            return check(user, repositories).andThen(() => erasePerson(deps, repositories, person, user.email));
          }),
      ),
    )
    .map(() => {
      deps.sessionReader.forget(userId);
      deps.log.info({ event: 'user.erased', userId, by }, 'a user was erased');
    });

const acceptRepeat = ({ personalData }: Repositories, userId: CustomerId): ResultAsync<void, UserNotFound> =>
  personalData
    .wasErased(userId)
    .andThen((wasErased) => (wasErased ? okAsync(undefined) : errAsync({ type: 'user.not-found', userId } as const)));

export type EraseGuestError = OrdersOpen | StorageUnavailable;
/** Erases who has ordered as a guest with an e-mail. An account of that e-mail stays. A repeat succeeds, too. */
export type EraseGuest = (
  command: { readonly email: string },
  staff: StaffCaller,
) => ResultAsync<void, EraseGuestError>;

export const makeEraseGuest =
  (deps: Omit<Deps, 'sessionReader'>): EraseGuest =>
  ({ email }, { userId: by }) =>
    deps.unitOfWork
      .run((repositories) => erasePerson(deps, repositories, personOf(deps, { email })))
      .map(() => deps.log.info({ event: 'guest.erased', by }, 'a guest was erased'));
