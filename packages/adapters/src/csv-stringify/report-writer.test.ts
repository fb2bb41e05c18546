import type { ReportRow } from '@cartwright/application';
import { expect, it } from 'vitest';
import { makeCsvReader } from '../csv-parse/csv-reader.js';
import { makeReportWriter } from './report-writer.js';

const columns = { columns: ['name', 'currency', 'net'], amounts: ['net'] };
const one = { name: 'Mug, "blue"', currency: 'USD', net: 1999 };
const other = { name: 'two\r\nlines, é', currency: 'JPY', net: -5 };

async function* inParts(...parts: readonly (readonly ReportRow[])[]): AsyncGenerator<readonly ReportRow[]> {
  yield* parts;
}
async function write(format: 'csv' | 'json', ...parts: readonly (readonly ReportRow[])[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of makeReportWriter().write({ format, columns }, inParts(...parts))) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

it('writes cells with separators, quotes and line ends so that a reader finds them again', async () => {
  const file = (await makeCsvReader().read(await write('csv', [one], [], [other])))._unsafeUnwrap();
  expect(file.columns).toEqual(columns.columns);
  expect(file.rows).toEqual([
    expect.objectContaining({ cells: ['Mug, "blue"', 'USD', '19.99'] }),
    expect.objectContaining({ cells: ['two\r\nlines, é', 'JPY', '-5'] }),
  ]);
});

it('writes the same JSON, however the rows are parted', async () => {
  const expected = JSON.stringify({ data: [one, other] });
  expect(await write('json', [one, other])).toBe(expected);
  expect(await write('json', [], [one], [], [other], [])).toBe(expected);
});

it('writes a file without rows', async () => {
  expect([await write('csv'), await write('json')]).toEqual(['name,currency,net\r\n', '{"data":[]}']);
});
