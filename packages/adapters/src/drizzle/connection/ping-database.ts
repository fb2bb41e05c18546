import type { StorageUnavailable } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import type { Database } from './database.js';
import { tryQuery } from './try-query.js';

/** One round trip that reads nothing. Errors: `storage.unavailable`. */
export const pingDatabase = (db: Database): ResultAsync<void, StorageUnavailable> =>
  tryQuery(async () => {
    await db.execute(sql`select 1`);
  });
