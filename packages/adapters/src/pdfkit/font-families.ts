/** A family of fonts from npm. `parts` is its one file, where it has one; others say in a list which file has what. */
export type FontFamily = { readonly family: string; readonly parts?: string };

/**
 * The families for what DejaVu Sans does not have, in the order in which they are tried: Noto Sans for Hindi (shaped),
 * Thai, and Chinese and Japanese; Gowun Dodum for Korean; Noto Emoji. UnifontEX, drawn on a coarse grid, has nearly
 * every other script.
 */
export const fontFamilies: readonly FontFamily[] = [
  { family: 'noto-sans-devanagari', parts: 'devanagari' },
  { family: 'noto-sans-thai', parts: 'thai' },
  { family: 'noto-sans-sc' },
  { family: 'gowun-dodum' },
  { family: 'noto-emoji' },
  { family: 'unifontex', parts: 'latin' },
];

/** From the first code point to the last. */
export type CodePoints = readonly (readonly [first: number, last: number])[];

/**
 * A list of ranges as style sheets write it.
 *
 * @example readCodePoints('U+0e01-0e5b,U+25cc') // [[0x0e01, 0x0e5b], [0x25cc, 0x25cc]]
 */
export const readCodePoints = (list: string): CodePoints =>
  list.split(',').map((range) => {
    const [first = '', last = first] = range.trim().replace(/^U\+/iu, '').split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });

export const hasCodePoint = (ranges: CodePoints, codePoint: number): boolean =>
  ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
