import { productsCsv } from '../../testing/online-retail/read-online-retail.js';
import { turnsDuring } from '../../testing/turns-during.js';
import { importLimits, type CsvFile, type CsvRow } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { makeCsvReader } from './csv-reader.js';

const read = async (csv: string) => (await makeCsvReader().read(csv))._unsafeUnwrap();
const reasonOf = async (csv: string) => (await makeCsvReader().read(csv))._unsafeUnwrapErr().reason;
const record = (line: number, values: Readonly<Record<string, string>>) => ({
  line,
  type: 'record',
  cells: Object.values(values),
});

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const rowsOf = async (file: CsvFile): Promise<readonly CsvRow[]> => {
  const rows: CsvRow[] = [];
  for await (const part of file.rows()) rows.push(...part);
  return rows;
};

describe('reading CSV', () => {
  it('names each field by its column, and each row by its line', async () => {
    expect(await read('Handle,Title\nmug,Mug\npen,Pen\n')).toEqual({
      columns: ['Handle', 'Title'],
      rows: [record(2, { Handle: 'mug', Title: 'Mug' }), record(3, { Handle: 'pen', Title: 'Pen' })],
    });
  });

  it('reads a file with a byte order mark, Windows line ends and no last line end', async () => {
    expect((await read('\uFEFFa,b\r\n1,2\r\n3,4')).rows).toEqual([
      record(2, { a: '1', b: '2' }),
      record(3, { a: '3', b: '4' }),
    ]);
  });

  it('keeps commas, quotes and line ends inside quotes', async () => {
    expect((await read('a,b\n"x, ""y""","one\r\ntwo\nthree"\n')).rows).toEqual([
      record(2, { a: 'x, "y"', b: 'one\r\ntwo\nthree' }),
    ]);
  });

  it.each(['\n', '\r\n', '\r'])(
    'counts the lines inside a field, and empty ones, where lines end with %j',
    async (end) => {
      const csv = ['a,b', '"1', '2', '3",x', '', '', '4,y', '5,z', ''].join(end);
      expect((await read(csv)).rows.map(({ line }) => line)).toEqual([2, 7, 8]);
    },
  );

  it('reads missing cells as empty, and refuses only rows with text beyond the last column', async () => {
    expect((await read('a,b\n1\n1,2,,\n1,2,3\n')).rows).toEqual([
      record(2, { a: '1', b: '' }),
      record(3, { a: '1', b: '2' }),
      { line: 4, type: 'malformed', reason: 'too many columns: 3 instead of 2' },
    ]);
  });

  it('leaves out rows without any text', async () => {
    expect((await read('a,b\n1,2\n,\n , \n"",""\n\n')).rows).toEqual([record(2, { a: '1', b: '2' })]);
  });

  it.each([';', '\t', ','])('reads a file separated by %j, whatever its texts contain', async (separator) => {
    const csv = `"a,;x"${separator}b\n"1;2,3"${separator}4\n`;
    expect(await read(csv)).toEqual({ columns: ['a,;x', 'b'], rows: [record(2, { a: '1;2,3', b: '4' })] });
  });

  it('leaves out quoted rows without any text, however many', async () => {
    expect((await read(`a\n${'"\n'.repeat(300_000)}`)).rows).toEqual([]);
  });

  it('keeps the places of columns without a name', async () => {
    expect((await read('a,,c,\n1,2,3,\n')).columns).toEqual(['a', '', 'c', '']);
  });

  it('refuses only one row for a quote that is never closed', async () => {
    expect((await read('a,b\n1,"2\n3,4\n5,6\n')).rows).toEqual([
      { line: 2, type: 'malformed', reason: 'a quote is opened and never closed' },
      record(3, { a: '3', b: '4' }),
      record(4, { a: '5', b: '6' }),
    ]);
  });

  it('refuses only one row for an unclosed quote before quoted rows', async () => {
    expect((await read('a,b\n0,"x\ny"\n1,"2\n\n3,"4"\n"5",6\n')).rows).toEqual([
      record(2, { a: '0', b: 'x\ny' }),
      { line: 4, type: 'malformed', reason: 'a quoted field goes on after its closing quote' },
      record(6, { a: '3', b: '4' }),
      record(7, { a: '5', b: '6' }),
    ]);
  });

  it('refuses a quote inside a field that is not quoted, and text after a closing quote', async () => {
    expect((await read('a,b\n1"x,2\n"1"x,2\n3,4\n')).rows).toEqual([
      { line: 2, type: 'malformed', reason: 'a quote stands inside a field that is not quoted' },
      { line: 3, type: 'malformed', reason: 'a quoted field goes on after its closing quote' },
      record(4, { a: '3', b: '4' }),
    ]);
  });

  it('refuses a row with a NUL character', async () => {
    expect((await read('a,b\n1,\0\n3,4\n')).rows).toEqual([
      { line: 2, type: 'malformed', reason: 'a NUL character' },
      record(3, { a: '3', b: '4' }),
    ]);
  });

  it('keeps a column that is called like a prototype', async () => {
    const { columns, rows } = await read('__proto__,b\n1,2\n');
    expect([columns, rows]).toEqual([['__proto__', 'b'], [record(2, { a: '1', b: '2' })]]);
  });

  it('reads nothing without a usable header', async () => {
    expect(await reasonOf('')).toBe('the file is empty');
    expect(await reasonOf('\uFEFF\r\n\n')).toBe('the file is empty');
    expect(await reasonOf('a,b,a\n1,2,3\n')).toBe("the column 'a' stands twice in the header");
    expect(await reasonOf(',,\n1,2,3\n')).toBe('the columns have no names');
    expect(await reasonOf('a,"b\n1,2\n')).toBe('the header cannot be read: a quote is opened and never closed');
    expect(await reasonOf('a,\0\n1,2\n')).toBe('the header holds a NUL character');
  });

  it.each(['\n', '\r\n', '\r'])(
    'gives back every short field that was written by the rules, with line ends %j',
    async (end) => {
      const symbols = ['', 'a', 'é', '😀', '"', ',', '\n', '\r', ' '];
      const fields = symbols.flatMap((left) => symbols.map((right) => left + right));
      const rows = fields.flatMap((left) => fields.map((right) => [left, right]));
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const csv = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join(end) + end;
      const written = rows.filter((row) => row.join('').trim() !== '');
      expect((await read(csv)).rows.map((row) => (row.type === 'record' ? row.cells : row.reason))).toEqual(written);
    },
  );

  it('reads the catalogue of a real shop without a complaint', async () => {
    const { rows } = await read(productsCsv());
    expect(rows.length).toBeGreaterThanOrEqual(618);
    expect(rows.filter(({ type }) => type === 'malformed')).toEqual([]);
  });

  it('gives up a row that is longer than 512 KiB, and no other', async () => {
    const long = 'x'.repeat(importLimits.recordBytes);
    const { rows } = await read(`a,b\n1,2\n${long},y\n3,4\n"${long}\n${long}",z\n5,6\n`);
    expect(rows.map((row) => (row.type === 'record' ? row.cells : [row.line]))).toEqual([
      ['1', '2'],
      [3],
      ['3', '4'],
      [5],
      [6],
      ['5', '6'],
    ]);
  });

  it('reads rows that end in any place of what the parser sees at a time', async () => {
    const cell = 'é本'.repeat(1_000);
    const written = Array.from({ length: 300 }, (_, index) => [`${index}`, cell.slice(0, 2_000 - index), '"q"']);
    const csv = written.map(([a, b, c]) => `${a},"${b}\r\n",${c}`).join('\r\n');
    const { rows } = await read(`a,b,c\r\n${csv}`);
    expect(rows.map((row) => (row.type === 'record' ? row.cells : row.reason))).toEqual(
      written.map(([a, b]) => [a, `${b}\r\n`, 'q']),
    );
  });

  it('reads no file with more than 500 columns or 250,000 rows', async () => {
    const columns = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(',');
    expect((await read(`${columns(500)}\n`)).columns).toHaveLength(500);
    expect(await reasonOf(`${columns(501)}\n`)).toBe('the header has 501 columns, more than 500');
    expect(await reasonOf(`${columns(200_000)}\n`)).toContain('the row is longer than 524288 bytes');
    expect(await reasonOf(`a\n${'x\n'.repeat(250_001)}`)).toBe('the file has more than 250000 rows');
  });

  it('reads a file in pieces of any size as it reads a text', async () => {
    const text = '\uFEFFa,b\r\n\r\n"é\r\n本",1\r\n\r2,"x""y"\n\n\n"3"z,4\n5,\0\r\n';
    const whole = await read(text.replace('\0', '\uFFFD'));
    expect(whole.rows.map(({ line }) => line)).toEqual([3, 6, 9, 10]);
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size += 1) {
      const file = (await makeCsvReader().open({ bytes: () => inPieces(bytes, size) }))._unsafeUnwrap();
      expect({ columns: file.columns, rows: await rowsOf(file) }).toEqual(whole);
    }
  });

  it('skips a line, and empty lines, that are longer than what it has in memory', async () => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,2\n');
      for (let part = 0; part < 80; part += 1) yield Buffer.alloc(100_000, 'x');
      yield Buffer.from('\n');
      for (let part = 0; part < 30; part += 1) yield Buffer.alloc(100_000, '\r\n');
      yield Buffer.from('3,4');
    }
    const file = (await makeCsvReader().open({ bytes }))._unsafeUnwrap();
    const rows = await rowsOf(file);
    expect(rows).toEqual([
      record(2, { a: '1', b: '2' }),
      { line: 3, type: 'malformed', reason: expect.stringContaining('the row is longer than 524288 bytes') },
      record(4 + 1_500_000, { a: '3', b: '4' }),
    ]);
  });

  it.each<[string, string | undefined, Buffer]>([
    ['UTF-8', undefined, Buffer.from('é本😀')],
    ['UTF-8 that a sender names', 'utf-8', Buffer.from('é本😀')],
    ['UTF-8 with its mark and damage', undefined, Buffer.from([0xef, 0xbb, 0xbf, 0x78, 0xe9, 0x79])],
    ['Windows-1252', undefined, Buffer.from([0x63, 0x72, 0xe8, 0x6d, 0x65, 0x80])],
    ['ISO-8859-2', 'iso-8859-2', Buffer.from([0xb3])],
    ['an unknown encoding', 'klingon', Buffer.from('é本')],
    ['UTF-16 that a sender calls UTF-8', 'utf-8', Buffer.from('\uFEFFé本😀', 'utf16le')],
    ['UTF-16 without its mark', undefined, Buffer.from('abé', 'utf16le').swap16()],
  ])('reads %s', async (name, charset, header) => {
    const bytes = () => inPieces(header, 1);
    const file = (await makeCsvReader().open({ bytes, ...(charset === undefined ? {} : { charset }) }))._unsafeUnwrap();
    const texts: Readonly<Record<string, string>> = {
      'UTF-8 with its mark and damage': 'x\uFFFDy',
      'Windows-1252': 'crème€',
      'ISO-8859-2': 'ł',
      'an unknown encoding': 'é本',
      'UTF-16 without its mark': 'abé',
    };
    expect(file.columns).toEqual([texts[name] ?? 'é本😀']);
  });

  it.each([
    ['wrong quotes', '1"x,2\n'.repeat(10_000), 10_000],
    ['too many cells', '1,2,3\n'.repeat(100_000), 200],
    ['long rows', `${'x'.repeat(100_000)},y\n`.repeat(150), 25],
    ['an unclosed quote before many rows', `"${'1,2\n'.repeat(400_000).slice(0, 900_000)}`, 400],
  ])('lets other work go on while it reads a file with %s', async (_what, rows, least) => {
    const turns = await turnsDuring(async () => read(`a,b\n${rows}`));
    expect(turns).toBeGreaterThanOrEqual(least);
  });
});
