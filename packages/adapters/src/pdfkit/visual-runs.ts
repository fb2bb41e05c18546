const rtl = '\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}';
const tokens = new RegExp(
  `(?<right>[${rtl}](?:[${rtl}\\p{M}])*)|(?<digits>\\p{Nd}[\\p{Nd}.,:/-]*)|(?<space>\\s+)|(?<left>\\p{L}[^${rtl}\\s]*)|[^]`,
  'gu',
);
const isRightToLeft = new RegExp(`[${rtl}]`, 'u');

/** The font takes such digits for letters and would turn them round as well; one by one it cannot. */
const isArabicNumber = /[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9]/u;

type Direction = 'left' | 'right';
type Token = { readonly text: string; readonly direction?: Direction };

/**
 * The parts of one line of text from left to right as they are to be drawn; the letters inside a part are the font's to
 * order. Words of Hebrew and Arabic follow each other from the right, numbers and Latin words among them keep theirs. This is
 * the part of the Unicode bidirectional algorithm that names and addresses need.
 *
 * @example visualRuns('שלום עולם 12') // ['12', ' ', 'עולם', ' ', 'שלום']
 */
export function visualRuns(line: string): readonly string[] {
  if (!isRightToLeft.test(line)) return [line];
  const found = [...line.matchAll(tokens)].map(tokenOf);
  const base = found.find(({ direction }) => direction !== undefined)?.direction ?? 'left';
  const sequences: { readonly direction: Direction; readonly texts: string[] }[] = [];
  for (const [index, { text, direction }] of found.entries()) {
    const last = sequences.at(-1);
    // What has no direction of its own follows its neighbours when these agree, and the line when they do not.
    const next = found.slice(index).find((later) => later.direction !== undefined)?.direction ?? base;
    const resolved = direction ?? (last === undefined || last.direction !== next ? base : next);
    if (last?.direction === resolved) last.texts.push(text);
    else sequences.push({ direction: resolved, texts: [text] });
  }
  const ordered = base === 'right' ? sequences.toReversed() : sequences;
  return ordered
    .flatMap(({ direction, texts }) => (direction === 'right' ? texts.toReversed() : [texts.join('')]))
    .flatMap((text) => (isArabicNumber.test(text) ? Array.from(text) : [text]));
}

function tokenOf({ 0: text, groups = {} }: RegExpMatchArray): Token {
  if (groups['right'] !== undefined) return { text, direction: 'right' };
  return groups['left'] === undefined ? { text } : { text, direction: 'left' };
}
