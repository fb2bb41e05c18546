import type { Dirent } from 'node:fs';
import { access, constants, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Mode, Settings } from './settings/settings.js';
import { reasonOf, StartFault } from './start-fault.js';

/**
 * Makes the data directory where it is missing.
 *
 * @throws StartFault when this process cannot write to it, or to the mail and files in it
 */
export async function prepareDataDirectory({ dataDir }: Pick<Settings, 'dataDir'>): Promise<void> {
  await usable(dataDir, () => makeDirectory(resolve(dataDir)));
  await usable(dataDir, () => access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK));
  for (const path of [join(dataDir, 'mail'), join(dataDir, 'files')]) {
    await usable(path, async () => {
      const found = await readdir(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      if (found !== undefined) await access(path, constants.W_OK | constants.X_OK);
    });
  }
}

/** Node's recursive `mkdir` never returns where the system refuses a directory as absent, as in `/proc`. */
async function makeDirectory(path: string): Promise<void> {
  const isDirectory = async (at: string): Promise<boolean> =>
    (await stat(at).catch(() => undefined))?.isDirectory() === true;
  if (await isDirectory(path)) return;
  if (dirname(path) !== path) await makeDirectory(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await isDirectory(path))) throw error;
  });
}

async function usable(path: string, use: () => Promise<unknown>): Promise<void> {
  try {
    await use();
  } catch (error) {
    throw new StartFault(`DATA_DIR: ${resolve(path)} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
}

/** A draft that is older than this was left by a process that has ended. */
const oldestDraftMs = 60 * 60 * 1000;

/**
 * Removes mails and files that a process wrote in part when it was killed or the disk was full. An embedded shop is the
 * only process on its directory; in production another process can be at work on a draft, so only old ones are removed.
 *
 * @returns how many there were
 */
export async function removeDrafts({ dataDir, mode }: Pick<Settings, 'dataDir' | 'mode'>): Promise<number> {
  const drafts = (await Promise.all(['mail', 'files'].map((name) => draftsIn(join(dataDir, name), mode)))).flat();
  await Promise.all(drafts.map((path) => rm(path, { force: true })));
  return drafts.length;
}

async function draftsIn(directory: string, mode: Mode): Promise<readonly string[]> {
  const entries: readonly Dirent[] = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && /^\.[\da-f-]{36}\.tmp$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  if (mode === 'embedded') return paths;
  const changedAt = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity,
      ),
    ),
  );
  return paths.filter((_, index) => Date.now() - (changedAt[index] ?? Infinity) > oldestDraftMs);
}
