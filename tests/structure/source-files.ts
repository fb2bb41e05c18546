import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A source file: its path from the root of the repository, with `/`, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

const repository = fileURLToPath(new URL('../..', import.meta.url));
const roots = ['packages', 'apps', 'tests', 'bench'];
const notOurs = new Set(['node_modules', 'dist', 'coverage', 'reports', '.stryker-tmp', '.tmp']);

/** Every TypeScript file and script of the repository. */
export async function readSourceFiles(): Promise<readonly SourceFile[]> {
  const paths = (await Promise.all(roots.map(filesBelow))).flat().filter((path) => /\.(ts|tsx|mjs)$/u.test(path));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(repository, path), 'utf8') })));
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(join(repository, directory), { withFileTypes: true });
  const found = entries
    .filter(({ name }) => !notOurs.has(name))
    .map(async (entry) => {
      const path = `${directory}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
  return (await Promise.all(found)).flat();
}

export const isTest = (path: string): boolean => path.endsWith('.test.ts');

const imports = /(?:\bfrom\s*|\bimport\s*\(?\s*)'([^']+)'/gu;

/** The modules that a source imports, as it names them. */
export const importsOf = (text: string): readonly string[] =>
  [...withoutComments(text).matchAll(imports)].map(([, specifier = '']) => specifier);

/** Removes comments that begin their line, which may contain examples. */
export const withoutComments = (text: string): string =>
  text.replaceAll(/^\s*\/\*[\s\S]*?\*\//gmu, '').replaceAll(/^\s*\/\/.*$/gmu, '');
