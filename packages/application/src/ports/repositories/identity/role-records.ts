import type { ResultAsync } from 'neverthrow';
import type { Permission } from '../../../identity/permissions.js';

/** A role that the shop defines. */
export type DefinedRole = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** 1, and one more with each change. */
  readonly version: number;
};

/** Another role has the name, as far as letter case and spaces at the ends go. */
export type RoleNameTaken = { readonly type: 'role.name-taken'; readonly name: string };

/** The roles that the shop defines. The ones that every shop has are not stored. */
export type RoleRecords = {
  /** By name. */
  readonly list: () => ResultAsync<readonly DefinedRole[], never>;
  readonly find: (name: string) => ResultAsync<DefinedRole | undefined, never>;
  /** Like `find`, locked until the transaction ends: nobody is given a role while it is deleted. */
  readonly lock: (name: string) => ResultAsync<DefinedRole | undefined, never>;
  readonly add: (role: DefinedRole) => ResultAsync<void, RoleNameTaken>;
  readonly save: (role: DefinedRole) => ResultAsync<void, never>;
  readonly remove: (name: string) => ResultAsync<void, never>;
};
