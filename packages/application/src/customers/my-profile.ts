import { errAsync, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { patched, type Patch } from '../catalogue/products/patch.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Profile } from '../ports/repositories/customers/profile-records.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import type { ReadRepositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { StoredUser, User } from '../ports/repositories/user-records.js';
import { requireAccount } from '../identity/require-account.js';

/** A user with their profile, and whether signing in needs a second factor. */
export type Me = { readonly user: User; readonly profile: Profile; readonly hasSecondFactor: boolean };
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
  /** Whether the account is as the caller last read it. Absent: it is changed in any state. */
  readonly isExpected?: (me: Me) => boolean;
};
export type ChangeMeError = ViewMeError | { readonly type: 'user.stale' };
/** Changes the caller's own account: `null` clears a fact, an absent one stays. */
export type ChangeMe = (command: ChangeMeCommand) => ResultAsync<Me, ChangeMeError>;

/** The profile of a user who has stated nothing. */
export const emptyProfile: Profile = { marketingConsent: false, metadata: {} };

export const makeChangeMe =
  ({ unitOfWork }: Deps): ChangeMe =>
  ({ caller: { userId }, changes: { name, ...changes }, isExpected = () => true }) =>
    unitOfWork.run((repositories) =>
      repositories.users
        .lock(userId)
        .andThen(requireAccount)
        .andThen((user) => withProfile(repositories, user))
        .andThen(({ user, profile, ...me }): ResultAsync<Me, { readonly type: 'user.stale' }> => {
          if (!isExpected(withoutSecrets({ ...me, user, profile }))) return errAsync({ type: 'user.stale' });
          const next = {
            ...me,
            user: { ...user, name: name ?? user.name },
            profile: patched(profile, changes, emptyProfile),
          };
          return repositories.users
            .save(next.user)
            .andThen(() => repositories.profiles.save(userId, next.profile))
            .map(() => withoutSecrets(next));
        }),
    );

type StoredMe = Omit<Me, 'user'> & { readonly user: StoredUser };

const withProfile = (
  { profiles, secondFactors }: Pick<ReadRepositories, 'profiles' | 'secondFactors'>,
  user: StoredUser,
): ResultAsync<StoredMe, never> =>
  profiles
    .ofUser(user.id)
    .andThen((profile) =>
      secondFactors
        .find(user.id)
        .map((factor) => ({ user, profile, hasSecondFactor: factor?.confirmedAt !== undefined })),
    );

const withoutSecrets = ({ user: { passwordHash: _hash, disabledAt: _disabled, ...user }, ...me }: StoredMe): Me => ({
  ...me,
  user,
});
