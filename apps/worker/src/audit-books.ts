import { makeDrizzleBooksReader } from '@cartwright/adapters/drizzle/read-models/books-reader';
import { makeDrizzleStockReader } from '@cartwright/adapters/drizzle/read-models/stock-reader';
import { openLog } from '@cartwright/adapters/runtime/open-log';
import { live, refuseToStart } from '@cartwright/adapters/runtime/process-life';
import { systemClock } from '@cartwright/adapters/system/system-clock';
import { makeAuditBooks, writeDifference } from '@cartwright/application';
import { openStoredShop } from './open-stored-shop.js';

/** Prints each difference in the books of the shop: of `DATABASE_URL`, or else of the embedded one in `DATA_DIR`. */
const log = await openLog({ level: 'warn' });

live(log, async () => {
  const { db, close } = await openStoredShop(log);
  const deps = {
    booksReader: makeDrizzleBooksReader({ db }),
    stockReader: makeDrizzleStockReader({ db }),
    clock: systemClock,
  };
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const audited = await makeAuditBooks(deps)((difference) => print(writeDifference(difference)));
  await close();
  if (audited.isErr()) refuseToStart(['the database is away']);
  const { orders, unpriced, differences } = audited.value;
  const left = unpriced === 0 ? '' : ` ${unpriced} of earlier versions have no stored input and were only replayed.`;
  print(`${orders} orders audited, ${differences} differences.${left}`);
  if (differences > 0) process.exit(1);
});
