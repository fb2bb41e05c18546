import type { Font } from 'fontkit';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fontFamilies, hasCodePoint, readCodePoints, type CodePoints, type FontFamily } from './font-families.js';
import { unpackWoff } from './unpack-woff.js';

export type InvoiceFont = {
  /** Of its file, without what all have in common. */
  readonly name: string;
  /** A TrueType file. */
  readonly file: Buffer;
  readonly has: (codePoint: number) => boolean;
  /** The height of the baseline below the top of a line, as a part of the size. */
  readonly ascent: number;
};
/** `others` are those that a document needs besides, in the order in which they are tried. */
export type InvoiceFonts = {
  readonly regular: InvoiceFont;
  readonly bold: InvoiceFont;
  readonly others: readonly InvoiceFont[];
};

const { resolve } = createRequire(import.meta.url);

/** Beside a bundle, which brings the files that it needs; else in the package. */
function directoryOf(family: string): string {
  const bundled = fileURLToPath(new URL(`./fonts/${family}`, import.meta.url));
  return existsSync(bundled) ? bundled : dirname(resolve(`@fontsource/${family}/package.json`));
}

async function readFont(family: string, name: string): Promise<InvoiceFont> {
  const file = unpackWoff(await readFile(join(directoryOf(family), 'files', `${family}-${name}-normal.woff`)));
  // Loaded late, as pdfkit is.
  const { create } = await import('fontkit');
  const font = create(file) as Font;
  const characters = new Set(font.characterSet);
  return {
    name: `${family}-${name}`,
    file,
    has: (codePoint) => characters.has(codePoint),
    ascent: font.ascent / font.unitsPerEm,
  };
}

/** The characters of each file of a family, such as `[4]` or `thai`, as ranges of code points. */
async function readRanges(family: string): Promise<ReadonlyMap<string, CodePoints>> {
  const read = JSON.parse(await readFile(join(directoryOf(family), 'unicode.json'), 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(read).map(([part, ranges]) => [part.replaceAll(/[[\]]/gu, ''), readCodePoints(ranges)]),
  );
}

/**
 * Reads each font once, when it is needed. DejaVu Sans has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and
 * Arabic (whatever its files are called). The other families come in many small files, of which a text needs few.
 *
 * @example const fontsFor = openFonts(); await fontsFor('王小明');
 */
export function openFonts(): (text: string) => Promise<InvoiceFonts> {
  const fonts = new Map<string, Promise<InvoiceFont>>();
  const ranges = new Map<string, Promise<ReadonlyMap<string, CodePoints>>>();
  const once = <Value>(known: Map<string, Promise<Value>>, key: string, read: () => Promise<Value>): Promise<Value> => {
    const found = known.get(key) ?? read();
    known.set(key, found);
    return found;
  };
  const fontOf = (family: string, name: string): Promise<InvoiceFont> =>
    once(fonts, `${family}-${name}`, () => readFont(family, name));

  /** The files of a family that have some of the characters. */
  const filesOf = async ({ family, parts }: FontFamily, characters: readonly number[]) => {
    if (parts !== undefined) return [fontOf(family, `${parts}-400`)];
    const listed = await once(ranges, family, () => readRanges(family));
    return [...listed]
      .filter(([, list]) => characters.some((character) => hasCodePoint(list, character)))
      .map(([part]) => fontOf(family, `${part}-400`));
  };

  return async (text) => {
    const [regular, bold] = await Promise.all([fontOf('dejavu-sans', 'latin-400'), fontOf('dejavu-sans', 'latin-700')]);
    const wanted = new Set(Array.from(text, (character) => character.codePointAt(0) ?? 0));
    let missing = [...wanted].filter((character) => !regular.has(character));
    const others: InvoiceFont[] = [];
    for (const family of fontFamilies) {
      if (missing.length === 0) break;
      const found = await Promise.all(await filesOf(family, missing));
      const useful = found.filter(({ has }) => missing.some(has));
      others.push(...useful);
      missing = missing.filter((character) => !useful.some(({ has }) => has(character)));
    }
    return { regular, bold, others };
  };
}
