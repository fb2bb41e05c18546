import type { ImportRecords, ProductImport } from '@cartwright/application';
import { eq, getTableColumns } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { imports } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

const { csv, ...recorded } = getTableColumns(imports);

/** Imports in the table `imports`, each beside its file, which only `file` reads. */
export const makeDrizzleImportRecords = (tx: Database): ImportRecords => ({
  add: (record, file) =>
    query(async () => {
      await tx.insert(imports).values({ ...record, csv: file });
    }),
  find: (id) =>
    query(async (): Promise<ProductImport | undefined> => {
      if (!isUuid(id)) return undefined;
      const [record] = await tx.select(recorded).from(imports).where(eq(imports.id, id));
      return record && importOf(record);
    }),
  lock: (id) =>
    query(async (): Promise<ProductImport | undefined> => {
      if (!isUuid(id)) return undefined;
      const [record] = await tx.select(recorded).from(imports).where(eq(imports.id, id)).for('update');
      return record && importOf(record);
    }),
  file: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select({ csv }).from(imports).where(eq(imports.id, id));
      return row?.csv ?? undefined;
    }),
  save: ({ id, ...record }) =>
    query(async () => {
      const saved = await tx.update(imports).set(record).where(eq(imports.id, id)).returning({ id: imports.id });
      if (saved.length === 0) throw new Error('the saved import was not locked');
    }),
});

type ImportRow = Omit<typeof imports.$inferSelect, 'csv'>;
const importOf = ({ requestedBy, ...record }: ImportRow): ProductImport => ({
  ...record,
  ...(requestedBy === null ? {} : { requestedBy }),
});
