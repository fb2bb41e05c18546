import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A shell block of a Markdown page, with the heading above it. */
export type ShellBlock = { readonly heading: string; readonly lines: string };

/**
 * The shell blocks of a page, from top to bottom.
 *
 * @example shellBlocks('docs/storefront.md').map(({ heading }) => heading) // ['Basics', …]
 */
export function shellBlocks(path: string): readonly ShellBlock[] {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  let heading = '';
  return [...text.matchAll(/^#+ (?<heading>.+)$|^```sh\n(?<lines>[\s\S]*?)^```$/gmu)].flatMap(({ groups = {} }) => {
    if (groups['heading'] !== undefined) heading = groups['heading'];
    return groups['lines'] === undefined ? [] : [{ heading, lines: groups['lines'] }];
  });
}

type Terminal = {
  readonly cwd: string;
  /** The address of the shop. */
  readonly url: string;
  readonly settings?: Readonly<Record<string, string>>;
};

/** Runs lines as they are pasted into a terminal. Any command that fails ends it. */
export async function paste(lines: string, { cwd, url, settings = {} }: Terminal): Promise<string> {
  const here = lines.replaceAll('http://127.0.0.1:3000', url);
  const env = { ...process.env, ...settings };
  return (await run('bash', ['-euo', 'pipefail', '-c', here], { cwd, env })).stdout;
}
