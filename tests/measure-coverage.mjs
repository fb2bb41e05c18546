/**
 * `pnpm test:coverage` runs the fast tests, or those that its arguments select, and prints the lines and branches that
 * they cover, by package. Code that tests run only in processes of their own, such as the entry points of the apps,
 * counts as not covered.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = ['run', '--config', 'vitest.workspace.ts', '--coverage', ...process.argv.slice(2)];
const { status } = spawnSync(`${root}node_modules/.bin/vitest`, run, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
const goal = 90;
const { total, ...files } = JSON.parse(await readFile(`${root}coverage/coverage-summary.json`, 'utf8'));

const packages = new Map();
for (const [path, { lines, branches }] of Object.entries(files)) {
  const name = relative(root, path).split('/').slice(0, 2).join('/');
  const sum = packages.get(name) ?? { lines: { total: 0, covered: 0 }, branches: { total: 0, covered: 0 } };
  for (const [kind, counted] of Object.entries({ lines, branches })) {
    sum[kind].total += counted.total;
    sum[kind].covered += counted.covered;
  }
  packages.set(name, sum);
}

const print = (line) => process.stdout.write(`${line}\n`);
const percent = ({ covered, total: all }) => (all === 0 ? 100 : (100 * covered) / all);
const cell = (counted) => `${percent(counted).toFixed(1)} %`.padStart(9);
print(`\n${'package'.padEnd(24)}${'lines'.padStart(9)}${'branches'.padStart(10)}  (goal: ${goal} %)`);
for (const [name, { lines, branches }] of [...packages].sort(([one], [other]) => one.localeCompare(other))) {
  const isBelow = [lines, branches].some((counted) => percent(counted) < goal);
  print(`${name.padEnd(24)}${cell(lines)} ${cell(branches)}${isBelow ? '  below the goal' : ''}`);
}
print(`${'all'.padEnd(24)}${cell(total.lines)} ${cell(total.branches)}`);
