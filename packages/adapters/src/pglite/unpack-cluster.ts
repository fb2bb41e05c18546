import { mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const block = 512;
const zeros = Buffer.alloc(block);

/**
 * Unpacks a prebuilt PostgreSQL cluster, a zipped ustar archive, into a directory that does not exist yet; it appears whole or
 * not at all.
 *
 * In one go: nothing else is under way at a first boot, and handing 1,100 small files to other threads costs more than writing
 * them. PGlite can load the same archive, at twice the time and, when a crash interrupts it, leaving half a cluster behind.
 */
export function unpackCluster(directory: string, packed: ArrayBuffer | Buffer): void {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const archive = gunzipSync(packed, { chunkSize: 2 ** 20 });
  const entries = [...entriesOf(archive)].map(({ name, content }) => ({ path: join(unfinished, name), content }));
  for (const path of new Set(
    entries.map((entry) => (entry.content === undefined ? entry.path : dirname(entry.path))),
  )) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }
  for (const { path, content } of entries) {
    if (content === undefined) continue;
    // Half of the write-ahead log's segment is zeros: they are left out of what the disk has to take.
    const written = content.subarray(0, lengthWithoutZeros(content));
    writeFileSync(path, written, { mode: 0o600 });
    if (written.length < content.length) truncateSync(path, content.length);
  }
  renameSync(unfinished, directory);
}

/** Where the zeros at the end begin, at a multiple of a block. */
function lengthWithoutZeros(content: Buffer): number {
  let length = content.length - (content.length % block);
  if (length < content.length) return content.length;
  while (length > 0 && content.subarray(length - block, length).equals(zeros)) length -= block;
  return length;
}

type Entry = { readonly name: string; /** Absent for a directory. */ readonly content?: Buffer };

/** The files and directories of a ustar archive, as PGlite makes them: no links, no extended headers. */
function* entriesOf(archive: Buffer): Generator<Entry> {
  for (let at = 0; archive[at] !== undefined && archive[at] !== 0;) {
    const text = (from: number, to: number): string => {
      const field = archive.toString('utf8', at + from, at + to);
      return field.split('\0', 1)[0] ?? '';
    };
    const [prefix, type, size] = [text(345, 500), text(156, 157), Number.parseInt(text(124, 136), 8) || 0];
    const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
    if (name.split('/').includes('..') || !['', '0', '5'].includes(type))
      throw new Error(`unexpected in the cluster: ${name}`);
    const start = at + block;
    yield type === '5' ? { name } : { name, content: archive.subarray(start, start + size) };
    at = start + Math.ceil(size / block) * block;
  }
}
