import { sql } from 'drizzle-orm';
import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resultRows } from '../drizzle/connection/database.js';
import { outageIn } from '../drizzle/connection/storage-failures.js';
import { openPglite, type OpenPglite } from './open-pglite.js';

describe('an embedded database that ends itself', () => {
  let dataDir: string;
  let opened: OpenPglite;
  const logged: string[] = [];
  const log = {
    error: (_facts: object, message: string) => void logged.push(message),
    info: (_facts: object, message: string) => void logged.push(message),
  };
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-crash-'));
    opened = await openPglite({ dataDir, log });
    await opened.db.execute(sql`create table kept (number integer)`);
    await opened.db.execute(sql`insert into kept values (1)`);
  });
  afterEach(async () => {
    await opened.close();
    await rm(dataDir, { recursive: true });
  });

  const outageOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'no failure',
      (error: unknown) => outageIn(error) ?? error,
    );

  it('fails what it was asked as an outage, and continues with all that was committed once it can write', async () => {
    const { db } = opened;
    // A checkpoint that cannot write ends PostgreSQL, as a log that cannot be written does.
    const obstacle = join(dataDir, 'database/pg_logical/replorigin_checkpoint.tmp');
    await mkdir(obstacle);
    const unavailable = { type: 'storage.unavailable' };
    expect(await outageOf(db.execute(sql`checkpoint`))).toMatchObject(unavailable);
    const others = [
      db.execute(sql`select 1`),
      db.transaction((tx) => tx.execute(sql`insert into kept values (2)`)),
      db.execute(sql`select 2`),
    ];
    for (const other of others) expect(await outageOf(other)).toMatchObject(unavailable);

    await rmdir(obstacle);
    await expect.poll(() => outageOf(db.execute(sql`insert into kept values (3)`))).toBe('no failure');
    expect(resultRows(await db.execute(sql`select number from kept order by number`))).toEqual([
      { number: 1 },
      { number: 3 },
    ]);
    expect(logged[0]).toContain('the embedded database stopped');
    expect(logged.at(-1)).toBe('the embedded database is open again');
  });
});
