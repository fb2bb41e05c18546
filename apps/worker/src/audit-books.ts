import { makeDrizzleBooksReader } from '@cartwright/adapters/drizzle/read-models/books-reader';
import { makeDrizzleStockReader } from '@cartwright/adapters/drizzle/read-models/stock-reader';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { openStorage } from '@cartwright/adapters/runtime/open-storage';
import { live, loadVariables, refuseToStart } from '@cartwright/adapters/runtime/process-life';
import { makeAuditBooks, writeDifference } from '@cartwright/application';
import { access } from 'node:fs/promises';

/** Prints each difference in the books of the shop: of `DATABASE_URL`, or else of the embedded one in `DATA_DIR`. */
const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = '.data' } = loadVariables();
const log = openLog({ level: 'warn' });

live(log, async () => {
  if (databaseUrl === undefined) {
    const isThere = await access(dataDir).then(
      () => true,
      () => false,
    );
    if (!isThere) refuseToStart([`DATABASE_URL is not set, and there is no embedded shop in ${dataDir}`]);
  }
  const { db, close } = await openStorage(
    { dataDir, databasePoolSize: 1, ...(databaseUrl === undefined ? {} : { databaseUrl }) },
    log,
  );
  const deps = { booksReader: makeDrizzleBooksReader({ db }), stockReader: makeDrizzleStockReader({ db }) };
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const audited = await makeAuditBooks(deps)((difference) => print(writeDifference(difference)));
  await close();
  if (audited.isErr()) refuseToStart(['the database is away']);
  const { orders, unpriced, differences } = audited.value;
  const left = unpriced === 0 ? '' : ` ${unpriced} of earlier versions have no stored input and were only replayed.`;
  print(`${orders} orders audited, ${differences} differences.${left}`);
  if (differences > 0) process.exit(1);
});
