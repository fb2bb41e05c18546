import { errAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { normaliseEmail } from './email-address.js';
import { openSession, type SessionDeps, type SignedIn } from './sign-in.js';

export type LogInCommand = { readonly email: string; readonly password: string };
/** The same, in words and in time, for an unknown e-mail and for a wrong password. */
export type InvalidCredentials = { readonly type: 'auth.invalid-credentials' };
export type LogInError = InvalidCredentials | StorageUnavailable;
/** Signs somebody in by e-mail and password, and begins a new family of refresh tokens. */
export type LogIn = (command: LogInCommand) => ResultAsync<SignedIn, LogInError>;

export const makeLogIn =
  (deps: SessionDeps & { readonly unitOfWork: UnitOfWork; readonly passwordHasher: PasswordHasher }): LogIn =>
  ({ email, password }) =>
    deps.unitOfWork
      .read(({ users }) => users.byEmail(normaliseEmail(email)))
      .andThen((user) =>
        deps.passwordHasher
          .verify(password, user?.passwordHash)
          .andThen((matches): ResultAsync<SignedIn, LogInError> => {
            if (user === undefined || !matches) return errAsync({ type: 'auth.invalid-credentials' });
            const { signedIn, record } = openSession(deps, user);
            return deps.unitOfWork.run(({ sessions }) => sessions.add(record)).map(() => signedIn);
          }),
      );
