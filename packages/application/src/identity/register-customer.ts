import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { addressGroup } from '../limits/address-group.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { EmailTaken, StoredUser } from '../ports/repositories/user-records.js';
import { countRegistrationMail } from './mail-limits.js';
import { hashNewPassword, refuseGuessable, type PasswordDeps, type PasswordRefused } from './passwords.js';
import { openSession, rememberSession, type Client, type SessionDeps, type SignedIn } from './sign-in.js';
import { verificationLink } from './verify-email.js';

export type RegisterCustomerCommand = {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly client?: Client;
};
export type RegisterCustomerError = EmailTaken | PasswordRefused | RateLimited | StorageUnavailable;
/**
 * Registers a customer without groups, signs them in, and mails a link that verifies their e-mail. They request it
 * themselves where the address has had too many mails.
 */
export type RegisterCustomer = (command: RegisterCustomerCommand) => ResultAsync<SignedIn, RegisterCustomerError>;

type Deps = SessionDeps &
  PasswordDeps & {
    readonly unitOfWork: UnitOfWork;
    readonly mailboxes: Mailboxes;
    readonly rateLimiter: RateLimiter;
  };

export const makeRegisterCustomer =
  (deps: Deps): RegisterCustomer =>
  ({ email, password, name, client = {} }) =>
    countRegistration(deps, client)
      .andThen((takeBack) =>
        deps.unitOfWork
          .read((repositories) => refuseGuessable(deps, repositories, password, { email, name }))
          .andThen(() => hashNewPassword(deps, password))
          .orElse((refused) => takeBack().andThen(() => errAsync(refused))),
      )
      .andThen((passwordHash) =>
        countRegistrationMail(deps, deps.mailboxes.of(email)).map((mail) => ({ passwordHash, mail })),
      )
      .andThen(({ passwordHash, mail }) => {
        const user: StoredUser = {
          id: deps.ids.next(),
          email: deps.mailboxes.of(email),
          name: name.trim(),
          role: 'customer',
          createdAt: deps.clock.now(),
          passwordHash,
        };
        const { signedIn, session, token } = openSession(deps, user, client);
        const verification = verificationLink(deps, user.id);
        return (
          deps.unitOfWork
            .run(({ users, sessions, accountTokens, outbox }) =>
              users
                .add(user)
                .andThen(() => sessions.open(session, token))
                .andThen(() => (mail.isAdmitted ? accountTokens.add(verification.token) : okAsync(undefined)))
                .andThen(() => (mail.isAdmitted ? outbox.add([verification.event]) : okAsync(undefined))),
            )
            // Nobody uses up the mails of an address by failing to register with it.
            .orElse((error) => mail.takeBack().andThen(() => errAsync(error)))
            .map(() => {
              rememberSession(deps, session, user);
              return signedIn;
            })
        );
      });

/** Counts an attempt before hashing a password. */
function countRegistration({ rateLimiter }: Deps, { address }: Client) {
  if (address === undefined) return okAsync<() => ResultAsync<void, never>, RateLimited>(() => okAsync(undefined));
  const key = addressGroup(address);
  return rateLimiter
    .consume('registrations-by-address', key)
    .map(() => () => rateLimiter.giveBack('registrations-by-address', key));
}
