import type { ReportFileRecords } from '@cartwright/application';
import { asc, eq, inArray, lte } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { reportFiles } from '../../schema.js';

/** Files of reports in the table `report_files`. */
export const makeDrizzleReportFileRecords = (tx: Database): ReportFileRecords => ({
  add: (file) =>
    query(async () => {
      await tx.insert(reportFiles).values(file);
    }),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(reportFiles).where(eq(reportFiles.id, id));
      return row;
    }),
  lock: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(reportFiles).where(eq(reportFiles.id, id)).for('update');
      return row;
    }),
  save: ({ id, ...file }) =>
    query(async () => {
      const saved = await tx
        .update(reportFiles)
        .set(file)
        .where(eq(reportFiles.id, id))
        .returning({ id: reportFiles.id });
      if (saved.length === 0) throw new Error('report file must be locked before it is saved');
    }),
  expired: (before, limit) =>
    query(async () => {
      const rows = await tx
        .select({ id: reportFiles.id })
        .from(reportFiles)
        .where(lte(reportFiles.expiresAt, before))
        .orderBy(asc(reportFiles.expiresAt), asc(reportFiles.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    }),
  remove: (ids) =>
    query(async () => {
      if (ids.length > 0) await tx.delete(reportFiles).where(inArray(reportFiles.id, [...ids]));
    }),
});
