import { expect, it } from 'vitest';
import { writeReport } from './report-csv.js';

it('writes amounts as decimals of their currency, and rates in per cent', () => {
  const rows = [
    { currency: 'USD', rate: 88_750, net: -5 },
    { currency: 'JPY', rate: 100_000, net: 1999 },
    { currency: 'KWD', rate: 0, net: 12_340 },
  ];
  expect(writeReport(rows, { columns: ['currency', 'rate', 'net'], amounts: ['net'] })).toBe(
    'currency,rate,net\r\nUSD,8.875,-0.05\r\nJPY,10,1999\r\nKWD,0,12.340\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('keeps a spreadsheet from running the text %j', (name) => {
  const [, line = ''] = writeReport([{ name }], { columns: ['name'], amounts: [] }).split(/\r\n(?=["'])/u);
  expect(line.replaceAll('"', '').trimEnd()).toBe(`'${name}`);
});

it('quotes text with separators', () => {
  expect(writeReport([{ name: 'Mug, "blue"' }], { columns: ['name'], amounts: [] })).toBe(
    'name\r\n"Mug, ""blue"""\r\n',
  );
});
