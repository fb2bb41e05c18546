import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Permission } from '../../../identity/permissions.js';

/** A key by which a program calls the API, without what proves it. */
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Who made it. It ends with their account, and may never do more than they. */
  readonly userId: CustomerId;
  readonly createdAt: Instant;
  /** Absent: it does not expire. */
  readonly expiresAt?: Instant;
  /** Absent while it was never used; may be some seconds old. */
  readonly lastUsedAt?: Instant;
};

/** With the digest of the key, which is stored nowhere. */
export type StoredApiKey = ApiKey & { readonly digest: string };

/** API keys. A key that is revoked is removed. */
export type ApiKeyRecords = {
  /** The latest first. */
  readonly list: () => ResultAsync<readonly ApiKey[], never>;
  readonly add: (key: StoredApiKey) => ResultAsync<void, never>;
  /** Returns whether there was one. */
  readonly remove: (id: string) => ResultAsync<boolean, never>;
};
