import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DamagedCluster } from './check-cluster.js';
import { isLogSegment } from './log-segment.js';
import { openPglite } from './open-pglite.js';

/** Every file of a directory with its content, as one number. */
async function fingerprintOf(directory: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.toSorted()) hash.update(path).update(await readFile(path));
  return hash.digest('hex');
}

describe('a data directory that is damaged or incomplete', () => {
  let work: string;
  let whole: string;
  let dataDir: string;
  const inCluster = (name: string): string => join(dataDir, 'database', name);
  const firstSegment = async (): Promise<string> =>
    inCluster(`pg_wal/${(await readdir(inCluster('pg_wal'))).find(isLogSegment) ?? ''}`);

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'cartwright-damaged-'));
    whole = join(work, 'whole');
    await (await openPglite({ dataDir: whole })).close();
    await writeFile(join(whole, 'jwt-secret'), 'x');
  });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(work, 'copy-'));
    await cp(whole, dataDir, { recursive: true });
  });
  afterAll(() => rm(work, { recursive: true }));

  it.each<[string, () => Promise<unknown>]>([
    ['PG_VERSION is missing', () => rm(inCluster('PG_VERSION'))],
    ['database is missing, but jwt-secret is there', () => rm(join(dataDir, 'database'), { recursive: true })],
    [
      'global is missing',
      () => rm(inCluster('.'), { recursive: true }).then(() => mkdir(inCluster('base'), { recursive: true })),
    ],
    ['it has the format of PostgreSQL 17', () => writeFile(inCluster('PG_VERSION'), '17\n')],
    ['global/pg_control is missing', () => rm(inCluster('global/pg_control'))],
    ['global/pg_control is cut short', () => truncate(inCluster('global/pg_control'), 512)],
    ['pg_notify is missing', () => rm(inCluster('pg_notify'), { recursive: true })],
    ['is cut short', async () => truncate(await firstSegment(), 1000)],
    ['is missing', async () => rm(await firstSegment())],
    ['pg_xact/0000 is missing', () => rm(inCluster('pg_xact/0000'))],
    ['base/5/1255 is missing', () => rm(inCluster('base/5/1255'))],
    ['base/5/1255 is cut short', () => truncate(inCluster('base/5/1255'), 1000)],
    ['base/5/pg_filenode.map is missing', () => rm(inCluster('base/5/pg_filenode.map'))],
  ])('is refused by name and not changed: %s', async (fault, damage) => {
    await damage();
    const before = await fingerprintOf(dataDir);
    const opening = openPglite({ dataDir });
    await expect(opening).rejects.toBeInstanceOf(DamagedCluster);
    await expect(opening).rejects.toThrow(dataDir);
    await expect(opening).rejects.toThrow(fault);
    expect(await fingerprintOf(dataDir)).toBe(before);
  });

  it('is refused when the file of a table or index is missing', async () => {
    await rm(inCluster('base/5/2600'));
    await expect(openPglite({ dataDir })).rejects.toThrow(/damaged or incomplete: base\/5\/2600 is missing/);
  });

  it('is refused when PostgreSQL cannot read it, with the directory and not only Aborted()', async () => {
    await writeFile(inCluster('global/pg_control'), Buffer.alloc(8192, 7));
    await expect(openPglite({ dataDir })).rejects.toThrow(dataDir);
  });

  it('opens once it is whole again', async () => {
    const away = join(work, 'away');
    await rename(inCluster('pg_twophase'), away);
    await expect(openPglite({ dataDir })).rejects.toThrow('pg_twophase is missing');
    await rename(away, inCluster('pg_twophase'));
    await (await openPglite({ dataDir })).close();
  });
});
