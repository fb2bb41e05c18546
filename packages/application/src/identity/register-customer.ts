import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { EmailTaken, StoredUser } from '../ports/repositories/user-records.js';
import { normaliseEmail } from './email-address.js';
import { openSession, rememberSession, type Client, type SessionDeps, type SignedIn } from './sign-in.js';

export type RegisterCustomerCommand = {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly client?: Client;
};
export type RegisterCustomerError = EmailTaken | StorageUnavailable;
/** Makes a customer of segment `regular` and signs them in. */
export type RegisterCustomer = (command: RegisterCustomerCommand) => ResultAsync<SignedIn, RegisterCustomerError>;

export const makeRegisterCustomer =
  (
    deps: SessionDeps & { readonly unitOfWork: UnitOfWork; readonly passwordHasher: PasswordHasher },
  ): RegisterCustomer =>
  ({ email, password, name, client }) =>
    deps.passwordHasher.hash(password).andThen((passwordHash) => {
      const user: StoredUser = {
        id: deps.ids.next(),
        email: normaliseEmail(email),
        name: name.trim(),
        role: 'customer',
        segment: 'regular',
        createdAt: deps.clock.now(),
        passwordHash,
      };
      const { signedIn, session, token } = openSession(deps, user, client);
      return deps.unitOfWork
        .run(({ users, sessions }) => users.add(user).andThen(() => sessions.open(session, token)))
        .map(() => {
          rememberSession(deps, session, user);
          return signedIn;
        });
    });
