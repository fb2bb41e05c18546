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

/** The provider vouches for somebody whom the shop does not sign in. `reason` goes to the page that they came from. */
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

/** The account of an identity, found or made when `write` runs. */
type Account = { readonly write: (repositories: Repositories) => ResultAsync<CustomerId, LinkRefused> };

/**
 * The account that has the e-mail of an identity. Only an e-mail that the provider has verified counts. Nothing of the
 * provider is stored: who reads the mailbox has the account, as with a link that sets a new password.
 */
export function accountOf(
  deps: LinkDeps,
  { email, emailVerified, name }: ProviderIdentity,
): ResultAsync<Account, LinkRefused> {
  if (email === undefined || !emailVerified)
    return errAsync({ type: 'auth.link-refused', reason: 'email_not_verified' });
  const mailbox = deps.mailboxes.of(email);
  // A password that nobody learns. Hashed before the transaction, for a new account and for one that changes hands.
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
      // Somebody has registered with the e-mail since it was looked up. The next try finds the account.
      .mapErr(() => ({ type: 'auth.link-refused', reason: 'email_not_verified' }) as const)
  );
}

/** Characters. */
const longestName = 200;

/**
 * An account whose e-mail nobody has verified may be a trap: whoever registered it, with an e-mail that is not theirs,
 * waits for the owner to use it. Its password, second factor, sessions and links end before the owner gets in.
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
        // Checkout takes the default address where none is given.
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
