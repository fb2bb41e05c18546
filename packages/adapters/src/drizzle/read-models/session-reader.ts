import type { SessionAccess, SessionReader } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { okAsync } from 'neverthrow';
import { makeBatcher } from '../../system/batcher.js';
import { byKey, type Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { tryQuery } from '../connection/try-query.js';
import { isUuid, uuidList } from '../connection/storable-text.js';
import { roles, secondFactors, sessions, users } from '../schema.js';

/** How long access, and the prices of a group, may outlive a change of another process: as long as the catalogue. */
const maximumAgeMs = 1_000;
/** Maximum sessions cached. */
const maxCached = 20_000;

/**
 * What sessions are worth, cached by session. A change of this process clears the entries of its user, and what was
 * read before it is not stored; changes of other processes show within `maximumAgeMs`.
 */
export function makeDrizzleSessionReader({ db }: { readonly db: Database }): SessionReader {
  const keyed = byKey(db);
  const cache = new LRUCache<string, SessionAccess>({
    max: maxCached,
    ttl: maximumAgeMs,
    ttlResolution: 0,
    // Read at each call, so that tests can replace the clock.
    perf: { now: () => performance.now() },
  });
  let generation = 0;
  const load = makeBatcher<string, SessionAccess | undefined>({ concurrency: 2, maxSize: 64 }, async (ids) => {
    const rows = await accessById(keyed).execute({ ids: uuidList([...new Set(ids)]) });
    const found = new Map(
      rows.map(({ id, groups, permissions, confirmedAt, ...access }): [string, SessionAccess] => [
        id,
        {
          ...access,
          ...(groups.length === 0 ? {} : { groups }),
          ...(permissions === null ? {} : { permissions }),
          ...(confirmedAt === null ? {} : { hasSecondFactor: true }),
        },
      ]),
    );
    return ids.map((id) => found.get(id));
  });
  return {
    access: (sessionId) => {
      const cached = cache.get(sessionId);
      if (cached !== undefined) return okAsync(cached);
      if (!isUuid(sessionId)) return okAsync(undefined);
      const [start, startedIn] = [performance.now(), generation];
      return tryQuery(() => load(sessionId)).map((access) => {
        if (access !== undefined && startedIn === generation) cache.set(sessionId, access, { start });
        return access;
      });
    },
    remember: (sessionId, access) => {
      cache.set(sessionId, access);
    },
    forget: (userId) => {
      generation += 1;
      if (userId === undefined) cache.clear();
      else for (const [sessionId, access] of cache.entries()) if (access.userId === userId) cache.delete(sessionId);
    },
  };
}

const accessById = preparedOnce((db) =>
  db
    .select({
      id: sessions.id,
      userId: users.id,
      role: users.role,
      groups: users.groups,
      permissions: roles.permissions,
      confirmedAt: secondFactors.confirmedAt,
    })
    .from(sql`unnest(${sql.placeholder('ids')}::uuid[]) as wanted (id)`)
    .innerJoinLateral(
      db
        .select()
        .from(sessions)
        .where(sql`${sessions.id} = wanted.id`)
        .limit(1)
        .as('sessions'),
      sql`true`,
    )
    .innerJoinLateral(
      db
        .select()
        .from(users)
        .where(sql`${users.id} = ${sessions.userId} and ${users.disabledAt} is null`)
        .limit(1)
        .as('users'),
      sql`true`,
    )
    .leftJoin(roles, sql`${roles.name} = ${users.role}`)
    .leftJoin(secondFactors, sql`${users.role} <> 'customer' and ${secondFactors.userId} = ${users.id}`)
    .prepare('session_access'),
);
