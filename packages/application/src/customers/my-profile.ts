import type { ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { patched, type Patch } from '../catalogue/products/patch.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Profile } from '../ports/repositories/customers/profile-records.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import type { ReadRepositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { StoredUser, User } from '../ports/repositories/user-records.js';
import { requireAccount } from '../identity/require-account.js';

/** A user with their profile. */
export type Me = { readonly user: User; readonly profile: Profile };
type Deps = { readonly unitOfWork: UnitOfWork };

/** The caller's own account. */
export type ViewMeError = AccessTokenRefused | StorageUnavailable;
export type ViewMe = (query: { readonly caller: SignedInCaller }) => ResultAsync<Me, ViewMeError>;

export const makeViewMe =
  ({ unitOfWork }: Deps): ViewMe =>
  ({ caller: { userId } }) =>
    unitOfWork.read((repositories) =>
      repositories.users
        .byId(userId)
        .andThen(requireAccount)
        .andThen((user) => withProfile(repositories, user))
        .map(withoutSecrets),
    );

export type ChangeMeCommand = {
  readonly caller: SignedInCaller;
  readonly changes: Patch<Profile> & { readonly name?: string };
};
export type ChangeMeError = ViewMeError;
/** Changes the caller's own account: `null` clears a fact, an absent one stays. */
export type ChangeMe = (command: ChangeMeCommand) => ResultAsync<Me, ChangeMeError>;

const noProfile: Profile = { marketingConsent: false, metadata: {} };

export const makeChangeMe =
  ({ unitOfWork }: Deps): ChangeMe =>
  ({ caller: { userId }, changes: { name, ...changes } }) =>
    unitOfWork.run((repositories) =>
      repositories.users
        .lock(userId)
        .andThen(requireAccount)
        .andThen((user) => withProfile(repositories, user))
        .andThen(({ user, profile }) => {
          const next = { user: { ...user, name: name ?? user.name }, profile: patched(profile, changes, noProfile) };
          return repositories.users
            .save(next.user)
            .andThen(() => repositories.profiles.save(userId, next.profile))
            .map(() => withoutSecrets(next));
        }),
    );

const withProfile = (
  { profiles }: Pick<ReadRepositories, 'profiles'>,
  user: StoredUser,
): ResultAsync<{ readonly user: StoredUser; readonly profile: Profile }, never> =>
  profiles.ofUser(user.id).map((profile) => ({ user, profile }));

const withoutSecrets = ({
  user: { passwordHash: _hash, disabledAt: _disabled, ...user },
  profile,
}: {
  readonly user: StoredUser;
  readonly profile: Profile;
}): Me => ({ user, profile });
