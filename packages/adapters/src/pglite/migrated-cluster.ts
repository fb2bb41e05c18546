import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, mkdtemp, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { knownMigrations, migrate } from '../drizzle/connection/migrate.js';
import { isLogSegment } from './log-segment.js';
import { openPglite } from './open-pglite.js';

/**
 * What a migrated cluster is called: of the migrations in it, in their order, and of PGlite's version, whose format it
 * has. With any other migration it has another name, so none is ever taken for what it is not.
 *
 * @example clusterNameOf([{ hash: 'f00d' }]) // 'cluster-93c51d70a6e0b1f4.tar.gz'
 */
export function clusterNameOf(migrations: readonly { readonly hash: string }[] = knownMigrations()): string {
  const of = [pgliteVersion(), ...migrations.map(({ hash }) => hash)].join('\n');
  return `cluster-${createHash('sha256').update(of).digest('hex').slice(0, 16)}.tar.gz`;
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return (JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as { readonly version: string })
    .version;
}

/**
 * The archive, in a directory, of the cluster with all of this release's migrations; `undefined` where there is none.
 */
export async function findMigratedCluster(directory: string): Promise<Buffer | undefined> {
  return readFile(join(directory, clusterNameOf())).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * Makes that archive unless it is there, in the place of older releases': a shop that begins with it is migrated before
 * it has run a statement.
 *
 * @example await makeMigratedCluster('dist')
 */
export async function makeMigratedCluster(directory: string): Promise<void> {
  const path = join(directory, clusterNameOf());
  if (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    return;
  const work = await mkdtemp(join(directory, 'making-'));
  try {
    const { db, close } = await openPglite({ dataDir: work });
    try {
      await migrate(db);
    } finally {
      await close();
    }
    const draft = join(work, 'draft');
    // Loaded late: only a build needs it.
    const { create } = await import('tar');
    const cluster = join(work, 'database');
    await shortenLog(join(cluster, 'pg_wal'));
    await create({ cwd: cluster, file: draft, gzip: true, portable: true, noMtime: true }, await readdir(cluster));
    const older = (await readdir(directory)).filter((name) => /^cluster-.*\.tar\.gz$/u.test(name));
    await rename(draft, path);
    await Promise.all(older.map(async (name) => rm(join(directory, name), { force: true })));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Leaves out the zeros at the end of the write-ahead log, half of its length; `unpackCluster` adds them again. */
async function shortenLog(logDirectory: string): Promise<void> {
  for (const name of (await readdir(logDirectory)).filter(isLogSegment)) {
    const content = await readFile(join(logDirectory, name));
    let length = content.length;
    while (length > 0 && content[length - 1] === 0) length -= 1;
    await truncate(join(logDirectory, name), length);
  }
}
