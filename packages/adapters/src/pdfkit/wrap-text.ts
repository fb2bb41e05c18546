const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Longer than any name needs to be distinct, and short enough for a page. */
const longest = 300;

/**
 * A text as one line that can be printed: without line ends, control characters and invisible ones (except the two
 * joiners that shape letters), and cut after 300 letters.
 *
 * @example plainLine('Mug\r\n large') // 'Mug large'
 */
export function plainLine(text: string): string {
  const line = text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Variation_Selector}]/gu, '')
    .trim();
  if (line.length <= longest) return line;
  const start = [...graphemes.segment(line.slice(0, 4 * longest))].slice(0, longest - 1);
  return `${start.map(({ segment }) => segment).join('')}…`;
}

/**
 * Breaks a line of text into lines no wider than `width`: between words, and within one that is wider than a line
 * alone.
 *
 * @example wrapText('a long name', 40, (text) => text.length * 5) // ['a long', 'name']
 */
export function wrapText(text: string, width: number, widthOf: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = widthOf(word) <= width ? [word] : breakWord(word, width, widthOf);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, width: number, widthOf: (text: string) => number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      pieces.push(piece);
      piece = segment;
    } else piece += segment;
  }
  return [...pieces, piece];
}
