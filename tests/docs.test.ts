import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The Markdown files of the repository, as paths from its root. */
const pages: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CODE_OF_CONDUCT.md',
  ...['docs', 'packages', 'apps', 'bench', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  ),
];
const decisions = pages.filter((path) => /^docs\/adr\/\d/u.test(path));

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gmu, '');
const words = (text: string): number => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

describe('the documentation', () => {
  it.each(pages)('%s links to files that exist', (page) => {
    const links = [...withoutCode(read(page)).matchAll(/\]\(([^)#\s]+)[^)]*\)/gu)].map(([, target = '']) => target);
    const broken = links
      .filter((target) => !/^[a-z]+:/u.test(target))
      .filter((target) => !existsSync(resolve(root, dirname(page), target)));
    expect(broken).toEqual([]);
  });

  it.each(pages)('%s names files that exist', (page) => {
    const named = [...withoutCode(read(page)).matchAll(/`((?:packages|apps|docs|tests|bench)\/[^`\s*…<:]*)`/gu)];
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

it('the documentation names only commands that package.json has', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const commands = pages.flatMap((page) => [...read(page).matchAll(/(?:npx pnpm@12|`pnpm) ([a-z][\w:-]*)/gu)]);
  const names = commands.map(([, name = '']) => name).filter((name) => !['install', 'deploy', 'pack'].includes(name));
  expect(names).toContain('start');
  expect(names.filter((name) => !(name in scripts))).toEqual([]);
});

describe('the decision records', () => {
  it('exist', () => expect(decisions.length).toBeGreaterThan(30));

  it('are all listed in the index, by number and title', () => {
    const index = read('docs/adr/README.md');
    const missing = decisions.filter((path) => {
      const [, number, title] = /^# (\d{4}) (.+)\n/u.exec(read(path)) ?? [];
      return !index.includes(`- [${number}](${path.slice('docs/adr/'.length)}) ${title}`);
    });
    expect(missing).toEqual([]);
  });

  it.each(decisions)('%s has a date and a status, and at most 350 words', (path) => {
    const text = read(path);
    expect(text).toMatch(/^# \d{4} .+\n\n- Date: \d{4}-\d\d-\d\d\n- Status: (accepted|superseded)\b/u);
    expect(words(text)).toBeLessThanOrEqual(350);
  });

  it.each(decisions)('%s states options, decision, consequences and what enforces it, or why it existed', (path) => {
    const text = read(path);
    const sections = [...text.matchAll(/^## (.+)$/gmu)].map(([, title]) => title);
    const expected = text.includes('- Status: superseded')
      ? ['Why it existed']
      : ['Context', 'Options', 'Decision', 'Consequences', 'Enforced by'];
    expect(sections).toEqual(expected);
  });

  it.each(decisions.filter((path) => !read(path).includes('- Status: superseded')))(
    '%s names what enforces it',
    (path) => {
      expect(read(path).split('## Enforced by')[1]).toMatch(/`[^`]+`/u);
    },
  );
});

describe('the change log', () => {
  const [, unreleased = ''] = read('CHANGELOG.md').split('## [Unreleased]\n');

  it('has the sections of Keep a Changelog, in their order', () => {
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    const sections = [...unreleased.matchAll(/^### (.+)$/gmu)].map(([, title = '']) => title);
    expect(sections).toEqual(known.filter((title) => sections.includes(title)));
    expect(sections).toContain('Added');
  });

  it('has one line for each entry', () => {
    const lines = unreleased.split('\n').filter((line) => line.startsWith('- ') || /^\s+\S/u.test(line));
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => !/^- [A-Z`].{5,130}\.$/u.test(line))).toEqual([]);
  });
});

it('the performance page has at most 150 lines', () => {
  expect(read('docs/performance.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});
