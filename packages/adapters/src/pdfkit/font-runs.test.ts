import { expect, it } from 'vitest';
import { hasCodePoint, readCodePoints } from './font-families.js';
import { fontRuns } from './font-runs.js';
import { openFonts } from './invoice-fonts.js';

const fontsFor = openFonts();
/** Each run with the family of its font. */
async function runsOf(text: string): Promise<readonly (readonly [family: string, text: string])[]> {
  const { regular, others } = await fontsFor(text);
  return fontRuns(text, [regular, ...others]).map((run) => [run.font.name.replace(/(-\w+)?-\d+$/u, ''), run.text]);
}
const familiesOf = async (text: string) => [
  ...new Set((await runsOf(text)).flatMap(([family, run]) => (run === ' ' ? [] : [family]))),
];

it.each([
  ['Ada Lovelace', ['dejavu-sans']],
  ['Ελλάδα Київ שלום قهوة', ['dejavu-sans']],
  ['王小明 臺灣 渋谷のカップ', ['noto-sans-sc']],
  ['राहुल शर्मा', ['noto-sans-devanagari']],
  ['ชาเขียว', ['noto-sans-thai']],
  ['한국어', ['gowun-dodum']],
  ['🍵🧦', ['noto-emoji']],
  ['বাংলা தமிழ்', ['unifontex']],
] as const)('prints %s by a font that has its characters', async (text, families) => {
  expect(await familiesOf(text)).toEqual(families);
  expect((await runsOf(text)).map(([, run]) => run).join('')).toBe(text);
});

it('prints a word of Hindi by one font as a whole, which joins its letters', async () => {
  expect(await runsOf('राहुल शर्मा')).toEqual([
    ['noto-sans-devanagari', 'राहुल'],
    ['dejavu-sans', ' '],
    ['noto-sans-devanagari', 'शर्मा'],
  ]);
});

it('prints each part of a mixed text by a font of its own', async () => {
  expect(await runsOf('Käse 茶 🍵')).toEqual([
    ['dejavu-sans', 'Käse '],
    ['noto-sans-sc', '茶'],
    ['dejavu-sans', ' '],
    ['noto-emoji', '🍵'],
  ]);
});

it.each([
  ['𠮷野', '[U+20BB7]野'],
  ['A \u{10FFFD} B', 'A [U+10FFFD] B'],
])('writes the number of a character that no font has: %s', async (text, written) => {
  expect((await runsOf(text)).map(([, part]) => part).join('')).toBe(written);
});

it('reads only the fonts that a text needs', async () => {
  expect((await fontsFor('Invoice 12 €')).others).toEqual([]);
  const names = (await fontsFor('王')).others.map(({ name }) => name);
  expect(names).toEqual([expect.stringMatching(/^noto-sans-sc-\d+-400$/u)]);
});

it('finds a character in the ranges of a style sheet', () => {
  const ranges = readCodePoints('U+0e01-0e5b,U+25cc, U+1F300-1f308');
  const isAmong = (codePoint: number) => hasCodePoint(ranges, codePoint);
  expect([0x0e01, 0x0e5b, 0x25cc, 0x1f304].map(isAmong)).toEqual([true, true, true, true]);
  expect([0x0e00, 0x0e5c, 0x25cb, 0x1f309].map(isAmong)).toEqual([false, false, false, false]);
});
