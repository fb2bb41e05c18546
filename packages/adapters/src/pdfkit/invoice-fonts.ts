import type { Font } from 'fontkit';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { unpackWoff } from './unpack-woff.js';

export type InvoiceFont = {
  readonly name: 'regular' | 'bold' | 'fallback';
  /** A TrueType file. */
  readonly file: Buffer;
  readonly has: (codePoint: number) => boolean;
  /** The height of the baseline below the top of a line, as a part of the size. */
  readonly ascent: number;
};
/** `fallback` is absent where a document does not need it. */
export type InvoiceFonts = {
  readonly regular: InvoiceFont;
  readonly bold: InvoiceFont;
  readonly fallback?: InvoiceFont;
};

const { resolve } = createRequire(import.meta.url);

async function readFont(name: InvoiceFont['name'], path: string): Promise<InvoiceFont> {
  const file = unpackWoff(await readFile(resolve(`@fontsource/${path}`)));
  // Loaded late, as pdfkit is.
  const { create } = await import('fontkit');
  const font = create(file) as Font;
  return {
    name,
    file,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    ascent: font.ascent / font.unitsPerEm,
  };
}

/**
 * Reads each font once, when it is needed. DejaVu Sans has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and
 * Arabic (whatever its files are called). UnifontEX, drawn on a coarse grid, has nearly every other script and emoji
 * in one file of 3.3 MB; fonts of good shape for the same scripts take 70 MB and more.
 *
 * @example const fontsFor = openFonts(); await fontsFor('王小明');
 */
export function openFonts(): (text: string) => Promise<InvoiceFonts> {
  let known: Promise<readonly [InvoiceFont, InvoiceFont]> | undefined;
  let fallback: Promise<InvoiceFont> | undefined;
  return async (text) => {
    known ??= Promise.all([
      readFont('regular', 'dejavu-sans/files/dejavu-sans-latin-400-normal.woff'),
      readFont('bold', 'dejavu-sans/files/dejavu-sans-latin-700-normal.woff'),
    ]);
    const [regular, bold] = await known;
    if (Array.from(text).every((character) => regular.has(character.codePointAt(0) ?? 0))) return { regular, bold };
    fallback ??= readFont('fallback', 'unifontex/files/unifontex-latin-400-normal.woff');
    return { regular, bold, fallback: await fallback };
  };
}
