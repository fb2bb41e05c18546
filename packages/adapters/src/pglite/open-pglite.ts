import { PGlite, type Transaction } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { dataDir as prebuiltCluster } from '@electric-sql/pglite-prepopulatedfs';
import { drizzle } from 'drizzle-orm/pglite';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from '@cartwright/application';
import type { Database } from '../drizzle/connection/database.js';
import type { PoolState } from '../drizzle/connection/pool-state.js';
import { DamagedCluster, faultInCluster } from './check-cluster.js';
import { lockDirectory, type DirectoryLock } from './directory-lock.js';
import { isDiskFull, openRecoveringClient, type Client } from './recovering-client.js';
import { unpackCluster } from './unpack-cluster.js';

export type PgliteOptions = {
  readonly dataDir?: string | undefined;
  /** A zipped tar archive of the cluster that a new data directory begins with. Read only at the first boot. */
  readonly cluster?: () => Promise<Buffer | undefined>;
  /** Where a crash and the recovery from it are reported. */
  readonly log?: Pick<Log, 'error' | 'info'>;
};

/** Their code, which PGlite has beside the cluster; a migration makes them in it. */
const extensions = { pg_trgm };

export type OpenPglite = {
  readonly db: Database;
  /** One connection. */
  readonly pool: () => PoolState;
  readonly close: () => Promise<void>;
};

/**
 * PostgreSQL inside this process. With a directory it stores its data in `<dataDir>/database`, which it locks against
 * other processes; without one it stores nothing.
 *
 * The first boot unpacks a prebuilt cluster, `cluster` or an empty one: that takes a fifth of the time and half the
 * memory of making one.
 *
 * @throws DataDirectoryInUse when another process has the directory open, DamagedCluster when parts of it are missing,
 * and an error with a code of the system when the directory cannot be used or its disk is full
 * @example
 * const { db, close } = await openPglite({ dataDir: '.data' });
 */
export async function openPglite({ dataDir, cluster, log }: PgliteOptions = {}): Promise<OpenPglite> {
  if (dataDir === undefined) {
    const begin = await cluster?.();
    const loadDataDir =
      begin === undefined ? await prebuiltCluster() : new Blob([new Uint8Array(begin)], { type: 'application/gzip' });
    const client = await PGlite.create({ loadDataDir, extensions });
    return opened(client);
  }

  await mkdir(dataDir, { recursive: true });
  // Before anything is written there.
  refuseDamaged(dataDir);
  const lock = await lockDirectory(dataDir);
  try {
    return await opened(await openCluster(dataDir, cluster, log), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openCluster(
  dataDir: string,
  begin: PgliteOptions['cluster'],
  log: PgliteOptions['log'],
): Promise<Client> {
  const cluster = join(dataDir, 'database');
  if (!existsSync(cluster))
    await unpackCluster(cluster, (await begin?.()) ?? (await (await prebuiltCluster()).arrayBuffer()));
  if (await isDiskFull(cluster)) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
  // Not relaxed: a query returns once the operating system has its commit.
  const open = async (): Promise<PGlite> => PGlite.create({ dataDir: cluster, relaxedDurability: false, extensions });
  const client = await openRecoveringClient({ directory: cluster, open, log }).catch((cause: unknown) => {
    throw damaged(dataDir, cause instanceof Error ? cause.message : String(cause), cause);
  });
  const missing = await missingRelation(client, cluster);
  if (missing === undefined) return client;
  await client.close();
  throw damaged(dataDir, `${missing} is missing`);
}

function refuseDamaged(dataDir: string): void {
  const cluster = join(dataDir, 'database');
  if (existsSync(cluster)) {
    const fault = faultInCluster(cluster);
    if (fault !== undefined) throw damaged(dataDir, fault);
    return;
  }
  // Both appear after the database.
  const left = ['jwt-secret', 'files'].find((name) => existsSync(join(dataDir, name)));
  const isEmpty = left === 'files' && readdirSync(join(dataDir, 'files')).length === 0;
  if (left !== undefined && !isEmpty) throw damaged(dataDir, `database is missing, but ${left} is there`);
}

const damaged = (dataDir: string, fault: string, cause?: unknown): DamagedCluster =>
  new DamagedCluster(
    `DATA_DIR: the database in ${resolve(dataDir)} is damaged or incomplete: ${fault}. ` +
      'Restore a backup of the whole directory, or set another DATA_DIR',
    { cause },
  );

/** The first table or index whose file is not there. */
async function missingRelation(client: Client, cluster: string): Promise<string | undefined> {
  const { rows } = await client.query<{ path: string | null }>(
    'select pg_relation_filepath(oid) as path from pg_class where relpersistence = $1',
    ['p'],
  );
  return rows.flatMap(({ path }) => (path === null || existsSync(join(cluster, path)) ? [] : [path]))[0];
}

async function opened(client: Client, lock?: DirectoryLock): Promise<OpenPglite> {
  await client.exec("set time zone 'UTC'");
  takeTurns(client);
  const underWay = countWork(client);
  return {
    db: drizzle(client as PGlite) as unknown as Database,
    pool: () => {
      const active = Math.min(1, underWay());
      return { active, idle: 1 - active, waiting: underWay() - active };
    },
    close: async () => {
      try {
        await client.close();
      } finally {
        await lock?.release();
      }
    },
  };
}

/** Counts statements and transactions that have not ended. */
function countWork(client: Client): () => number {
  let underWay = 0;
  const query = client.query.bind(client);
  const transaction = client.transaction.bind(client);
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
  client.query = async (...given) => counted(async () => query(...given));
  client.transaction = async (work) => counted(async () => transaction(work));
  return () => underWay;
}

/**
 * Lets the event loop turn after each transaction. PGlite computes in this thread and responds within the same turn, so
 * work of many transactions, such as an import, would keep every request and signal waiting until its end.
 */
function takeTurns(client: Client): void {
  const transaction = client.transaction.bind(client);
  client.transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    try {
      return await transaction(work);
    } finally {
      await nextTurn();
    }
  };
}
