import { mkdirSync, readdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isLogSegment, logSegmentBytes } from './log-segment.js';

/**
 * Unpacks a prebuilt PostgreSQL cluster, a zipped tar archive, into a new directory, which appears complete or not at
 * all. Only its owner may enter it.
 *
 * Synchronous, because asynchronous writes of 1,100 small files take longer, and nothing else runs at a first boot.
 * PGlite itself needs twice the time for the archive, and leaves half a cluster behind when it is interrupted.
 *
 * @throws Error when the archive is damaged, or one of its files would lie outside the directory
 */
export async function unpackCluster(directory: string, packed: ArrayBuffer | Buffer): Promise<void> {
  // Loaded late: only a first boot needs it.
  const { UnpackSync } = await import('tar');
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    new UnpackSync({
      cwd: unfinished,
      preserveOwner: false,
      noMtime: true,
      onwarn: (code, message, data) => {
        // PGlite's own archive names its files from the root, which is information and no fault.
        if (code !== 'TAR_ENTRY_INFO') throw new Error(`${code}: ${message}`, { cause: data });
      },
    }).end(gunzipSync(packed, { chunkSize: 2 ** 20 }));
    lengthenLog(join(unfinished, 'pg_wal'));
    renameSync(unfinished, directory);
  } catch (error) {
    // On a full disk, what was unpacked would keep it full.
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/**
 * `makeMigratedCluster` leaves out the zeros at the end of the write-ahead log. As a hole in the file they take no
 * space on the disk.
 */
function lengthenLog(logDirectory: string): void {
  for (const name of readdirSync(logDirectory)) {
    if (isLogSegment(name)) truncateSync(join(logDirectory, name), logSegmentBytes);
  }
}
