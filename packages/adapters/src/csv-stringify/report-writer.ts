import { cellsOf, type ReportRow, type ReportWriter } from '@cartwright/application';
import { writeCsvRows } from './write-csv-rows.js';

/** Writes CSV by csv-stringify, and JSON. */
export const makeReportWriter = (): ReportWriter => ({
  write: async function* write({ format, columns }, rows) {
    const encoder = new TextEncoder();
    const isCsv = format === 'csv';
    yield encoder.encode(isCsv ? writeCsvRows([columns.columns]) : '{"data":[');
    let separator = '';
    for await (const some of rows) {
      if (some.length === 0) continue;
      const text = isCsv ? writeCsvRows(some.map((row) => cellsOf(row, columns))) : separator + writeJsonRows(some);
      yield encoder.encode(text);
      separator = ',';
    }
    if (!isCsv) yield encoder.encode(']}');
  },
});

const writeJsonRows = (rows: readonly ReportRow[]): string => rows.map((row) => JSON.stringify(row)).join(',');
