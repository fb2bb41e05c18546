/**
 * Vitest's global setup of the package's own tests. It builds and packs the package once, as it would be published, and
 * unpacks it: these tests see what a stranger installs, never the sources.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { runCommand } from '@cartwright/tests/run-command';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The package as it would be published, and the same unpacked. */
    packed: { readonly tarball: string; readonly folder: string };
  }
}

const sources = fileURLToPath(new URL('..', import.meta.url));

/** @returns the teardown, which removes what was packed */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-domain-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const tarball = await packInto(folder);
    await succeed('tar', ['-xzf', tarball, '-C', folder], sources);
    project.provide('packed', { tarball, folder: join(folder, 'package') });
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

/** Runs `prepack` first, which builds. */
async function packInto(folder: string): Promise<string> {
  const pack = ['pack', '--pack-destination', folder];
  // Set by whichever package manager runs the tests: a script or a program.
  const runner = process.env['npm_execpath'] ?? '';
  if (!/pnpm[^/\\]*$/.test(runner)) await succeed('npx', ['-y', 'pnpm@12', ...pack], sources);
  else if (/\.[cm]?js$/.test(runner)) await succeed(process.execPath, [runner, ...pack], sources);
  else await succeed(runner, pack, sources);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('pnpm pack made no tarball');
  return join(folder, tarball);
}

async function succeed(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, output } = await runCommand(command, args, cwd);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}: ${output}`);
}
