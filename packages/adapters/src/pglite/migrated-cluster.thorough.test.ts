import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMigrated, knownMigrations } from '../drizzle/connection/migrate.js';
import { users } from '../drizzle/schema.js';
import { clusterNameOf, findMigratedCluster, makeMigratedCluster } from './migrated-cluster.js';
import { openPglite } from './open-pglite.js';

describe('the cluster that a build makes', () => {
  let directory: string;
  let dataDir: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cartwright-cluster-'));
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-begun-'));
    await writeFile(join(directory, 'cluster-of-an-older-release.tar.gz'), '');
    await makeMigratedCluster(directory);
  });
  afterAll(async () => {
    for (const made of [directory, dataDir]) await rm(made, { recursive: true });
  });

  it('takes the place of an older release’s, and leaves nothing else behind', async () => {
    expect(await readdir(directory)).toEqual([clusterNameOf()]);
  });

  it('is a shop’s beginning: migrated before anything ran, and empty', async () => {
    const { db, close } = await openPglite({ dataDir, cluster: async () => findMigratedCluster(directory) });
    expect((await isMigrated(db))._unsafeUnwrap()).toBe(true);
    expect(await db.select().from(users)).toEqual([]);
    await close();
  });

  it('is made once for the same migrations', async () => {
    const path = join(directory, clusterNameOf());
    const before = await stat(path);
    await makeMigratedCluster(directory);
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
  });

  it('is none of a release that has one migration more, or another one', async () => {
    const known = knownMigrations();
    const [others, last] = [known.slice(0, -1), known.at(-1)];
    const names = [known, others, [...others, { hash: `${last?.hash} changed` }]].map((migrations) =>
      clusterNameOf(migrations),
    );
    expect(new Set(names).size).toBe(3);
    const elsewhere = await mkdtemp(join(tmpdir(), 'cartwright-older-'));
    await rename(join(directory, clusterNameOf()), join(elsewhere, clusterNameOf(others)));
    expect(await findMigratedCluster(elsewhere)).toBeUndefined();
    await rm(elsewhere, { recursive: true });
  });
});
