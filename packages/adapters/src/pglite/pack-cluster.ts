import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const block = 512;

/**
 * A cluster that no process has open as a ustar archive, the form that `unpackCluster` reads: names alone, no owners or times.
 *
 * @throws Error for a name of more than 100 bytes, which no file of a cluster has
 */
export async function packCluster(directory: string): Promise<Buffer> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const entries = found.map((entry) => ({
    path: join(entry.parentPath, entry.name),
    isDirectory: entry.isDirectory(),
  }));
  const parts: Buffer[] = [];
  for (const { path, isDirectory } of entries.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
    const content = isDirectory ? Buffer.alloc(0) : await readFile(path);
    parts.push(
      header(relative(directory, path).split(sep).join('/'), isDirectory, content.length),
      content,
      Buffer.alloc(-content.length & (block - 1)),
    );
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function header(name: string, isDirectory: boolean, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`too long a name in the cluster: ${name}`);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0);
  bytes.write(isDirectory ? '0000700\0' : '0000600\0', 100);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  bytes.write(isDirectory ? '5' : '0', 156);
  bytes.write('ustar\x0000', 257);
  // The sum is taken over the header with blanks in its place.
  bytes.fill(' ', 148, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
