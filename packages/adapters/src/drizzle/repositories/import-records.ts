import type { ImportRecords, ProductImport } from '@cartwright/application';
import { and, asc, eq, getTableColumns, inArray, isNotNull, lte, or } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { imports } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

const { csv, upload, ...recorded } = getTableColumns(imports);

/** Imports in the table `imports`. */
export const makeDrizzleImportRecords = (tx: Database): ImportRecords => ({
  add: (record, uploaded) =>
    query(async () => {
      await tx.insert(imports).values({ ...record, upload: uploaded });
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
      const [row] = await tx.select({ csv, upload }).from(imports).where(eq(imports.id, id));
      if (row === undefined) return undefined;
      if (row.upload !== null) return row.upload;
      return row.csv === null ? undefined : { csv: row.csv };
    }),
  withFileBefore: (before, limit) =>
    query(async () => {
      const hasEnded = inArray(imports.status, ['completed', 'failed']);
      const hasFile = or(isNotNull(imports.upload), isNotNull(imports.csv));
      const rows = await tx
        .select({ id: imports.id })
        .from(imports)
        .where(and(lte(imports.createdAt, before), hasEnded, hasFile))
        .orderBy(asc(imports.createdAt), asc(imports.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    }),
  forgetFiles: (ids) =>
    query(async () => {
      await tx
        .update(imports)
        .set({ csv: null, upload: null })
        .where(inArray(imports.id, [...ids]));
    }),
  save: ({ id, ...record }) =>
    query(async () => {
      const saved = await tx.update(imports).set(record).where(eq(imports.id, id)).returning({ id: imports.id });
      if (saved.length === 0) throw new Error('the saved import was not locked');
    }),
});

type ImportRow = Omit<typeof imports.$inferSelect, 'csv' | 'upload'>;
const importOf = ({ requestedBy, ...record }: ImportRow): ProductImport => ({
  ...record,
  ...(requestedBy === null ? {} : { requestedBy }),
});
