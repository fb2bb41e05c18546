import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));

const planted = `
import { expect, it, vi } from 'vitest';
it('is silent', () => expect(1).toBe(1));
it('prints', () => console.log('printed'));
it('warns', () => console.warn('warned'));
it('writes to the stream', () => void process.stdout.write('written'));
it('expects what is printed', () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  console.error('expected');
  expect(error).toHaveBeenCalledWith('expected');
});
`;

let root: string;
let exitCode: number | string | null | undefined;
const status = new Map<string, string>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cartwright-console-'));
  const roots = [
    'packages/domain/src',
    'packages/application',
    'packages/adapters',
    'apps/worker',
    'apps/http',
    'tests',
  ];
  for (const path of roots) await mkdir(join(root, path), { recursive: true });
  for (const path of ['vitest.workspace.ts', 'tests/refuse-console-output.ts'])
    await cp(join(repository, path), join(root, path));
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'packages/domain/src/planted.test.ts'), planted);

  const command = join(repository, 'node_modules/.bin/vitest');
  const args = [
    'run',
    '--config',
    'vitest.workspace.ts',
    '--reporter=json',
    '--outputFile=report.json',
    'packages/domain',
  ];
  exitCode = await new Promise((resolve) => {
    execFile(command, args, { cwd: root }, (error) => resolve(error === null ? 0 : error.code));
  });
  const report = JSON.parse(await readFile(join(root, 'report.json'), 'utf8')) as Report;
  for (const test of report.testResults[0]?.assertionResults ?? []) status.set(test.title, test.status);
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

it.each(['prints', 'warns', 'writes to the stream'])('fails a test that %s unasked', (title) => {
  expect(status.get(title)).toBe('failed');
});

it.each(['is silent', 'expects what is printed'])('lets pass a test that %s', (title) => {
  expect(status.get(title)).toBe('passed');
});

it('fails the run', () => {
  expect(exitCode).toBe(1);
});
