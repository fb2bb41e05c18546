import { sql } from 'drizzle-orm';
import { resultRows, type Database } from '../../src/drizzle/connection/database.js';

/** Every row of every table as text, a row a line, without the tables of `except`. */
export async function dumpDatabase(db: Database, except: readonly string[] = []): Promise<string> {
  const tables = resultRows(await db.execute(sql`select tablename from pg_tables where schemaname = 'public'`))
    .map(({ tablename }) => String(tablename))
    .filter((name) => !except.includes(name));
  const dumped: string[] = [];
  for (const name of tables) {
    const rows = resultRows(
      await db.execute(sql`select to_jsonb(each)::text as row from ${sql.identifier(name)} as each`),
    );
    dumped.push(...rows.map(({ row }) => `${name}: ${String(row)}`));
  }
  return dumped.join('\n');
}
