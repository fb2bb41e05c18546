import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { CustomerId } from '@cartwright/domain';
import type { Clock } from '../../ports/clock.js';
import type { ProviderIdentity } from '../../ports/identity/identity-providers.js';
import type { Ids } from '../../ports/ids.js';
import type { Mailboxes } from '../../ports/mailboxes.js';
import type { PasswordHasher } from '../../ports/password-hasher.js';
import type { Repositories } from '../../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../../ports/repositories/user-records.js';
import type { Secrets } from '../../ports/secrets.js';

/** The shop refuses an identity of the provider. `reason` is sent to the `returnUrl`. */
export type LinkRefused = {
  readonly type: 'auth.link-refused';
  readonly reason: 'email_not_verified' | 'account_disabled';
};

export type LinkDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly mailboxes: Mailboxes;
  readonly passwordHasher: PasswordHasher;
  readonly secrets: Secrets;
};

/** The account of an identity, found or created when `write` runs. */
type Account = { readonly write: (repositories: Repositories) => ResultAsync<CustomerId, LinkRefused> };

/**
 * The account with the e-mail of an identity. The provider must have verified the e-mail. Nothing from the
 * provider is stored: access to the mailbox gives access to the account, as with a password reset.
 */
export function accountOf(
  deps: LinkDeps,
  { email, emailVerified, name }: ProviderIdentity,
): ResultAsync<Account, LinkRefused> {
  if (email === undefined || !emailVerified)
    return errAsync({ type: 'auth.link-refused', reason: 'email_not_verified' });
  const mailbox = deps.mailboxes.of(email);
  // A secret password, hashed before the transaction, for a new account or one whose password is replaced.
  return deps.passwordHasher.hash(deps.secrets.generate()).map((passwordHash) => ({
    write: (repositories) =>
      repositories.users.byEmail(mailbox).andThen((user) => {
        if (user === undefined) return addUser(deps, repositories, { email: mailbox, name, passwordHash });
        if (user.disabledAt !== undefined)
          return errAsync({ type: 'auth.link-refused', reason: 'account_disabled' } as const);
        return user.emailVerifiedAt === undefined ? takeOver(deps, repositories, user, passwordHash) : okAsync(user.id);
      }),
  }));
}

type NewUser = Pick<StoredUser, 'email' | 'passwordHash'> & { readonly name: string | undefined };

function addUser(
  { ids, clock }: LinkDeps,
  { users, outbox }: Repositories,
  { email, name, passwordHash }: NewUser,
): ResultAsync<CustomerId, LinkRefused> {
  const [id, at] = [ids.next(), clock.now()];
  const given = (name ?? '').trim().slice(0, longestName);
  const user: StoredUser = {
    id,
    email,
    name: given === '' ? email : given,
    role: 'customer',
    createdAt: at,
    emailVerifiedAt: at,
    passwordHash,
  };
  return (
    users
      .add(user)
      .andThen(() => outbox.add([{ type: 'account.email-verified', userId: id, at }]))
      .map(() => id)
      // The e-mail was registered since the lookup. The next try finds the account.
      .mapErr(() => ({ type: 'auth.link-refused', reason: 'email_not_verified' }) as const)
  );
}

/** Characters. */
const longestName = 200;

/**
 * An account with an unverified e-mail may be a trap: someone may have registered it with the e-mail of another person
 * and wait for them to use it. Its password, second factor, sessions and links end before the owner is signed in.
 */
const takeOver = (
  { clock }: LinkDeps,
  { users, sessions, accountTokens, secondFactors, addresses, outbox }: Repositories,
  { id }: StoredUser,
  passwordHash: string,
): ResultAsync<CustomerId, never> =>
  users.lock(id).andThen((locked) => {
    if (locked === undefined || locked.emailVerifiedAt !== undefined) return okAsync(id);
    const { invitedAt: _accepted, ...user } = locked;
    const at = clock.now();
    return (
      users
        .save({ ...user, passwordHash, emailVerifiedAt: at })
        .andThen(() => sessions.endOf(id))
        .andThen(() => accountTokens.removeOf(id, 'reset-password'))
        .andThen(() => accountTokens.removeOf(id, 'verify-email'))
        .andThen(() => accountTokens.removeOf(id, 'invitation'))
        .andThen(() => secondFactors.remove(id))
        // Checkout uses the default address if none is given.
        .andThen(() => addresses.ofUser(id))
        .andThen((planted) => ResultAsync.combine(planted.map((address) => addresses.remove(address.id))))
        .andThen(() =>
          outbox.add([
            { type: 'account.email-verified', userId: id, at },
            { type: 'account.password-changed', userId: id, at },
          ]),
        )
        .map(() => id)
    );
  });
