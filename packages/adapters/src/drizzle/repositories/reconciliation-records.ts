import type { Reconciliation, ReconciliationRecords } from '@cartwright/application';
import { desc, eq, lte } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { reconciliations } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** Reconciliations in the table `reconciliations`. */
export const makeDrizzleReconciliationRecords = (tx: Database): ReconciliationRecords => ({
  add: (reconciliation) =>
    query(async () => {
      // Of two at once of the same tick the second waits here for the first to commit, and then adds nothing.
      const added = await tx
        .insert(reconciliations)
        .values(reconciliation)
        .onConflictDoNothing({ target: reconciliations.dueAt })
        .returning({ id: reconciliations.id });
      return added.length > 0;
    }),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(reconciliations).where(eq(reconciliations.id, id));
      return row && withoutNulls(row);
    }),
  lock: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(reconciliations).where(eq(reconciliations.id, id)).for('update');
      return row && withoutNulls(row);
    }),
  latestDue: (dueAt) =>
    query(async () => {
      const [row] = await tx
        .select()
        .from(reconciliations)
        .where(lte(reconciliations.dueAt, dueAt))
        .orderBy(desc(reconciliations.dueAt))
        .limit(1);
      return row && withoutNulls(row);
    }),
  save: ({ id, ...reconciliation }) =>
    query(async () => {
      const saved = await tx
        .update(reconciliations)
        .set(reconciliation)
        .where(eq(reconciliations.id, id))
        .returning({ id: reconciliations.id });
      if (saved.length === 0) throw new Error('a reconciliation that is saved has been locked before');
    }),
});

type Nullable = 'dueAt' | 'requestedBy' | 'finishedAt';

/** A row with absent what is null in it. */
export const withoutNulls = <Row extends Pick<typeof reconciliations.$inferSelect, Nullable>>({
  dueAt,
  requestedBy,
  finishedAt,
  ...row
}: Row): Omit<Row, Nullable> & Pick<Reconciliation, Nullable> => ({
  ...row,
  ...(dueAt === null ? {} : { dueAt }),
  ...(requestedBy === null ? {} : { requestedBy }),
  ...(finishedAt === null ? {} : { finishedAt }),
});
