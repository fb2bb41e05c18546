import type { Database } from '../drizzle/connection/database.js';
import { isMigrated, migrate } from '../drizzle/connection/migrate.js';
import { makeReadLeases, type ReadLeases } from '../drizzle/loaders/read-leases.js';
import { setFlagsFromString } from 'node:v8';
import type { Settings } from './settings.js';

/** The database, ready to be used. */
export type Storage = {
  readonly db: Database;
  readonly kind: 'pglite' | 'postgresql';
  /** All end with each commit by `db`. */
  readonly leases: ReadLeases;
  readonly close: () => Promise<void>;
};

/** The same in every process: where there may be several, answers of HTTP are held so long after each write. */
export const readLeaseMs = 5;

/**
 * Opens PGlite in the data directory, migrated here; or PostgreSQL, which `pnpm db:migrate` has migrated before.
 *
 * @throws Error when the data directory is in use, or PostgreSQL is away or not migrated
 */
export async function openStorage({ databaseUrl, dataDir, databasePoolSize }: Settings): Promise<Storage> {
  const leases = makeReadLeases({ leaseMs: readLeaseMs, now: () => performance.now() });
  const opened = await (databaseUrl === undefined
    ? openEmbedded(dataDir, leases.endAll)
    : openServer(databaseUrl, databasePoolSize, leases.endAll));
  return { ...opened, leases };
}

type Opened = Omit<Storage, 'leases'>;

async function openEmbedded(dataDir: string, onWritten: () => void): Promise<Opened> {
  // PGlite's code is compiled fast and once: compiling what is busy a second time, better, takes most of a second of the start
  // and 60 MB, and makes small statements no faster (docs/performance.md).
  setFlagsFromString('--liftoff-only');
  // Each loaded when needed alone.
  const [{ openPglite }, { findMigratedCluster }] = await Promise.all([
    import('../pglite/open-pglite.js'),
    import('../pglite/migrated-cluster.js'),
  ]);
  // The build leaves one beside the bundle; `migrate` finds out what is missing, whatever a shop began with.
  const { db, close } = await openPglite({
    dataDir,
    cluster: async () => findMigratedCluster(import.meta.dirname),
    onWritten,
  });
  try {
    await migrate(db);
    return { db, kind: 'pglite', close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openServer(url: string, maxConnections: number, onWritten: () => void): Promise<Opened> {
  const { openPostgres } = await import('../postgres/open-postgres.js');
  const { db, close } = openPostgres({ url, maxConnections, onWritten });
  const problem = await isMigrated(db).match(
    (migrated) => (migrated ? undefined : 'the database is not migrated to this version: run pnpm db:migrate'),
    () => 'the database at DATABASE_URL does not answer',
  );
  if (problem === undefined) return { db, kind: 'postgresql', close };
  await close();
  throw new Error(problem);
}
