import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Role } from '../../identity/permissions.js';

/** Somebody with an account, without what proves it. */
export type User = {
  readonly id: CustomerId;
  /** Trimmed and lower-cased; unique. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly segment: 'regular' | 'premium';
  readonly createdAt: Instant;
};

/** With the password's hash, which leaves the shop in no answer. */
export type StoredUser = User & { readonly passwordHash: string };

/** Another account has the address. */
export type EmailTaken = { readonly type: 'user.email-taken'; readonly email: string };

/** Accounts, one an e-mail address. */
export type UserRecords = {
  readonly add: (user: StoredUser) => ResultAsync<void, EmailTaken>;
  readonly byId: (id: CustomerId) => ResultAsync<StoredUser | undefined, never>;
  readonly byEmail: (email: string) => ResultAsync<StoredUser | undefined, never>;
  /** Everybody who has one of the roles, by id. */
  readonly withRoles: (roles: readonly Role[]) => ResultAsync<readonly User[], never>;
  readonly countWithRole: (role: Role) => ResultAsync<number, never>;
};
