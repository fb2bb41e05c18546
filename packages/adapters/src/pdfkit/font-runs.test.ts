import { expect, it } from 'vitest';
import { fontRuns } from './font-runs.js';
import { openFonts, type InvoiceFont } from './invoice-fonts.js';

const fontsFor = openFonts();
async function runsOf(text: string): Promise<readonly (readonly [InvoiceFont['name'], string])[]> {
  const { regular, fallback } = await fontsFor(text);
  return fontRuns(text, fallback === undefined ? [regular] : [regular, fallback]).map((run) => [
    run.font.name,
    run.text,
  ]);
}

it.each([
  ['Ada Lovelace', [['regular', 'Ada Lovelace']]],
  ['Ελλάδα Київ שלום قهوة', [['regular', 'Ελλάδα Київ שלום قهوة']]],
  ['王小明', [['fallback', '王小明']]],
  ['राहुल', [['fallback', 'राहुल']]],
  ['한국어 ชา 茶', [['fallback', '한국어 ชา 茶']]],
  [
    'Käse 茶',
    [
      ['regular', 'Käse '],
      ['fallback', '茶'],
    ],
  ],
  [
    'Tea 🍵',
    [
      ['regular', 'Tea '],
      ['fallback', '🍵'],
    ],
  ],
] as const)('prints %s by a font that has its characters', async (text, runs) => {
  expect(await runsOf(text)).toEqual(runs);
});

it.each([
  ['𠮷野', '[U+20BB7]野'],
  ['A \u{10FFFD} B', 'A [U+10FFFD] B'],
])('writes the number of a character that no font has: %s', async (text, written) => {
  expect((await runsOf(text)).map(([, part]) => part).join('')).toBe(written);
});

it('reads the large font only for a text that needs it', async () => {
  expect((await fontsFor('Invoice 12 €')).fallback).toBeUndefined();
  expect((await fontsFor('王')).fallback?.name).toBe('fallback');
});
