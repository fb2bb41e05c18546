import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { blocksInDocs, commandsOf, sentencesInDocs, type DocCommand } from './commands-in-docs.js';
import { pastedBlocks, testedCommands } from './tested-commands.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const keysOf = ({ page, heading }: DocCommand): readonly string[] => [page, `${page}: ${heading ?? ''}`];
const isPasted = (block: DocCommand): boolean => keysOf(block).some((key) => key in pastedBlocks);

const blocks = blocksInDocs();
const commands = [...blocks.filter((block) => !isPasted(block)), ...sentencesInDocs()].flatMap(({ page, lines }) =>
  commandsOf(lines).map((command) => ({ page, command })),
);

it('every command of the documentation is run by a test, or the reason is stated', () => {
  expect(commands.filter(({ command }) => !(command in testedCommands))).toEqual([]);
});

it('the documentation has every command that is listed as tested', () => {
  const known = new Set(commands.map(({ command }) => command));
  expect(Object.keys(testedCommands).filter((command) => !known.has(command))).toEqual([]);
  const pasted = new Set(blocks.flatMap(keysOf));
  expect(Object.keys(pastedBlocks).filter((key) => !pasted.has(key))).toEqual([]);
});

it('the tests that are named exist and run what they are named for', () => {
  const rows = [...Object.entries(pastedBlocks), ...Object.entries(testedCommands)];
  const wrong = rows.filter(
    ([, tested]) =>
      'test' in tested &&
      !(existsSync(root + tested.test) && readFileSync(root + tested.test, 'utf8').includes(tested.by)),
  );
  expect(wrong.map(([command]) => command)).toEqual([]);
});

it('a command that is listed nowhere is found', () => {
  expect(commandsOf('npx pnpm@12 check   # compiler\n\ncurl -s \\\n  "$API"\n')).toEqual([
    'pnpm check',
    'curl -s "$API"',
  ]);
  expect('curl -s "$API"' in testedCommands).toBe(false);
});
