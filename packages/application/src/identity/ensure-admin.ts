import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { EmailTaken } from '../ports/repositories/user-records.js';

/** Creates the first admin if there is none; returns whether it did. */
export type EnsureAdmin = (command: {
  readonly email: string;
  readonly password: string;
}) => ResultAsync<boolean, EmailTaken | StorageUnavailable>;

export const makeEnsureAdmin =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly passwordHasher: PasswordHasher;
    readonly mailboxes: Mailboxes;
    readonly clock: Clock;
    readonly ids: Ids;
  }): EnsureAdmin =>
  ({ email, password }) =>
    hasAdmin(deps).andThen((known) =>
      known
        ? okAsync(false)
        : deps.passwordHasher
            .hash(password.normalize('NFC'))
            .andThen((passwordHash) =>
              deps.unitOfWork.run(({ users }) =>
                users.add({
                  id: deps.ids.next(),
                  email: deps.mailboxes.of(email),
                  emailVerifiedAt: deps.clock.now(),
                  name: 'Administrator',
                  role: 'admin',
                  createdAt: deps.clock.now(),
                  passwordHash,
                }),
              ),
            )
            .map(() => true)
            // Two processes that start at once both find no admin: the one that lost has what it wanted. An address
            // that a customer has stays taken.
            .orElse((error) => hasAdmin(deps).andThen((made) => (made ? okAsync(false) : errAsync(error)))),
    );

const hasAdmin = ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ResultAsync<boolean, StorageUnavailable> =>
  unitOfWork.run(({ users }) => users.countWithRole('admin')).map((admins) => admins > 0);
