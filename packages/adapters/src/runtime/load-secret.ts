import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, StartFault } from './start-fault.js';

/**
 * The embedded shop's own signing secret: made at the first start and kept where only its owner reads it.
 *
 * @throws StartFault when its file cannot be used
 */
export async function loadSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'jwt-secret');
  const secret = await readOrMake(path).catch((error: unknown) => {
    throw new StartFault(`DATA_DIR: ${path} cannot be used: ${reasonOf(error)}`, { cause: error });
  });
  if (secret.length < 32)
    throw new StartFault(`DATA_DIR: ${path} has fewer than 32 characters: remove it and start again`);
  return secret;
}

async function readOrMake(path: string): Promise<string> {
  try {
    // 'wx' fails when the file is there, so a secret that is in use is never replaced.
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}
