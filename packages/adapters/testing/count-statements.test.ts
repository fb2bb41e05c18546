import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStatementCounter, type StatementCounter } from './count-statements.js';
import { createFreshDatabase, type FreshDatabase } from './fresh-database.js';

let database: FreshDatabase;
let counter: StatementCounter;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createFreshDatabase();
  counter = await startStatementCounter(database.url);
  sql = postgres(counter.url, { max: 2, fetch_types: false });
});
afterAll(async () => {
  await sql.end();
  await counter.close();
  await database.drop();
});

it('counts each run of a prepared statement, and each statement of a transaction', async () => {
  const run = () => sql.unsafe('select $1::integer', [1], { prepare: true });
  expect(await counter.during(run)).toEqual(['select $1::integer']);
  expect(await counter.during(() => Promise.all([run(), run(), run()]))).toHaveLength(3);
  expect(await counter.during(() => sql.begin((tx) => tx.unsafe('select 2')))).toEqual([
    expect.stringMatching(/^begin/iu),
    'select 2',
    expect.stringMatching(/^commit/iu),
  ]);
});

it('counts nothing while nothing is sent', async () => {
  expect(await counter.during(() => Promise.resolve())).toEqual([]);
});
