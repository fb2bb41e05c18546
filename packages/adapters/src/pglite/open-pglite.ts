import { PGlite, type Transaction } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { dataDir as prebuiltCluster } from '@electric-sql/pglite-prepopulatedfs';
import { drizzle } from 'drizzle-orm/pglite';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../drizzle/connection/database.js';
import { lockDirectory, type DirectoryLock } from './directory-lock.js';
import { unpackCluster } from './unpack-cluster.js';

export type PgliteOptions = {
  readonly dataDir?: string | undefined;
  /** A zipped tar archive of the cluster that a new data directory begins with. Read only at the first boot. */
  readonly cluster?: () => Promise<Buffer | undefined>;
};

/** Their code, which PGlite has beside the cluster; a migration makes them in it. */
const extensions = { pg_trgm };

export type OpenPglite = { readonly db: Database; readonly close: () => Promise<void> };

/**
 * PostgreSQL inside this process. With a directory it keeps its data in `<dataDir>/database`, each commit with the
 * operating system before it is answered, and locks it against other processes; without one it keeps nothing.
 *
 * The first boot unpacks a prebuilt cluster, which takes a fifth of the time and half the memory of making one: what
 * `cluster` answers, or else an empty one.
 *
 * @throws DataDirectoryInUse when another process has the directory open
 * @example
 * const { db, close } = await openPglite({ dataDir: '.data' });
 */
export async function openPglite({ dataDir, cluster }: PgliteOptions = {}): Promise<OpenPglite> {
  if (dataDir === undefined) {
    const begin = await cluster?.();
    const loadDataDir =
      begin === undefined ? await prebuiltCluster() : new Blob([new Uint8Array(begin)], { type: 'application/gzip' });
    return opened(await PGlite.create({ loadDataDir, extensions }));
  }

  await mkdir(dataDir, { recursive: true });
  const lock = await lockDirectory(dataDir);
  try {
    return await opened(await openCluster(dataDir, cluster), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openCluster(dataDir: string, begin: PgliteOptions['cluster']): Promise<PGlite> {
  const cluster = join(dataDir, 'database');
  if (!existsSync(cluster))
    await unpackCluster(cluster, (await begin?.()) ?? (await (await prebuiltCluster()).arrayBuffer()));
  // Not relaxed: a query is answered once its commit is with the operating system.
  return PGlite.create({ dataDir: cluster, relaxedDurability: false, extensions });
}

async function opened(client: PGlite, lock?: DirectoryLock): Promise<OpenPglite> {
  await client.exec("set time zone 'UTC'");
  takeTurns(client);
  return {
    db: drizzle(client) as unknown as Database,
    close: async () => {
      try {
        if (!client.closed) await client.close();
      } finally {
        await lock?.release();
      }
    },
  };
}

/**
 * Lets the event loop turn after each transaction. PGlite computes in this thread and answers within the same turn, so
 * work of many transactions, such as an import, would keep every request and signal waiting until its end.
 */
function takeTurns(client: PGlite): void {
  const transaction = client.transaction.bind(client);
  client.transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    try {
      return await transaction(work);
    } finally {
      await nextTurn();
    }
  };
}
