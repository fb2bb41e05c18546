import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runCommand } from '@cartwright/tests/run-command';
import { runInNode } from './run-in-node.js';

const { tarball, folder } = inject('packed');
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const tool = (name: string): string => join(repository, 'node_modules/.bin', name);

describe('the package, installed into an empty project', () => {
  let project: string;
  let promised: readonly (string | undefined)[];

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'cartwright-stranger-'));
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
    // Offline: what depends on nothing needs no registry.
    const installed = await runCommand('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], project);
    if (installed.exitCode !== 0) throw new Error(installed.output);
    const readme = await readFile(join(project, 'node_modules/@cartwright/domain/README.md'), 'utf8');
    const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    await mkdir(join(project, 'src'));
    await writeFile(join(project, 'src/example.ts'), example);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  // No skipLibCheck: the declarations are checked as well.
  it.each([
    ['Node', ['--module', 'nodenext']],
    ['a bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])("type-checks the README's example as %s resolves it", async (_name, resolution) => {
    const options = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2023',
      '--lib',
      'es2023,dom',
      '--outDir',
      'out',
    ];
    const compiled = await runCommand(tool('tsc'), [...options, ...resolution, 'src/example.ts'], project);
    expect(compiled).toMatchObject({ exitCode: 0, output: '' });
  });

  it("runs the README's example, which prints what it says", async () => {
    const ran = await runCommand(process.execPath, ['out/example.js'], project);
    expect(promised.length).toBeGreaterThan(0);
    expect(ran).toMatchObject({ exitCode: 0, output: promised.map((line) => `${line}\n`).join('') });
  });

  it('lets its users import the golden vectors as their README says', async () => {
    const readme = await readFile(join(folder, 'test-vectors/README.md'), 'utf8');
    await writeFile(join(project, 'src/check.js'), /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '');
    const ran = await runCommand(process.execPath, ['--no-warnings', 'src/check.js'], project);
    expect(ran.output).toBe('[]\n');
  });
});

describe('the package', () => {
  it('is clean for publint', async () => {
    const pack = await readFile(tarball);
    const { messages } = await publint({ pack: { tarball: new Uint8Array(pack).buffer }, strict: true });
    expect(messages).toStrictEqual([]);
  });

  it('is clean for "are the types wrong", to whoever imports ES modules', async () => {
    const checked = await runCommand(tool('attw'), ['--profile', 'esm-only', '--no-color', tarball]);
    expect(checked.output).toMatch(/node16 \(from ESM\): .*ESM/);
    expect(checked.exitCode).toBe(0);
  });

  it('weighs at most what its README says, minified and gzipped', async () => {
    const weighed = await runCommand(tool('size-limit'), ['--json'], repository);
    expect(JSON.parse(weighed.stdout)).toMatchObject([
      { passed: true, sizeLimit: 10_000 },
      { passed: true, sizeLimit: 20_000 },
    ]);
  });

  it.each(['money', 'cart', 'pricing', 'order'])('exports its %s by itself too, as part of the whole', async (part) => {
    const names = await runInNode(
      folder,
      `const [whole, part] = await Promise.all(['index', '${part}'].map((name) => import('package:dist/' + name + '.js')));
      process.stdout.write(JSON.stringify(Object.entries(part).filter(([name, value]) => whole[name] !== value)));`,
    );
    expect(names).toStrictEqual([]);
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { exports: object };
    expect(manifest.exports).toHaveProperty([`./${part}`]);
  });

  it('comes with its licence and says where its sources are', async () => {
    expect(await readFile(join(folder, 'LICENSE'), 'utf8')).toMatch(/^MIT License/);
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ license: 'MIT', repository: { directory: 'packages/domain' } });
  });

  it('depends on nothing and says that its modules do nothing when loaded', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Readonly<
      Record<string, unknown>
    >;
    expect(manifest).toMatchObject({ sideEffects: false, type: 'module' });
    expect(Object.keys(manifest).filter((key) => /^(peer|optional|bundle)?[dD]ependencies$/.test(key))).toStrictEqual(
      [],
    );
  });
});
