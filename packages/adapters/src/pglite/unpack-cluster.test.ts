import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackCluster } from './unpack-cluster.js';

describe('a cluster that is unpacked', () => {
  let work: string;
  let directory: string;
  let packed: Buffer;
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'cartwright-unpack-'));
    directory = join(work, 'database');
    const source = join(work, 'source');
    await mkdir(join(source, 'pg_wal', 'archive_status'), { recursive: true });
    await mkdir(join(source, 'base', '1'), { recursive: true });
    await writeFile(join(source, 'pg_wal', '000000010000000000000001'), 'a record');
    await writeFile(join(source, 'base', '1', '112'), 'rows');
    await create({ cwd: source, file: join(work, 'packed'), gzip: true }, ['pg_wal', 'base']);
    packed = await readFile(join(work, 'packed'));
  });
  afterEach(() => rm(work, { recursive: true }));

  it('has every file, and empty directories', async () => {
    await unpackCluster(directory, packed);
    expect(await readFile(join(directory, 'base', '1', '112'), 'utf8')).toBe('rows');
    expect(await readdir(join(directory, 'pg_wal'))).toEqual(['000000010000000000000001', 'archive_status']);
  });

  it('is open to its owner only', async () => {
    await unpackCluster(directory, packed);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it('has its write-ahead log in the length that PostgreSQL requires, and the zeros at its end take no space', async () => {
    await unpackCluster(directory, packed);
    const path = join(directory, 'pg_wal', '000000010000000000000001');
    const content = await readFile(path);
    expect(content.equals(Buffer.concat([Buffer.from('a record'), Buffer.alloc(16 * 1024 * 1024 - 8)]))).toBe(true);
    expect((await stat(path)).blocks * 512).toBeLessThan(64 * 1024);
  });

  it.each([
    ['is cut short as a zip file', 'unexpected end of file', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'is cut short as an archive',
      'TAR_BAD_ARCHIVE',
      (bytes: Buffer) => gzipSync(gunzipSync(bytes).subarray(0, -1024 - 510)),
    ],
    ['has a damaged header', 'TAR_ENTRY_INVALID', (bytes: Buffer) => gzipSync(gunzipSync(bytes).fill(1, 10, 200))],
  ])('does not exist when its archive %s', async (_how, expected, damage) => {
    await expect(unpackCluster(directory, damage(packed))).rejects.toThrow(expected);
    expect(await readdir(work)).not.toContain('database');
  });

  it('keeps files inside the directory when the archive names them from the root', async () => {
    const source = join(work, 'source');
    await create({ file: join(work, 'packed'), gzip: true, preservePaths: true, prefix: '/', cwd: source }, [
      'pg_wal',
      'base',
    ]);
    await unpackCluster(directory, await readFile(join(work, 'packed')));
    expect(await readFile(join(directory, 'base', '1', '112'), 'utf8')).toBe('rows');
  });

  it('replaces what an interrupted attempt left', async () => {
    await mkdir(join(`${directory}.unfinished`, 'base', '99'), { recursive: true });
    await unpackCluster(directory, packed);
    expect(await readdir(join(directory, 'base'))).toEqual(['1']);
  });
});
