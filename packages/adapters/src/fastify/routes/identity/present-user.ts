import type { SignedIn, User } from '@cartwright/application';

/** A user in responses. */
export const presentUser = ({ emailVerifiedAt, groups = [], ...user }: User) => ({
  ...user,
  groups,
  emailVerified: emailVerifiedAt !== undefined,
});

export const presentSignedIn = ({ user, accessToken, expiresIn, refreshToken }: SignedIn) => ({
  user: presentUser(user),
  accessToken,
  expiresIn,
  refreshToken,
});
