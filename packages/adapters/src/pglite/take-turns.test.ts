import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openPglite } from './open-pglite.js';

it('work of many transactions leaves requests their turn after each', async () => {
  const { db, close } = await openPglite();
  let turns = 0;
  let working = true;
  const count = (): void => {
    turns += 1;
    if (working) setImmediate(count);
  };
  setImmediate(count);
  for (let done = 0; done < 10; done += 1) await db.transaction((tx) => tx.execute(sql`select 1`));
  working = false;
  expect(turns).toBeGreaterThanOrEqual(10);
  await close();
});
