import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from './run-command.js';

it('pnpm test:thorough runs laws and races at full length', () => {
  expect(process.env['THOROUGH']).toBe('true');
  expect(Number(process.env['FC_RUNS'])).toBeGreaterThan(200);
});

it('a single folder of tests is run as the guide for contributors writes it', async () => {
  const guide = readFileSync(new URL('../docs/contributing.md', import.meta.url), 'utf8');
  const [line = ''] = /npx vitest run .+/u.exec(guide) ?? [];
  const [, , ...args] = line.split(' ');
  expect(args.at(-1)).toBe('packages/domain/src/money');
  const vitest = fileURLToPath(new URL('../node_modules/.bin/vitest', import.meta.url));
  const { exitCode, output } = await runCommand(vitest, args, fileURLToPath(new URL('..', import.meta.url)));
  expect(output).toMatch(/Test Files\s+.*passed/u);
  expect(exitCode).toBe(0);
});
