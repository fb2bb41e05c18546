import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Permission, RoleName } from '../../identity/permissions.js';
import type { StorageUnavailable } from '../failures.js';

/** What a key grants, and what its maker may do now. */
export type ApiKeyAccess = {
  readonly keyId: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Instant;
  readonly maker: {
    readonly userId: CustomerId;
    readonly role: RoleName;
    /** What the shop grants a role of its own; absent for the roles that every shop has. */
    readonly permissions?: readonly Permission[];
  };
};

/** What API keys are worth at present, whichever process has changed them. */
export type ApiKeyReader = {
  /** By the digest of a key; `undefined` once it is revoked, or its maker is deleted or disabled. */
  readonly access: (digest: string) => ResultAsync<ApiKeyAccess | undefined, StorageUnavailable>;
  /** Notes when a key was used. It shows within seconds: a request is not to cost a write. */
  readonly noteUse: (keyId: string, at: Instant) => void;
};
