import type { ApiKeyAccess, ApiKeyReader } from '@cartwright/application';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { makeBatcher } from '../../system/batcher.js';
import type { Database } from '../connection/database.js';
import { tryQuery } from '../connection/try-query.js';
import { apiKeys, roles, users } from '../schema.js';

/** How long a use may wait to be written, together with others. */
const writeEveryMs = 2_000;

/**
 * What API keys are worth, and when they were used. Nothing is cached, so a revoked key stops at once in every process.
 * Uses of all keys are written together, every two seconds at most; `settle` writes what is left and must be called
 * before the database closes.
 */
export function makeDrizzleApiKeyReader({
  db,
}: {
  readonly db: Database;
}): ApiKeyReader & { readonly settle: () => Promise<void> } {
  const uses = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const load = makeBatcher<string, ApiKeyAccess | undefined>({ concurrency: 2, maxSize: 64 }, async (digests) => {
    const found = await accessByDigest(db, [...new Set(digests)]);
    return digests.map((digest) => found.get(digest));
  });
  const writeUses = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const written = [...uses];
    uses.clear();
    if (written.length === 0) return Promise.resolve();
    const values = written.map(([id, at]) => sql`(${id}::uuid, ${at}::timestamptz)`);
    return db
      .execute(
        sql`update ${apiKeys} set last_used_at = greatest(${apiKeys.lastUsedAt}, used.at)
          from (values ${sql.join(values, sql`, `)}) as used (id, at) where ${apiKeys.id} = used.id`,
      )
      .then(
        () => undefined,
        // A use that cannot be noted keeps nobody from using the key.
        () => undefined,
      );
  };
  return {
    access: (digest) => tryQuery(() => load(digest)),
    noteUse: (keyId, at) => {
      uses.set(keyId, at);
      // It keeps no process alive: what is left is written when the process stops.
      timer ??= setTimeout(() => void writeUses(), writeEveryMs).unref();
    },
    settle: writeUses,
  };
}

async function accessByDigest(db: Database, digests: readonly string[]): Promise<ReadonlyMap<string, ApiKeyAccess>> {
  const rows = await db
    .select({ key: apiKeys, userId: users.id, role: users.role, permissions: roles.permissions })
    .from(apiKeys)
    .innerJoin(users, and(eq(users.id, apiKeys.userId), isNull(users.disabledAt)))
    .leftJoin(roles, eq(roles.name, users.role))
    .where(inArray(apiKeys.digest, [...digests]));
  return new Map(
    rows.map(({ key: { id, digest, permissions, expiresAt }, ...maker }) => [
      digest,
      {
        keyId: id,
        permissions,
        ...(expiresAt === null ? {} : { expiresAt }),
        maker: {
          userId: maker.userId,
          role: maker.role,
          ...(maker.permissions === null ? {} : { permissions: maker.permissions }),
        },
      },
    ]),
  );
}
