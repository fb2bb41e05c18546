import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Instant } from '@cartwright/domain';
import { actorOf, type StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import type { ApiKey } from '../../ports/repositories/identity/api-key-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { Secrets } from '../../ports/secrets.js';
import type { Permission } from '../permissions.js';
import { requireHeld, type PermissionNotHeld } from '../roles/held-permissions.js';

/** Prefix of every key, so that people and secret scanners recognise it. */
export const apiKeyPrefix = 'cwk_';

type Deps = { readonly unitOfWork: UnitOfWork; readonly log: Log };

/** All API keys, newest first. */
export type ListApiKeys = (query: object) => ResultAsync<readonly ApiKey[], StorageUnavailable>;

export const makeListApiKeys =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ListApiKeys =>
  () =>
    unitOfWork.read(({ apiKeys }) => apiKeys.list());

export type CreateApiKeyCommand = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Instant;
};
/** The expiry is in the past. `minimum` is now. */
export type ApiKeyExpired = {
  readonly type: 'api-key.expired';
  readonly expiresAt: Instant;
  readonly minimum: Instant;
};
/** Only people create keys. */
export type ApiKeyByKey = { readonly type: 'auth.forbidden' };
export type CreateApiKeyError = ApiKeyExpired | PermissionNotHeld | StorageUnavailable;
/** Creates a key with permissions that its creator has. Only this result contains the key. */
export type CreateApiKey = (
  command: CreateApiKeyCommand,
  staff: StaffCaller,
) => ResultAsync<ApiKey & { readonly key: string }, CreateApiKeyError | ApiKeyByKey>;

export const makeCreateApiKey =
  ({
    unitOfWork,
    log,
    clock,
    ids,
    secrets,
  }: Deps & { readonly clock: Clock; readonly ids: Ids; readonly secrets: Secrets }): CreateApiKey =>
  ({ name, permissions, expiresAt }, staff) => {
    // A stolen key must not create another key that survives its revocation.
    if (staff.type === 'api-key') return errAsync({ type: 'auth.forbidden' });
    const createdAt = clock.now();
    // A malformed instant is refused too.
    if (expiresAt !== undefined && !(Date.parse(expiresAt) > Date.parse(createdAt)))
      return errAsync({ type: 'api-key.expired', expiresAt, minimum: createdAt });
    const key = `${apiKeyPrefix}${secrets.generate()}`;
    const made: ApiKey = {
      id: ids.next(),
      name: name.trim(),
      permissions: [...new Set(permissions)],
      userId: staff.userId,
      createdAt,
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    };
    return requireHeld(staff, permissions)
      .asyncAndThen(() => unitOfWork.run(({ apiKeys }) => apiKeys.add({ ...made, digest: secrets.digest(key) })))
      .map(() => {
        const facts = { keyId: made.id, permissions: made.permissions, expiresAt, ...actorOf(staff) };
        log.info({ event: 'api-key.created', ...facts }, 'an API key was created');
        return { ...made, key };
      });
  };

export type ApiKeyNotFound = { readonly type: 'api-key.not-found'; readonly keyId: string };
export type RevokeApiKeyError = ApiKeyNotFound | StorageUnavailable;
/** Revokes a key, immediately in every process. */
export type RevokeApiKey = (
  command: { readonly keyId: string },
  staff: StaffCaller,
) => ResultAsync<void, RevokeApiKeyError>;

export const makeRevokeApiKey =
  ({ unitOfWork, log }: Deps): RevokeApiKey =>
  ({ keyId }, staff) =>
    unitOfWork
      .run(({ apiKeys }) => apiKeys.remove(keyId))
      .andThen((existed) => {
        if (!existed) return errAsync({ type: 'api-key.not-found', keyId } as const);
        log.info({ event: 'api-key.revoked', keyId, ...actorOf(staff) }, 'an API key was revoked');
        return okAsync(undefined);
      });
