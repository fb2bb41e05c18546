import postgres from 'postgres';
import { expect, it } from 'vitest';
import { createFreshDatabase } from './fresh-database.js';

it('makes databases that know nothing of each other', async () => {
  const [one, other] = await Promise.all([createFreshDatabase(), createFreshDatabase()]);
  const inOne = postgres(one.url);
  const inOther = postgres(other.url);
  await inOne`CREATE TABLE mark ()`;
  const tables = (sql: postgres.Sql): Promise<readonly unknown[]> => sql`SELECT 1 FROM pg_class WHERE relname = 'mark'`;
  expect(await tables(inOne)).toHaveLength(1);
  expect(await tables(inOther)).toHaveLength(0);
  await Promise.all([inOne.end(), inOther.end(), one.drop(), other.drop()]);
});

it('copies a template with its rows', async () => {
  const template = await createFreshDatabase();
  const inTemplate = postgres(template.url);
  await inTemplate`CREATE TABLE mark AS SELECT 7 AS number`;
  await inTemplate.end();
  const copy = await createFreshDatabase({ template: template.name });
  const inCopy = postgres(copy.url);
  expect(await inCopy`SELECT number FROM mark`).toEqual([{ number: 7 }]);
  await inCopy.end();
  await Promise.all([copy.drop(), template.drop()]);
});

it('drops a database to which something is still connected', async () => {
  const database = await createFreshDatabase();
  const sql = postgres(database.url, { idle_timeout: 60, onclose: () => undefined });
  await sql`SELECT 1`;
  await database.drop();
  await expect(sql`SELECT 1`).rejects.toThrow(/terminating connection|does not exist|CONNECTION_(CLOSED|ENDED)/);
  await sql.end();
});
