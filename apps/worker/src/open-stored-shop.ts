import { openStorage, type Storage } from '@cartwright/adapters/runtime/open-storage';
import { loadStorageSettings, refuseToStart } from '@cartwright/adapters/runtime/process-life';
import { existsSync } from 'node:fs';

/**
 * Opens the database of `DATABASE_URL`, or else of the embedded shop in `DATA_DIR`, which must not be running. Ends the
 * process where there is neither.
 */
export async function openStoredShop(log: Parameters<typeof openStorage>[1]): Promise<Storage> {
  const { databaseUrl, dataDir } = loadStorageSettings();
  if (databaseUrl === undefined && !existsSync(dataDir))
    refuseToStart([`DATABASE_URL is not set, and there is no embedded shop in ${dataDir}`]);
  return openStorage({ dataDir, databasePoolSize: 1, ...(databaseUrl === undefined ? {} : { databaseUrl }) }, log);
}
