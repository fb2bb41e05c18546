import postgres from 'postgres';

/** Statements that reached a database, by the user who sent them; BEGIN and COMMIT count too. */
export type StatementCounts = {
  /** A superuser, so that a process with this user needs no grants. */
  readonly createUser: (user: string) => Promise<void>;
  readonly reset: () => Promise<void>;
  readonly countOf: (user: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** @param url - of a database whose server has loaded pg_stat_statements */
export async function openStatementCounts(url: string): Promise<StatementCounts> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`;
  return {
    createUser: async (user) => {
      await sql`CREATE ROLE ${sql(user)} SUPERUSER LOGIN`;
    },
    reset: async () => {
      await sql`SELECT pg_stat_statements_reset()`;
    },
    countOf: async (user) => {
      const [row] = await sql<{ readonly calls: number }[]>`
        SELECT coalesce(sum(calls), 0)::float8 AS calls FROM pg_stat_statements
        WHERE toplevel AND userid = ${user}::regrole AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      return row?.calls ?? Number.NaN;
    },
    close: () => sql.end(),
  };
}
