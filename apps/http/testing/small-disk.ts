import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

/** A file system of its own in memory, which a test can fill. */
export type SmallDisk = { readonly path: string; readonly remove: () => Promise<void> };

/** Mounts one. Linux allows that to root only; see `canMount`. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const path = await mkdtemp(join(tmpdir(), 'cartwright-disk-'));
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path)) throw new Error(`cannot mount ${path}`);
  return {
    path,
    remove: async () => {
      run('umount', '-l', path);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Whether small disks can be mounted here. */
export const canMount = await (async () => {
  const disk = await mountSmallDisk(1).catch(() => undefined);
  await disk?.remove();
  return disk !== undefined;
})();
