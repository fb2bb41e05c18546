/** Commands of the guides that no other test runs, as they are written, without the build that comes before. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts, prettier } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-commands-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('pnpm format formats the sources that are not', async () => {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ prettier }));
  await mkdir(join(folder, 'node_modules'));
  await symlink(join(root, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
  await writeFile(join(folder, 'loose.ts'), 'export const   greeting = "hello"');
  const path = `PATH="$PWD/node_modules/.bin:$PATH"`;
  expect(await runCommand('sh', ['-c', `${path} ${scripts.format}`], folder)).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(folder, 'loose.ts'), 'utf8')).toBe("export const greeting = 'hello';\n");
});

it('pnpm test:coverage prints the covered lines of each package', async () => {
  const [build, measure = ''] = scripts['test:coverage'].split(' && ');
  expect(build).toBe('tsc -b');
  const narrow = ['packages/domain/src/money/rate.test.ts', '--coverage.include=packages/domain/src/money/*.ts'];
  const { exitCode, output } = await runCommand('sh', ['-c', `${measure} ${narrow.join(' ')}`], root);
  expect(output).toMatch(/^packages\/domain\s+\d+\.\d %\s+\d+\.\d %/mu);
  expect(exitCode).toBe(0);
});

it('pnpm db:generate finds that the migrations make the schema', async () => {
  const { exitCode, output } = await runCommand('sh', ['-c', `npx ${scripts['db:generate']}`], root);
  expect(output).toContain('No schema changes, nothing to migrate');
  expect(exitCode).toBe(0);
});

describe.each([
  ['purchase-analytics', { POSTHOG_API_KEY: 'key' }],
  [
    'sms-on-dispatch',
    { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'token', TWILIO_FROM: '+441234567890', SMS_SHOP_NAME: 'Shop' },
  ],
])('the example %s', (name, settings) => {
  it('is deployed with what it needs, and loads from there', async () => {
    const page = await readFile(join(root, `examples/${name}/README.md`), 'utf8');
    const [command = ''] =
      new RegExp(`npx pnpm@12 --filter @cartwright/example-${name} deploy .*DIRECTORY`, 'u').exec(page) ?? [];
    const target = join(folder, 'deployed');
    // What `pnpm install` has fetched is enough.
    const line = command.replace('npx pnpm@12', pnpm()).replace('DIRECTORY', target);
    const deployed = await runCommand('sh', ['-c', `npm_config_prefer_offline=true ${line}`], root);
    expect([deployed.exitCode, deployed.output]).toEqual([0, expect.any(String)]);
    const variables = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    const load = `import(${JSON.stringify(join(target, 'index.mjs'))}).then((it) => console.log(it.default.name))`;
    const loaded = await runCommand('env', [...variables, process.execPath, '-e', load], folder);
    expect([loaded.exitCode, loaded.output]).toEqual([0, `${name}\n`]);
  });
});

/** The pnpm that runs the tests; else the one that the guides name. */
function pnpm(): string {
  const path = process.env['npm_execpath'] ?? '';
  if (!path.includes('pnpm')) return 'npx -y pnpm@12';
  return /\.[cm]?js$/u.test(path) ? `"${process.execPath}" "${path}"` : `"${path}"`;
}
