import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { unpackWoff } from './unpack-woff.js';

/** TrueType files. */
export type InvoiceFonts = { readonly regular: Buffer; readonly bold: Buffer };

const { resolve } = createRequire(import.meta.url);

const unpacked = async (weight: 400 | 700): Promise<Buffer> =>
  unpackWoff(await readFile(resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff`)));

/** DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic (whatever its files are called). */
export const readFonts = async (): Promise<InvoiceFonts> => ({
  regular: await unpacked(400),
  bold: await unpacked(700),
});
