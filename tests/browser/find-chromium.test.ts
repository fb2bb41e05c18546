import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChromium, type Surroundings } from './find-chromium.js';

let folder: string;
let commands: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-path-'));
  commands = [];
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '');
  await chmod(path, mode);
  return path;
}

/** A machine with one folder on its PATH, on which installing puts `installs` there. */
const machine = (facts: { readonly isRoot: boolean; readonly installs?: string }): Surroundings => ({
  folders: [join(folder, 'nowhere'), folder],
  isRoot: facts.isRoot,
  run: async (command, args) => {
    commands.push([command, ...args].join(' '));
    if (args[0] === 'install' && facts.installs !== undefined) await put(facts.installs);
    return { exitCode: 0, output: 'no such package', stdout: '' };
  },
});

test('takes the browser that is on the PATH, and installs nothing', async () => {
  await put('apt-get');
  const path = await put('google-chrome');
  expect(await findChromium(machine({ isRoot: true }))).toStrictEqual({ path });
  expect(commands).toStrictEqual([]);
});

test("installs Debian's browser where that is allowed", async () => {
  await put('apt-get');
  const found = await findChromium(machine({ isRoot: true, installs: 'chromium' }));
  expect(found).toStrictEqual({ path: join(folder, 'chromium') });
  expect(commands).toStrictEqual(['apt-get update -qq', 'apt-get install -y --no-install-recommends chromium']);
});

test('says the line that would install one where that is not allowed', async () => {
  await put('apt-get');
  const found = await findChromium(machine({ isRoot: false, installs: 'chromium' }));
  expect(found).toStrictEqual({ missing: 'sudo apt-get install -y --no-install-recommends chromium' });
  expect(commands).toStrictEqual([]);
});

test('says what is missing where there is no apt', async () => {
  await put('chromium', 0o644);
  expect(await findChromium(machine({ isRoot: true }))).toStrictEqual({
    missing: 'put Chromium or Chrome on the PATH',
  });
});

test('passes on why an installation failed', async () => {
  await put('apt-get');
  const found = await findChromium(machine({ isRoot: true }));
  expect(found).toStrictEqual({
    missing: 'apt-get install -y --no-install-recommends chromium\nno such package',
  });
});
