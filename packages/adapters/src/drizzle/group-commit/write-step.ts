import { sql, type InferSelectModel, type SQL } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Ids } from '@cartwright/application';
import { insertRows, parameterRows } from '../connection/parameter-rows.js';

/**
 * What a batch of changes writes to one table, as a part of the one statement that commits the batch. Its rows are one
 * parameter, so that batches of any size share a prepared statement.
 */
export type WriteStep<Change> = {
  /** Names the part (a common table expression) and its parameter. */
  readonly name: string;
  /** The rows of the batch, as JSON takes them. Without rows the step is left out. */
  readonly rows: (batch: readonly Change[], ids: Ids) => readonly object[];
  /** Writes the rows of the parameter, and returns one row for each that was written. */
  readonly statement: (parameter: SQL) => SQL;
  /**
   * Whether every row must be written. The whole batch fails if one is not. Unguarded steps may leave rows out.
   */
  readonly isGuarded: boolean;
};

/**
 * One step that inserts rows of a table, every one of them. A row has a value for each column: none takes its default.
 */
export const insertStep = <Change, Table extends PgTable>(
  name: string,
  table: Table,
  rows: (change: Change, ids: Ids) => readonly InferSelectModel<Table>[],
  onConflict?: SQL,
): WriteStep<Change> => ({
  name,
  rows: (batch, ids) => batch.flatMap((change) => rows(change, ids)),
  statement: insertRows(table, onConflict),
  isGuarded: true,
});

type Update = {
  readonly columns: Readonly<Record<string, string>>;
  /** Finds a row by its key; `changed` is a row of the parameter. */
  readonly where: SQL;
  readonly set: SQL;
};

/**
 * Updates the rows that `where` finds, and passes over those that another transaction has locked: a batch never waits
 * for a lock because of one of its members.
 *
 * `lateral` makes PostgreSQL look each row up by its key. A plain join may be planned as a walk through the whole
 * index, which is as good while the table is empty; the plan then stays while the table grows (docs/adr/0031). The lock
 * returns the row's address (`ctid`), so that it is not looked up a second time.
 */
export const updateUnlocked =
  (table: PgTable, { columns, where, set }: Update) =>
  (parameter: SQL): SQL => {
    const { name } = getTableConfig(table);
    return sql`
    update ${table} set ${set}
    from ${parameterRows(parameter, 'changed', columns)}
      cross join lateral (
        select ${sql.raw(name)}.ctid as address from ${table} where ${where} for update skip locked
      ) as unlocked
    where ${sql.raw(name)}.ctid = unlocked.address
    returning 1`;
  };
