import type { ApiKey, ApiKeyRecords } from '@cartwright/application';
import { desc, eq, type InferSelectModel } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { apiKeys } from '../../schema.js';

/** API keys in the table `api_keys`. */
export const makeDrizzleApiKeyRecords = (tx: Database): ApiKeyRecords => ({
  list: () =>
    query(async () => {
      const rows = await tx.select().from(apiKeys).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
      return rows.map(apiKeyOf);
    }),
  add: (key) =>
    query(async () => {
      await tx.insert(apiKeys).values({ ...key, permissions: [...key.permissions] });
    }),
  remove: (id) =>
    query(async () => {
      if (!isUuid(id)) return false;
      return (await tx.delete(apiKeys).where(eq(apiKeys.id, id)).returning({ id: apiKeys.id })).length > 0;
    }),
});

const apiKeyOf = ({ digest: _digest, expiresAt, lastUsedAt, ...row }: InferSelectModel<typeof apiKeys>): ApiKey => ({
  ...row,
  ...(expiresAt === null ? {} : { expiresAt }),
  ...(lastUsedAt === null ? {} : { lastUsedAt }),
});
