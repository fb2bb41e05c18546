import { watch } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** The mails that an embedded shop has left in its data directory. */
export async function mailsIn(dataDir: string): Promise<readonly Email[]> {
  const directory = join(dataDir, 'mail');
  await mkdir(directory, { recursive: true });
  const names = (await readdir(directory)).filter((name) => name.endsWith('.eml'));
  return Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(directory, name)))));
}

/** Resolves as soon as there are `count` mails or more. */
export async function mailsWritten(dataDir: string, count: number): Promise<readonly Email[]> {
  const directory = join(dataDir, 'mail');
  await mkdir(directory, { recursive: true });
  const changes = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        mailsIn(dataDir).then((mails) => (mails.length >= count ? resolve(mails) : undefined), reject);
      };
      watch(directory, { signal: changes.signal }, look);
      look();
    });
  } finally {
    changes.abort();
  }
}
