import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openTestPglite } from '../../../testing/drizzle-databases.js';
import { makeDrizzleImportRecords } from './import-records.js';

const id = '019a9d2e-0000-7000-8000-000000000001';

it('reads the text of a file that a version before stored with its import', async () => {
  const { db, close } = await openTestPglite();
  await db.execute(sql`insert into imports (id, status, total, processed, failures, created_at, csv)
    values (${id}, 'completed', 0, 0, '[]', '2026-01-01Z', 'Handle')`);
  const imports = makeDrizzleImportRecords(db);
  expect((await imports.file(id))._unsafeUnwrap()).toEqual({ csv: 'Handle' });
  expect((await imports.withFileBefore('2026-01-01T00:00:00.000Z', 1))._unsafeUnwrap()).toEqual([id]);
  await imports.forgetFiles([id]);
  expect((await imports.file(id))._unsafeUnwrap()).toBeUndefined();
  await close();
});
