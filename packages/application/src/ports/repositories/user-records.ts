import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { RoleName } from '../../identity/permissions.js';
import type { CursorMalformed, Page, PageRequest } from '../read-models/paging.js';

/** Somebody with an account, without what proves it. */
export type User = {
  readonly id: CustomerId;
  /** Trimmed and lower-cased; unique. */
  readonly email: string;
  readonly name: string;
  readonly role: RoleName;
  /** Customer groups; absent for none. See `customerGroupsOf`. */
  readonly groups?: readonly string[];
  readonly createdAt: Instant;
  /** Absent until its owner has used a link that was mailed there. */
  readonly emailVerifiedAt?: Instant;
};

/** With the password's hash, which leaves the shop in no answer. */
export type StoredUser = User & {
  readonly passwordHash: string;
  /** Absent while the account may be used. */
  readonly disabledAt?: Instant;
  /** Present until somebody who was invited has accepted: nobody knows a password of the account. */
  readonly invitedAt?: Instant;
};

/** Another account has the address. */
export type EmailTaken = { readonly type: 'user.email-taken'; readonly email: string };

/** Which accounts are listed. */
export type UserFilter = { readonly search?: string; readonly role?: RoleName; readonly group?: string };

/** Accounts, one an e-mail address. */
export type UserRecords = {
  readonly add: (user: StoredUser) => ResultAsync<void, EmailTaken>;
  /** Writes all of an account but its address. */
  readonly save: (user: StoredUser) => ResultAsync<void, never>;
  /** Replaces the hash of a password that is still the same. */
  readonly rehash: (id: CustomerId, hash: string, rehashed: string) => ResultAsync<void, never>;
  /** Like `byId`, locked until the transaction ends. */
  readonly lock: (id: CustomerId) => ResultAsync<StoredUser | undefined, never>;
  readonly byId: (id: CustomerId) => ResultAsync<StoredUser | undefined, never>;
  readonly byEmail: (email: string) => ResultAsync<StoredUser | undefined, never>;
  /** Everybody who has one of the roles and is not disabled, by id. */
  readonly withRoles: (roles: readonly RoleName[]) => ResultAsync<readonly User[], never>;
  /** The ids of the admins who are not disabled, locked until the transaction ends. */
  readonly lockAdmins: () => ResultAsync<readonly CustomerId[], never>;
  /** Accounts by e-mail; `search` is a part of the e-mail or of the name. */
  readonly list: (filter: UserFilter, page: PageRequest) => ResultAsync<Page<StoredUser>, CursorMalformed>;
  /** Gives everybody of one customer group another one in its place. */
  readonly renameGroup: (from: string, to: string) => ResultAsync<void, never>;
  /** Accounts that have a role, disabled ones too. */
  readonly countWithRole: (role: RoleName) => ResultAsync<number, never>;
  /** Accounts in a customer group. */
  readonly countInGroup: (group: string) => ResultAsync<number, never>;
};
