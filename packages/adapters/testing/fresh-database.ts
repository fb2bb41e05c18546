import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';

/** A database of one test file alone, on the PostgreSQL that the test run shares. */
export interface FreshDatabase {
  readonly url: string;
  /** For `template`. */
  readonly name: string;
  /** Drops it, ending whatever is still connected. */
  readonly drop: () => Promise<void>;
}

/**
 * Makes an empty database, or a copy of `template` (to which nothing may be connected meanwhile).
 * The first call of a test run starts its PostgreSQL.
 *
 * @example
 * const database = await createFreshDatabase();
 * afterAll(() => database.drop());
 */
export async function createFreshDatabase(options: { readonly template?: string } = {}): Promise<FreshDatabase> {
  const answer = await fetch(inject('postgresOnDemand'));
  const serverUrl = await answer.text();
  if (!answer.ok) throw new Error(serverUrl);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(
    serverUrl,
    (sql) => sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(options.template ?? 'template0')}`,
  );
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => onServer(serverUrl, (sql) => sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`),
  };
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
