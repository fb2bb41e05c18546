import { shellBlocks } from './shell-blocks.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A block or a line that readers run, and where it is written. */
export type DocCommand = { readonly page: string; readonly heading?: string; readonly lines: string };

/** The pages with commands for readers. Decision records are not among them. */
const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'packages/domain/README.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('adr/'))
    .map((path) => `docs/${path}`),
  ...readdirSync(`${root}examples`)
    .map((name) => `examples/${name}/README.md`)
    .filter((path) => existsSync(root + path)),
];

/** What begins with the name of a program, within a sentence. */
const inSentence = /`(?<line>(?:npx|pnpm|npm|node|sh|bash|docker|curl|psql|tar|rsync|git|pg_\w+) [^`]+)`/gu;

/** The shell blocks of the documentation. */
export const blocksInDocs = (): readonly DocCommand[] =>
  pages.flatMap((page) => shellBlocks(page).map((block) => ({ page, ...block })));

/** The commands within its sentences. */
export const sentencesInDocs = (): readonly DocCommand[] =>
  pages.flatMap((page) => {
    const text = readFileSync(root + page, 'utf8').replaceAll(/^ *```[\s\S]*?^ *```$/gmu, '');
    return [...text.matchAll(inSentence)].map(({ groups = {} }) => ({
      page,
      lines: (groups['line'] ?? '').replaceAll('\n', ' '),
    }));
  });

/**
 * The commands of some lines. One that ends with a backslash continues on the next, and `npx pnpm@12` is `pnpm`.
 *
 * @example commandsOf('npx pnpm@12 check   # compiler') // ['pnpm check']
 */
export const commandsOf = (lines: string): readonly string[] =>
  lines
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) =>
      line
        .replace(/(?:^|\s+)#\s.*$/u, '')
        .replaceAll(/\s+/gu, ' ')
        .replace(/ &$/u, ''),
    )
    .map((line) => line.trim().replaceAll('npx pnpm@12', 'pnpm'))
    .filter((line) => line !== '');
