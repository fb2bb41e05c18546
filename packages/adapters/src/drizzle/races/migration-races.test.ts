import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { openTestPostgres } from '../../../testing/drizzle-databases.js';
import { tryQuery } from '../connection/try-query.js';

it('a statement that ends as the victim of a deadlock with a migration runs again', async () => {
  const database = await openTestPostgres();
  try {
    let tries = 0;
    const reading = await database.db.transaction(async (tx) => {
      // Long, so that the statement and not the migration finds the deadlock and ends.
      await tx.execute(sql`set local deadlock_timeout = '1min'`);
      await tx.execute(sql`alter table carts add column gift_message text`);
      const read = tryQuery(async () => {
        tries += 1;
        await database.db.execute(sql`select (select count(*) from products), (select count(*) from carts)`);
      });
      const result = Promise.resolve(read);
      const isWaiting = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await vi.waitUntil(async () => (await database.db.$count(isWaiting)) === 1, { timeout: 20_000 });
      await tx.execute(sql`alter table products add column gift boolean`);
      return { result };
    });
    expect((await reading.result).isOk()).toBe(true);
    expect(tries).toBe(2);
  } finally {
    await database.close();
  }
});
