import type { Database } from '../drizzle/connection/database.js';
import type { PoolState } from '../drizzle/connection/pool-state.js';
import { isMigrated, migrate } from '../drizzle/connection/migrate.js';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { logFailures } from '../postgres/log-failures.js';
import { systemClock } from '../system/system-clock.js';
import type { Settings } from './settings/settings.js';
import { databaseFault, faultCodeOf, reasonOf, StartFault } from './start-fault.js';

/** The database, ready to be used. */
export type Storage = {
  readonly db: Database;
  readonly kind: 'pglite' | 'postgresql';
  readonly pool: () => PoolState;
  readonly close: () => Promise<void>;
};

/** What PostgreSQL may take: a process that serves requests gives up sooner than one that runs jobs. */
export type StorageLimits = { readonly statementTimeoutMs?: number };

/** A request ends within 5 s, also when the backend that runs its statement is frozen. */
export const limitsOfRequests: StorageLimits = { statementTimeoutMs: 3_500 };

/**
 * Opens PGlite in the data directory, migrated here; or PostgreSQL, which `pnpm db:migrate` has migrated before.
 *
 * @throws StartFault when the data directory cannot be used, or PostgreSQL is away or not migrated
 */
export async function openStorage(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir' | 'databasePoolSize'>,
  log: Logger,
  limits: StorageLimits = {},
): Promise<Storage> {
  const { databaseUrl, dataDir, databasePoolSize } = settings;
  return databaseUrl === undefined
    ? openEmbedded(dataDir, log)
    : openServer(databaseUrl, log, { maxConnections: databasePoolSize, ...limits });
}

async function openEmbedded(dataDir: string, log: Logger): Promise<Storage> {
  // V8 compiles PGlite's code only once, without optimisation. The optimising compiler takes most of a second of the
  // start and 60 MB, and makes small statements no faster (docs/performance.md).
  setFlagsFromString('--liftoff-only');
  // Each is loaded only when it is needed.
  const [{ openPglite }, { findMigratedCluster }, { DataDirectoryInUse }, { DamagedCluster }] = await Promise.all([
    import('../pglite/open-pglite.js'),
    import('../pglite/migrated-cluster.js'),
    import('../pglite/directory-lock.js'),
    import('../pglite/check-cluster.js'),
  ]);
  try {
    // The build writes a migrated cluster beside the bundle. `migrate` runs the migrations that it does not have.
    const { db, pool, close } = await openPglite({
      dataDir,
      log,
      cluster: async () => findMigratedCluster(import.meta.dirname),
    });
    try {
      await migrate(db);
      return { db, kind: 'pglite', pool, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    if (error instanceof DataDirectoryInUse || error instanceof DamagedCluster)
      throw new StartFault(error.message, { cause: error });
    if (faultCodeOf(error) === undefined) throw error;
    throw new StartFault(`DATA_DIR: ${resolve(dataDir)} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
}

async function openServer(
  url: string,
  log: Logger,
  settings: StorageLimits & { readonly maxConnections: number },
): Promise<Storage> {
  const { openPostgres } = await import('../postgres/open-postgres.js');
  const { db, pool, close } = openPostgres({ url, ...settings, onOutage: logFailures({ log, clock: systemClock }) });
  try {
    // Outside `isMigrated`, which returns an outage without its cause.
    await db.execute(sql`select 1`);
    const migrated = await isMigrated(db).unwrapOr(false);
    if (migrated) return { db, kind: 'postgresql', pool, close };
    throw new StartFault('DATABASE_URL: the database is not migrated to this version: run pnpm db:migrate');
  } catch (error) {
    await close();
    throw databaseFault(error);
  }
}
