import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSigningKeys, type SigningKeys } from './settings/signing-keys.js';
import { reasonOf, StartFault } from './start-fault.js';

/**
 * The embedded shop's own signing secret, or two while it is being replaced. It is made at the first start and stored
 * where only its owner reads it.
 *
 * @throws StartFault when its file cannot be used
 */
export async function loadSecret(dataDir: string): Promise<SigningKeys> {
  const path = join(dataDir, 'jwt-secret');
  const text = await readOrMake(path).catch((error: unknown) => {
    throw new StartFault(`DATA_DIR: ${path} cannot be used: ${reasonOf(error)}`, { cause: error });
  });
  const keys = readSigningKeys(text);
  if (keys === undefined)
    throw new StartFault(`DATA_DIR: ${path} has fewer than 32 characters: remove it and start again`);
  return keys;
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
