import bidiFactory, { type Bidi } from 'bidi-js';

/** Its types describe a module with a default export; what it exports is the function. */
const makeBidi = bidiFactory as unknown as () => Bidi;

/** Whether a text has letters that are written from right to left. */
export const isRightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The font takes such digits for letters and would reverse them; one by one it cannot. */
const isArabicNumber = /[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9]/u;

let made: Bidi | undefined;

/**
 * The parts of one line of text from left to right, as the Unicode bidirectional algorithm orders them. The letters of
 * a part are in reading order: the font reverses a word of Hebrew or Arabic. pdfkit lays out word by word, so each is a
 * part of its own.
 *
 * @example visualRuns('שלום עולם 12') // ['12', ' ', 'עולם', ' ', 'שלום']
 */
export function visualRuns(line: string): readonly string[] {
  if (!isRightToLeft.test(line)) return [line];
  made ??= makeBidi();
  const bidi = made;
  const embedding = bidi.getEmbeddingLevels(line);
  const levelAt = (index: number): number => embedding.levels[index] ?? 0;

  const runs: { readonly level: number; start: number; end: number }[] = [];
  for (const index of bidi.getReorderedIndices(line, embedding)) {
    const last = runs.at(-1);
    const level = levelAt(index);
    const isNext = last?.level === level && (index === last.end || index === last.start - 1);
    if (!isNext) runs.push({ level, start: index, end: index + 1 });
    else if (index === last.end) last.end += 1;
    else last.start -= 1;
  }
  return runs.flatMap(({ level, start, end }) => {
    const text = line.slice(start, end);
    if (level % 2 === 1) return rightToLeft(text, bidi);
    return isArabicNumber.test(text) ? Array.from(text) : [text];
  });
}

/** Brackets face the other way. What has no letter for the font to find a direction by is reversed here. */
const rightToLeft = (text: string, bidi: Bidi): readonly string[] =>
  text
    .split(/(\s+)/u)
    .filter((part) => part !== '')
    .toReversed()
    .map((part) => {
      const mirrored = Array.from(part, (character) => bidi.getMirroredCharacter(character) ?? character);
      return (isRightToLeft.test(part) ? mirrored : mirrored.toReversed()).join('');
    });
