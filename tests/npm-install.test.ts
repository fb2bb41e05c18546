import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from './run-command.js';

it('npm install fails and names the command that installs', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-npm-'));
  await copyFile(fileURLToPath(new URL('../package.json', import.meta.url)), join(directory, 'package.json'));
  const { exitCode, output } = await runCommand('npm', ['install', '--offline', '--ignore-scripts'], directory);
  await rm(directory, { recursive: true });
  expect(exitCode).not.toBe(0);
  expect(output).toContain('use pnpm (npx pnpm@12 install)');
});
