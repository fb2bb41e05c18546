import type { ApiKeyReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore } from '../store.js';

/** API keys of the store. Uses are noted at once. */
export const makeInMemoryApiKeyReader = ({ store }: { readonly store: InMemoryStore }): ApiKeyReader => ({
  access: (digest) =>
    store.read(({ apiKeys, users, roles }) => {
      const key = [...apiKeys.values()].find((each) => each.digest === digest);
      const maker = key === undefined ? undefined : users.get(key.userId);
      if (key === undefined || maker === undefined || maker.disabledAt !== undefined) return okAsync(undefined);
      const defined = roles.get(maker.role);
      return okAsync({
        keyId: key.id,
        permissions: key.permissions,
        ...(key.expiresAt === undefined ? {} : { expiresAt: key.expiresAt }),
        maker: {
          userId: maker.id,
          role: maker.role,
          ...(defined === undefined ? {} : { permissions: defined.permissions }),
        },
      });
    }),
  noteUse: (keyId, at) => {
    const { apiKeys } = store.committed();
    const key = apiKeys.get(keyId);
    if (key !== undefined) apiKeys.set(keyId, { ...key, lastUsedAt: at });
  },
});
