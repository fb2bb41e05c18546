import { inflateSync } from 'node:zlib';

type PdfObject = { readonly dictionary: string; readonly stream: string };

/**
 * What a PDF with embedded fonts says, a page at a time, as lines from top to bottom: the texts of one height from left
 * to right, two spaces between texts that stand apart. Knows no more of the format than such documents need (ISO
 * 32000-1, 9.4 and 9.10).
 *
 * @example pdfPages(bytes)[0]?.includes('Total  $24.00')
 */
export function pdfPages(pdf: Uint8Array): readonly (readonly string[])[] {
  const objects = objectsOf(Buffer.from(pdf));
  const get = (id: string | undefined): PdfObject => {
    const found = id === undefined ? undefined : objects.get(id);
    if (found === undefined) throw new Error(`the PDF has no object ${id}`);
    return found;
  };
  const tree = [...objects.values()].find(({ dictionary }) => dictionary.includes('/Type /Pages'))?.dictionary ?? '';
  const kids = /\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? '';
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => {
    const page = get(id);
    const resources = get(referenceIn(page.dictionary, 'Resources')).dictionary;
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', fontId]) => [
        name,
        charactersOf(get(referenceIn(get(fontId).dictionary, 'ToUnicode')).stream),
      ]),
    );
    return linesOf(textsOf(get(referenceIn(page.dictionary, 'Contents')).stream, fonts));
  });
}

const referenceIn = (dictionary: string, key: string): string | undefined =>
  new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1];

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const { 1: id = '', 2: dictionary = '', index } of text.matchAll(
    /(?<=^|\n)(\d+) 0 obj\n([^]*?)\n(?:stream|endobj)/g,
  )) {
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? -1);
    const start = text.indexOf('stream\n', index + dictionary.length) + 'stream\n'.length;
    const stream = length < 0 ? '' : inflateSync(pdf.subarray(start, start + length)).toString('latin1');
    objects.set(id, { dictionary, stream });
  }
  return objects;
}

/** Which text a glyph of a font stands for. */
function charactersOf(cmap: string): readonly string[] {
  const characters: string[] = [];
  for (const [, first = '0', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    for (const [index, [, units = '']] of [...list.matchAll(/<([^>]*)>/g)].entries()) {
      const codes = units.split(' ').filter((unit) => unit !== '');
      characters[Number.parseInt(first, 16) + index] = String.fromCharCode(
        ...codes.map((unit) => Number.parseInt(unit, 16)),
      );
    }
  }
  return characters;
}

type Text = { readonly x: number; readonly y: number; readonly text: string };

function textsOf(content: string, fonts: ReadonlyMap<string, readonly string[]>): readonly Text[] {
  return [...content.matchAll(/BT\n([^]*?)\nET/g)].map(([, block = '']) => {
    const [, x, y] = /1 0 0 1 (\S+) (\S+) Tm/.exec(block) ?? [];
    const characters = fonts.get(/\/(F\d+) \S+ Tf/.exec(block)?.[1] ?? '') ?? [];
    const glyphs = [...block.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    return {
      x: Number(x),
      y: Number(y),
      text: glyphs.map((glyph) => characters[Number.parseInt(glyph, 16)] ?? '').join(''),
    };
  });
}

function linesOf(texts: readonly Text[]): readonly string[] {
  const lines: { readonly y: number; readonly texts: Text[] }[] = [];
  for (const text of [...texts].sort((one, other) => other.y - one.y)) {
    const last = lines.at(-1);
    if (last !== undefined && last.y - text.y < 2) last.texts.push(text);
    else lines.push({ y: text.y, texts: [text] });
  }
  return lines.map((line) =>
    [...line.texts]
      .sort((one, other) => one.x - other.x)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('  '),
  );
}
