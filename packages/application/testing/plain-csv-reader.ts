import type { CsvReader, CsvRow } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';

/** Reads commas and line ends, without quotes: enough for the files that tests of the import write. */
export const plainCsvReader: CsvReader = {
  read: (csv) => {
    const [header = '', ...lines] = csv.split('\n');
    const columns = header.split(',');
    if (header === '') return errAsync({ type: 'csv.unreadable', reason: 'the file is empty' });
    const rows = lines.map((text, index): CsvRow => {
      const line = index + 2;
      const cells = text.split(',');
      return cells.length === columns.length
        ? { line, type: 'record', cells }
        : { line, type: 'malformed', reason: `${cells.length} cells in ${columns.length} columns` };
    });
    return okAsync({ columns, rows });
  },
};
