import { expect, it } from 'vitest';
import { writeCsv } from './csv.js';

it.each([
  ['Mug, blue', '"Mug, blue"'],
  ['a "small" mug', '"a ""small"" mug"'],
  ['two\nlines', '"two\nlines"'],
  ['two\rlines', '"two\rlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['=1+1', '=1+1'],
  ['', ''],
])('writes the cell %j so that it stays one cell', (cell, written) => {
  expect(writeCsv(['name', 'sku'], [[cell, 'x']])).toBe(`name,sku\r\n${written},x\r\n`);
});
