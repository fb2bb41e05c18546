import { describeFileStoreContract } from '@cartwright/application/contracts/file-store';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeLocalFileStore } from './local-file-store.js';

const limit = { maximumBytes: 1000 };

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describeFileStoreContract('local files', async () => {
  const root = await mkdtemp(join(tmpdir(), 'cartwright-files-'));
  const directory = join(root, 'files');
  return {
    store: makeLocalFileStore({ directory }),
    // A file where the directory should be: nothing can be written below it.
    goAway: () => writeFile(directory, ''),
    dispose: () => rm(root, { recursive: true }),
  };
});

describe('files on a disk', () => {
  let root: string;
  let directory: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cartwright-files-'));
    directory = join(root, 'files');
    return () => rm(root, { recursive: true });
  });

  it('lie where their keys say, and nothing half done lies beside them', async () => {
    const store = makeLocalFileStore({ directory });
    await store.put('digital/one', once('one'), limit);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('the sender is gone');
    }
    await store.put('digital/two', broken(), limit);
    await store.put('digital/three', once('far too much'), { maximumBytes: 3 });
    expect(await readdir(join(directory, 'digital'))).toEqual(['one']);
    expect(await readFile(join(directory, 'digital', 'one'), 'utf8')).toBe('one');
  });

  it('leave no draft of a killed process for longer than a day, nor remove one that is written', async () => {
    await mkdir(join(directory, 'imports'), { recursive: true });
    const drafts = ['old', 'new'].map((name) => join(directory, 'imports', `.${name}.tmp`));
    for (const draft of drafts) await writeFile(draft, 'half');
    const before = (ms: number) => new Date(Date.now() - ms);
    await utimes(drafts[0] ?? '', before(86_500_000), before(86_500_000));
    await utimes(drafts[1] ?? '', before(80_000_000), before(80_000_000));
    await makeLocalFileStore({ directory }).put('imports/one', once('one'), limit);
    expect((await readdir(join(directory, 'imports'))).sort()).toEqual(['.new.tmp', 'one']);
  });

  it('are read to their end by whoever has begun, also when another takes their place or they are removed', async () => {
    const store = makeLocalFileStore({ directory });
    const long = 'x'.repeat(200_000);
    await store.put('digital/one', once(long), { maximumBytes: 1_000_000 });
    const reading = (await store.read('digital/one'))._unsafeUnwrap()?.content[Symbol.asyncIterator]();
    const first = await reading?.next();
    await store.put('digital/one', once('another'), limit);
    await store.remove('digital/one');
    let size = first?.value?.byteLength ?? 0;
    for (let next = await reading?.next(); next !== undefined && next.done !== true; next = await reading?.next()) {
      size += next.value.byteLength;
    }
    expect(size).toBe(long.length);
  });

  it('are unavailable while the disk gives nothing', async () => {
    const store = makeLocalFileStore({ directory });
    await symlink(directory, directory);
    expect((await store.read('digital/one'))._unsafeUnwrapErr().type).toBe('files.unavailable');
    expect((await store.remove('digital/one'))._unsafeUnwrapErr().type).toBe('files.unavailable');
  });
});
