import type { ProductMirrorRecords, ProductMirrorRow, ProductMirrorRun } from '@cartwright/application';
import { and, eq, getTableColumns, gt, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid, uuidList } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { byInstant, readKeysetPage, selectPage } from '../../read-models/keyset-page.js';
import { productMirrorRuns, writtenVariants } from '../../schema.js';

const { differences: _left, ...listed } = getTableColumns(productMirrorRuns);
const newestFirst = byInstant('requestedAt', 'desc', productMirrorRuns.requestedAt, productMirrorRuns.id);

/** Runs of the product mirror in `product_mirror_runs`, and what they wrote in `written_variants`. */
export const makeDrizzleProductMirrorRecords = (tx: Database): ProductMirrorRecords => {
  const runWhere = async (condition: SQL, lock = false): Promise<ProductMirrorRun | undefined> => {
    const found = tx.select().from(productMirrorRuns).where(condition);
    const [row] = await (lock ? found.for('update') : found);
    return row && withoutNulls(row);
  };
  return {
    add: (run) =>
      query(async () => {
        // Of two concurrent inserts the second waits for the first to commit, and then adds nothing.
        const added = await tx
          .insert(productMirrorRuns)
          .values(run)
          .onConflictDoNothing()
          .returning({ id: productMirrorRuns.id });
        return added.length > 0;
      }),
    find: (id) => query(async () => (isUuid(id) ? runWhere(eq(productMirrorRuns.id, id)) : undefined)),
    lock: (id) => query(async () => (isUuid(id) ? runWhere(eq(productMirrorRuns.id, id), true) : undefined)),
    unfinished: () => query(() => runWhere(isNull(productMirrorRuns.finishedAt))),
    ofTick: (dueAt) => query(() => runWhere(eq(productMirrorRuns.dueAt, dueAt))),
    save: ({ id, cursor, finishedAt, ...run }) =>
      query(async () => {
        const saved = await tx
          .update(productMirrorRuns)
          .set({ ...run, cursor: cursor ?? null, finishedAt: finishedAt ?? null })
          .where(eq(productMirrorRuns.id, id))
          .returning({ id: productMirrorRuns.id });
        if (saved.length === 0) throw new Error('product mirror run must be locked before it is saved');
      }),
    page: (request) =>
      new ResultAsync(
        readKeysetPage(newestFirst, request, {
          select: (page) => selectPage(tx.select(listed).from(productMirrorRuns), page),
          rowOf: (row): ProductMirrorRow => withoutNulls(row),
          count: async () => tx.$count(productMirrorRuns),
        }),
      ),
    written: (variantIds) =>
      query(async () => {
        const rows = await tx
          .select()
          .from(writtenVariants)
          .where(sql`${writtenVariants.variantId} = any(${uuidList(variantIds.filter(isUuid))}::uuid[])`);
        return new Map(rows.map((row) => [row.variantId, row]));
      }),
    writtenAs: (references) =>
      query(async () => {
        if (references.length === 0) return new Map();
        const rows = await tx
          .select()
          .from(writtenVariants)
          .where(inArray(writtenVariants.reference, [...references]));
        return new Map(rows.map((row) => [row.reference, row]));
      }),
    active: ({ after, limit }) =>
      query(async () =>
        tx
          .select()
          .from(writtenVariants)
          .where(
            and(
              eq(writtenVariants.isActive, true),
              after === undefined ? undefined : gt(writtenVariants.variantId, after),
            ),
          )
          .orderBy(writtenVariants.variantId)
          .limit(limit),
      ),
    note: (records) =>
      query(async () => {
        if (records.length === 0) return;
        await tx
          .insert(writtenVariants)
          .values([...records])
          .onConflictDoUpdate({
            target: writtenVariants.variantId,
            set: {
              productId: sql`excluded.product_id`,
              reference: sql`excluded.reference`,
              contentHash: sql`excluded.content_hash`,
              isActive: sql`excluded.is_active`,
              prices: sql`excluded.prices`,
              refusedPrices: sql`excluded.refused_prices`,
              writtenAt: sql`excluded.written_at`,
            },
          });
      }),
  };
};

type Nullable = 'dueAt' | 'requestedBy' | 'cursor' | 'finishedAt';

/** A row with absent what is null in it. */
const withoutNulls = <Row extends Pick<typeof productMirrorRuns.$inferSelect, Nullable>>({
  dueAt,
  requestedBy,
  cursor,
  finishedAt,
  ...row
}: Row): Omit<Row, Nullable> & Pick<ProductMirrorRun, Nullable> => ({
  ...row,
  ...(dueAt === null ? {} : { dueAt }),
  ...(requestedBy === null ? {} : { requestedBy }),
  ...(cursor === null ? {} : { cursor }),
  ...(finishedAt === null ? {} : { finishedAt }),
});
