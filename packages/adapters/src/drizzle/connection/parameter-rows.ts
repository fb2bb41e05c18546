import { getTableColumns, sql, type Column, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** The rows of a parameter as a table of these columns, each with its name and SQL type. */
export const parameterRows = (parameter: SQL, alias: string, columns: Readonly<Record<string, string>>): SQL => {
  const definitions = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  return sql`json_to_recordset(${parameter}::json) as ${sql.raw(`${alias} (${definitions.join(', ')})`)}`;
};

/** The columns of a table as its rows name them, each with its name in the database and its SQL type. */
export const columnsOf = (
  table: PgTable,
): readonly { readonly key: string; readonly name: string; readonly type: string }[] =>
  Object.entries(getTableColumns(table)).map(([key, column]: [string, Column]) => ({
    key,
    name: column.name,
    type: column.getSQLType(),
  }));

/** The SQL type of each column of a table's rows. */
export const typesOf = (table: PgTable): Readonly<Record<string, string>> =>
  Object.fromEntries(columnsOf(table).map(({ key, type }) => [key, type]));

/**
 * Inserts rows that have a value for each of the table's columns. `onConflict` decides what becomes of existing rows.
 */
export const insertRows =
  (table: PgTable, onConflict: SQL = sql``) =>
  (parameter: SQL): SQL => {
    const columns = columnsOf(table);
    const quoted = (names: readonly string[]): SQL => sql.raw(names.map((name) => `"${name}"`).join(', '));
    return sql`
      insert into ${table} (${quoted(columns.map(({ name }) => name))})
      select ${quoted(columns.map(({ key }) => key))} from ${parameterRows(parameter, 'new_row', typesOf(table))}
      ${onConflict} returning 1`;
  };
