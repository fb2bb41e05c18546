import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const manifests = [
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  ...['packages/domain', 'packages/application', 'packages/adapters', 'apps/http', 'apps/worker'].map(
    (part) => `${part}/package.json`,
  ),
];

/**
 * Installs for production as the Dockerfile does. Returns the number of third-party packages, and the megabytes (10^6
 * bytes of content) of these and of the bundles.
 */
export async function measureInstall(): Promise<{ readonly packages: number; readonly megabytes: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-install-'));
  try {
    for (const manifest of manifests) await cp(join(root, manifest), join(directory, manifest));
    await promisify(execFile)(
      'npx',
      ['-y', 'pnpm@12', 'install', '--prod', '--frozen-lockfile', '--ignore-scripts', '--filter', './apps/*'],
      { cwd: directory },
    );
    const store = join(directory, 'node_modules/.pnpm');
    const packages = (await readdir(store, { withFileTypes: true })).filter(
      (entry) => entry.isDirectory() && entry.name !== 'node_modules',
    );
    return { packages: packages.length, megabytes: ((await sizeOf(store)) + (await sizeOfBundles())) / 1e6 };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function sizeOfBundles(): Promise<number> {
  await promisify(execFile)(process.execPath, [join(root, 'apps/bundle.mjs'), '--fresh']);
  const sizes = await Promise.all(['apps/http/dist', 'apps/worker/dist'].map((dist) => sizeOf(join(root, dist))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(directory: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) sum += await sizeOf(path);
    else if (entry.isFile()) sum += (await stat(path)).size;
  }
  return sum;
}
