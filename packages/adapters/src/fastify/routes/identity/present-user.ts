import type { SignedIn, User } from '@cartwright/application';

/** A user as answers show them. */
export const presentUser = ({ emailVerifiedAt, ...user }: User) => ({
  ...user,
  emailVerified: emailVerifiedAt !== undefined,
});

export const presentSignedIn = ({ user, ...tokens }: SignedIn) => ({ user: presentUser(user), ...tokens });
