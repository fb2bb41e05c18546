import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { copyDatabase, dropDatabase } from './copy-database.js';
import type { SharedDatabases } from './shared-databases.js';

/** A database that belongs to one test file, on the PostgreSQL that the test run shares. */
export interface FreshDatabase {
  readonly url: string;
  /** For `template`. */
  readonly name: string;
  /** Removes it and ends every connection to it. */
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
  const serverUrl = await sharedDatabase('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await copyDatabase(serverUrl, options.template ?? 'template0', name);
  return { url, name, drop: () => dropDatabase(serverUrl, name) };
}

/**
 * Makes a database with all migrations and no rows.
 *
 * @example const database = await createMigratedDatabase();
 */
export const createMigratedDatabase = async (): Promise<FreshDatabase> =>
  createFreshDatabase({ template: await sharedDatabase('migratedTemplate') });

/** Requests something that the test run shares. */
export async function sharedDatabase(name: Exclude<keyof SharedDatabases, 'stop'>): Promise<string> {
  // A kept connection may have been closed while a test had all the time of this process.
  const headers = { connection: 'close' };
  const response = await fetch(new URL(name, inject('sharedDatabases')), { headers });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
