import type { Database } from '../drizzle/connection/database.js';
import { isMigrated, migrate } from '../drizzle/connection/migrate.js';
import { makeCatalogueCache, type CatalogueCache } from '../drizzle/read-models/catalogue-cache.js';
import type { ProductView } from '@cartwright/application';
import { setFlagsFromString } from 'node:v8';
import type { Settings } from './settings.js';

/** The database, ready to be used. */
export type Storage = {
  readonly db: Database;
  readonly kind: 'pglite' | 'postgresql';
  /** Cleared by every write of this process. */
  readonly catalogueCache: CatalogueCache<ProductView>;
  readonly close: () => Promise<void>;
};

/**
 * Opens PGlite in the data directory, migrated here; or PostgreSQL, which `pnpm db:migrate` has migrated before.
 *
 * @throws Error when the data directory is in use, or PostgreSQL is away or not migrated
 */
export async function openStorage({ databaseUrl, dataDir, databasePoolSize }: Settings): Promise<Storage> {
  const opened = await (databaseUrl === undefined ? openEmbedded(dataDir) : openServer(databaseUrl, databasePoolSize));
  return { ...opened, catalogueCache: makeCatalogueCache() };
}

type Opened = Omit<Storage, 'catalogueCache'>;

async function openEmbedded(dataDir: string): Promise<Opened> {
  // PGlite's code is compiled fast and once: compiling what is busy a second time, better, takes most of a second of
  // the start and 60 MB, and makes small statements no faster (docs/performance.md).
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
  });
  try {
    await migrate(db);
    return { db, kind: 'pglite', close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openServer(url: string, maxConnections: number): Promise<Opened> {
  const { openPostgres } = await import('../postgres/open-postgres.js');
  const { db, close } = openPostgres({ url, maxConnections });
  const problem = await isMigrated(db).match(
    (migrated) => (migrated ? undefined : 'the database is not migrated to this version: run pnpm db:migrate'),
    () => 'the database at DATABASE_URL does not answer',
  );
  if (problem === undefined) return { db, kind: 'postgresql', close };
  await close();
  throw new Error(problem);
}
