import { migrate } from '@cartwright/adapters/drizzle/connection/migrate';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { live, loadStorageSettings, refuseToStart } from '@cartwright/adapters/runtime/process-life';
import { databaseFault } from '@cartwright/adapters/runtime/start-fault';

const { databaseUrl: url } = loadStorageSettings();
if (url === undefined) refuseToStart(['DATABASE_URL is missing: it must be a postgres:// address']);
const log = await openLog({});

live(log, async () => {
  // Migrations may rightly take longer than any request's statement may.
  const { db, close } = openPostgres({ url, maxConnections: 1, statementTimeoutMs: 0 });
  try {
    await migrate(db);
    log.info('the database is migrated');
  } catch (error) {
    throw databaseFault(error);
  } finally {
    await close();
  }
});
