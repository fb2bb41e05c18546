import type { InvoiceFont } from './invoice-fonts.js';
import { isRightToLeft } from './visual-runs.js';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters that join or vary others and may be left out where a font does not have them. */
const isIgnorable = /[\p{Cf}\p{Variation_Selector}]/u;

export type FontRun = { readonly font: InvoiceFont; readonly text: string };

/**
 * A text in parts that have one font each: the first of `fonts` that has every character of a part. A character that
 * no font has is written as its number, such as `[U+20BB7]`, instead of the box that stands for every unknown one.
 *
 * @example fontRuns('Tea 茶', [dejavu, noto]) // [{ font: dejavu, text: 'Tea ' }, { font: noto, text: '茶' }]
 */
export function fontRuns(text: string, fonts: readonly [InvoiceFont, ...InvoiceFont[]]): readonly FontRun[] {
  const fontOf = (part: string): InvoiceFont | undefined =>
    fonts.find(({ has }) =>
      Array.from(part).every((character) => isIgnorable.test(character) || has(character.codePointAt(0) ?? 0)),
    );
  const first = fontOf(text);
  // A word from right to left is reversed by its font, and so is not divided.
  const whole = first === fonts[0] || isRightToLeft.test(text) ? first : undefined;
  const pieces = whole === undefined ? Array.from(graphemes.segment(text), ({ segment }) => segment) : [text];
  const runs: { readonly font: InvoiceFont; text: string }[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    // The spaces of some fonts are as wide as an emoji.
    const found = whole ?? (piece === ' ' ? fonts[0] : fontOf(piece));
    const font = found ?? fonts[0];
    const written = found === undefined ? numbersOf(piece) : withoutIgnorable(piece, font);
    if (last?.font === font) last.text += written;
    else runs.push({ font, text: written });
  }
  return runs;
}

const numbersOf = (piece: string): string =>
  Array.from(piece)
    .filter((character) => !isIgnorable.test(character))
    .map((character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .join('');

const withoutIgnorable = (piece: string, { has }: InvoiceFont): string =>
  Array.from(piece)
    .filter((character) => !isIgnorable.test(character) || has(character.codePointAt(0) ?? 0))
    .join('');
