import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand, type Ended } from '../run-command.js';

/** A browser to drive, or what to do to have one. */
export type FoundChromium = { readonly path: string } | { readonly missing: string };

/** What the search depends on; tests hand in their own. */
export type Surroundings = {
  readonly folders: readonly string[];
  readonly isRoot: boolean;
  readonly run: (command: string, args: readonly string[]) => Promise<Ended>;
};

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const install = 'apt-get install -y --no-install-recommends chromium';

/**
 * Finds a browser on the PATH. Where there is none but apt and the right to use it, Debian's is installed, because no
 * package of npm brings a browser.
 */
export async function findChromium(around: Surroundings = here()): Promise<FoundChromium> {
  const present = await firstExecutable(around.folders, names);
  if (present !== undefined) return { path: present };
  const apt = await firstExecutable(around.folders, ['apt-get']);
  if (apt === undefined) return { missing: 'put Chromium or Chrome on the PATH' };
  if (!around.isRoot) return { missing: `sudo ${install}` };
  const [command = '', ...args] = install.split(' ');
  await around.run(command, ['update', '-qq']);
  const installed = await around.run(command, args);
  const path = await firstExecutable(around.folders, names);
  return path === undefined ? { missing: `${install}\n${installed.output}` } : { path };
}

function here(): Surroundings {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return { folders, isRoot: process.getuid?.() === 0, run: runCommand };
}

async function firstExecutable(folders: readonly string[], candidates: readonly string[]): Promise<string | undefined> {
  for (const name of candidates) {
    for (const folder of folders) {
      const path = join(folder, name);
      const usable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (usable) return path;
    }
  }
  return undefined;
}
