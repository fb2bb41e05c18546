import { productsCsv } from '../../testing/online-retail.js';
import { describe, expect, it } from 'vitest';
import { makeCsvReader } from './csv-reader.js';

const read = (csv: string) => makeCsvReader().read(csv)._unsafeUnwrap();
const reasonOf = (csv: string) => makeCsvReader().read(csv)._unsafeUnwrapErr().reason;
const record = (line: number, values: Readonly<Record<string, string>>) => ({ line, type: 'record', record: values });

describe('reading CSV', () => {
  it('names each field by its column, and each row by its line', () => {
    expect(read('Handle,Title\nmug,Mug\npen,Pen\n')).toEqual({
      columns: ['Handle', 'Title'],
      rows: [record(2, { Handle: 'mug', Title: 'Mug' }), record(3, { Handle: 'pen', Title: 'Pen' })],
    });
  });

  it('reads a file with a byte order mark, Windows line ends and no last line end', () => {
    expect(read('\uFEFFa,b\r\n1,2\r\n3,4').rows).toEqual([
      record(2, { a: '1', b: '2' }),
      record(3, { a: '3', b: '4' }),
    ]);
  });

  it('keeps commas, quotes and line ends inside quotes', () => {
    expect(read('a,b\n"x, ""y""","one\r\ntwo\nthree"\n').rows).toEqual([
      record(2, { a: 'x, "y"', b: 'one\r\ntwo\nthree' }),
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('counts the lines inside a field, and empty ones, where lines end with %j', (end) => {
    const csv = ['a,b', '"1', '2', '3",x', '', '', '4,y', '5,z', ''].join(end);
    expect(read(csv).rows.map(({ line }) => line)).toEqual([2, 7, 8]);
  });

  it('refuses rows with too few and too many columns, and no other', () => {
    expect(read('a,b\n1\n1,2\n1,2,3\n').rows).toEqual([
      { line: 2, type: 'malformed', reason: 'too few columns: 1 instead of 2' },
      record(3, { a: '1', b: '2' }),
      { line: 4, type: 'malformed', reason: 'too many columns: 3 instead of 2' },
    ]);
  });

  it('loses one row alone to a quote that is never closed', () => {
    expect(read('a,b\n1,"2\n3,4\n5,6\n').rows).toEqual([
      { line: 2, type: 'malformed', reason: 'a quote is opened and never closed' },
      record(3, { a: '3', b: '4' }),
      record(4, { a: '5', b: '6' }),
    ]);
  });

  it('loses one row alone to an unclosed quote before quoted rows', () => {
    expect(read('a,b\n0,"x\ny"\n1,"2\n\n3,"4"\n"5",6\n').rows).toEqual([
      record(2, { a: '0', b: 'x\ny' }),
      { line: 4, type: 'malformed', reason: 'a quoted field goes on after its closing quote' },
      record(6, { a: '3', b: '4' }),
      record(7, { a: '5', b: '6' }),
    ]);
  });

  it('refuses a quote inside a field that is not quoted, and text after a closing quote', () => {
    expect(read('a,b\n1"x,2\n"1"x,2\n3,4\n').rows).toEqual([
      { line: 2, type: 'malformed', reason: 'a quote stands inside a field that is not quoted' },
      { line: 3, type: 'malformed', reason: 'a quoted field goes on after its closing quote' },
      record(4, { a: '3', b: '4' }),
    ]);
  });

  it('refuses a row with a NUL character', () => {
    expect(read('a,b\n1,\0\n3,4\n').rows).toEqual([
      { line: 2, type: 'malformed', reason: 'a NUL character' },
      record(3, { a: '3', b: '4' }),
    ]);
  });

  it('keeps a column that is called like a prototype', () => {
    const [row] = read('__proto__,b\n1,2\n').rows;
    expect(row?.type === 'record' ? Object.entries(row.record) : []).toEqual([
      ['__proto__', '1'],
      ['b', '2'],
    ]);
  });

  it('reads nothing without a usable header', () => {
    expect(reasonOf('')).toBe('the file is empty');
    expect(reasonOf('\uFEFF\r\n\n')).toBe('the file is empty');
    expect(reasonOf('a,b,a\n1,2,3\n')).toBe("the column 'a' stands twice in the header");
    expect(reasonOf('a,,c\n1,2,3\n')).toBe('column 2 has no name');
    expect(reasonOf('a,"b\n1,2\n')).toBe('the header cannot be read: a quote is opened and never closed');
    expect(reasonOf('a,\0\n1,2\n')).toBe('the header holds a NUL character');
  });

  it.each(['\n', '\r\n', '\r'])(
    'gives back every short field that was written by the rules, with line ends %j',
    (end) => {
      const symbols = ['', 'a', 'é', '😀', '"', ',', '\n', '\r', ' '];
      const fields = symbols.flatMap((left) => symbols.map((right) => left + right));
      const rows = fields.flatMap((left) => fields.map((right) => [left, right]));
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const csv = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join(end) + end;
      expect(read(csv).rows.map((row) => (row.type === 'record' ? Object.values(row.record) : row.reason))).toEqual(
        rows,
      );
    },
  );

  it('reads the catalogue of a real shop without a complaint', () => {
    const { rows } = read(productsCsv());
    expect(rows.length).toBeGreaterThanOrEqual(618);
    expect(rows.filter(({ type }) => type === 'malformed')).toEqual([]);
  });
});
