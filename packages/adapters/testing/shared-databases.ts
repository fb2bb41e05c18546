import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '../src/drizzle/connection/migrate.js';
import { openPglite } from '../src/pglite/open-pglite.js';
import { openPostgres } from '../src/postgres/open-postgres.js';
import { copyDatabase } from './copy-database.js';
import { startPostgres } from './start-postgres.js';

/** What the test files of a run share. Each is made at its first call. */
export type SharedDatabases = {
  /** Of the PostgreSQL server. */
  readonly postgresUrl: () => Promise<string>;
  /** The name of a migrated database on it, to copy. Nothing connects to it. */
  readonly migratedTemplate: () => Promise<string>;
  /** The path of a migrated, empty PGlite data directory, as a zipped tar archive. */
  readonly migratedCluster: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Starts nothing yet. */
export function shareDatabases(): SharedDatabases {
  const stops: (() => Promise<unknown>)[] = [];
  const postgresUrl = onFirstCall(async () => {
    const { url, stop } = await startPostgres();
    stops.push(stop);
    return url;
  });
  return {
    postgresUrl,
    migratedTemplate: onFirstCall(async () => {
      const name = `migrated_${randomUUID().replaceAll('-', '')}`;
      const url = await copyDatabase(await postgresUrl(), 'template0', name);
      const { db, close } = openPostgres({ url, statementTimeoutMs: 0 });
      await migrate(db);
      await close();
      return name;
    }),
    migratedCluster: onFirstCall(async () => {
      const directory = await mkdtemp(join(tmpdir(), 'cartwright-cluster-'));
      stops.push(() => rm(directory, { recursive: true, force: true }));
      const { db, close } = await openPglite();
      await migrate(db);
      const archive = await (db as unknown as { readonly $client: PGlite }).$client.dumpDataDir('gzip');
      await close();
      const path = join(directory, 'cluster.tar.gz');
      await writeFile(path, new Uint8Array(await archive.arrayBuffer()));
      return path;
    }),
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}

function onFirstCall<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
