import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const copied = ['.oxlintrc.json', 'package.json', 'tsconfig.base.json', 'tests/lint'];

/** The packages, in the order in which they build. */
export const packages = [
  'packages/domain',
  'packages/application',
  'packages/adapters',
  'apps/worker',
  'apps/http',
] as const;
const consoleSettings = 'apps/http/console/tsconfig.json';
export type PackagePath = (typeof packages)[number];

/** What a tool answered: its exit code and, for each file it complains of, the complaints. */
export interface Verdict {
  readonly exitCode: number;
  readonly output: string;
  readonly complaints: (file: string) => string;
  /** Every file it complains of. */
  readonly files: readonly string[];
}

/** A copy of the sources in a temporary directory, to plant files in. */
export interface PlantedCopy {
  /** Its directory. */
  readonly root: string;
  readonly plant: (file: string, source: string) => Promise<void>;
  readonly lint: () => Promise<Verdict>;
  /** Builds packages with their references. */
  readonly build: (path: PackagePath) => Promise<Verdict>;
  /** Type-checks one package against the built ones below it. */
  readonly typeCheck: (path: PackagePath) => Promise<Verdict>;
  readonly remove: () => Promise<void>;
}

/**
 * Copies sources, manifests and the tools' settings. Dependencies are linked, those a manifest names and no others, and
 * the packages of the workspace to each other within the copy.
 */
export async function copyWorkspace(): Promise<PlantedCopy> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'cartwright-boundaries-')));
  for (const path of copied) await cp(join(repository, path), join(root, path), { recursive: true });
  for (const path of packages) {
    for (const part of ['src', 'package.json', 'tsconfig.json']) {
      // Tests stay out: what they import is not linked, and rules that need its types would misjudge them.
      await cp(join(repository, path, part), join(root, path, part), {
        recursive: true,
        filter: (file) => !file.endsWith('.test.ts'),
      });
    }
    await linkDependencies(root, path);
  }
  // The console's settings only: its sources use types of its libraries.
  await cp(join(repository, consoleSettings), join(root, consoleSettings));
  await mkdir(join(root, 'node_modules', '@types'), { recursive: true });
  // Where oxlint looks for its type-aware half.
  await symlink(join(repository, 'node_modules/.bin'), join(root, 'node_modules/.bin'));
  await symlink(await realpath(join(repository, 'node_modules/@types/node')), join(root, 'node_modules/@types/node'));

  const tool = (name: string, ...args: readonly string[]): Promise<{ exitCode: number; output: string }> =>
    new Promise((resolve) => {
      const command = join(repository, 'node_modules', '.bin', name);
      execFile(command, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        resolve({
          exitCode: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          output: stdout + stderr,
        });
      });
    });
  const compile = async (...args: readonly string[]): Promise<Verdict> => {
    const result = await tool('tsc', ...args, '--pretty', 'false');
    const lines = result.output.split('\n');
    return {
      ...result,
      complaints: (file) => lines.filter((line) => line.startsWith(`${file}(`)).join('\n'),
      files: lines.flatMap((line) => /^([^(\s]+)\(\d/u.exec(line)?.[1] ?? []),
    };
  };

  return {
    root,
    plant: (file, source) => writeFile(join(root, file), source),
    lint: async () => {
      const result = await tool('oxlint', '--type-aware', '--deny-warnings', '--format', 'json');
      const { diagnostics } = JSON.parse(result.output) as { diagnostics: readonly Diagnostic[] };
      const complaints = (file: string): string =>
        diagnostics
          .filter(({ filename }) => filename === file)
          .map(({ code, message, help }) => `${code}: ${message} ${help ?? ''}`)
          .join('\n');
      return { ...result, complaints, files: diagnostics.map(({ filename }) => filename) };
    },
    build: (path) => compile('-b', path),
    typeCheck: (path) => compile('-p', path, '--noEmit'),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly filename: string;
}

async function linkDependencies(root: string, path: PackagePath): Promise<void> {
  const manifest = JSON.parse(await readFile(join(repository, path, 'package.json'), 'utf8')) as Record<string, object>;
  for (const name of Object.keys({ ...manifest['dependencies'], ...manifest['devDependencies'] })) {
    const link = join(root, path, 'node_modules', name);
    const sibling = packages.find((candidate) => name === `@cartwright/${basename(candidate)}`);
    await mkdir(dirname(link), { recursive: true });
    const target = sibling ? join(root, sibling) : await realpath(join(repository, path, 'node_modules', name));
    await symlink(target, link);
  }
}
