import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const block = 512;

/**
 * Unpacks a prebuilt PostgreSQL cluster, a zipped ustar archive, into a directory that does not exist yet; it appears whole or
 * not at all.
 *
 * PGlite can load the same archive, at twice the time and, when a crash interrupts it, leaving half a cluster behind.
 */
export async function unpackCluster(directory: string, packed: ArrayBuffer | Buffer): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const archive = await promisify(gunzip)(packed);
  const entries = [...entriesOf(archive)].map(({ name, content }) => ({ path: join(unfinished, name), content }));
  for (const path of new Set(entries.map((entry) => (entry.content === undefined ? entry.path : dirname(entry.path))))) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  await Promise.all(
    entries.map(async ({ path, content }) => {
      if (content !== undefined) await writeFile(path, content, { mode: 0o600 });
    }),
  );
  await rename(unfinished, directory);
}

type Entry = { readonly name: string; /** Absent for a directory. */ readonly content?: Buffer };

/** The files and directories of a ustar archive, as PGlite makes them: no links, no extended headers. */
function* entriesOf(archive: Buffer): Generator<Entry> {
  for (let at = 0; archive[at] !== undefined && archive[at] !== 0; ) {
    const text = (from: number, to: number): string => {
      const field = archive.toString('utf8', at + from, at + to);
      return field.split('\0', 1)[0] ?? '';
    };
    const [prefix, type, size] = [text(345, 500), text(156, 157), Number.parseInt(text(124, 136), 8) || 0];
    const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
    if (name.split('/').includes('..') || !['', '0', '5'].includes(type)) throw new Error(`unexpected in the cluster: ${name}`);
    const start = at + block;
    yield type === '5' ? { name } : { name, content: archive.subarray(start, start + size) };
    at = start + Math.ceil(size / block) * block;
  }
}
