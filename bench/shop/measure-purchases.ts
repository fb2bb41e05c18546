import type { MailCount } from './driver/count-mail.js';
import { openBuyers, someItems } from './driver/buyers.js';
import { runLoad } from '../measuring/run-load.js';
import type { Measurements } from './measurements.js';
import type { StatementCounts } from './under-test/count-statements.js';
import type { MeasuredProcess } from './under-test/measured-process.js';
import { processorTimeOf } from '../measuring/processor-time.js';
import type { ShopUnderTest } from './under-test/shop-under-test.js';

/** One buyer shows latency, many show throughput: a shop can be good at one and bad at the other. */
export const buyerCounts = [1, 16, 64] as const;
export const linesOfPurchase = 3;

export type PurchaseBench = {
  readonly shop: ShopUnderTest;
  readonly worker: MeasuredProcess;
  readonly mail: MailCount;
  readonly statements: StatementCounts;
  /** Database users of the two processes. */
  readonly users: { readonly http: string; readonly worker: string };
  readonly postgresPid: number;
};

/** Whole purchases of `buyers` buyers at a time. Costs count until the last purchase is confirmed by mail. */
export async function measurePurchases(
  { shop, worker, mail, statements, users, postgresPid }: PurchaseBench,
  { buyers, seconds, note }: { readonly buyers: number; readonly seconds: number; readonly note: Measurements['note'] },
): Promise<void> {
  // Mail of earlier orders would count as mail of these purchases.
  await mail.untilQuiet();
  const client = openBuyers(shop, buyers);
  const confirmed = mail.confirmations();
  const postgresBefore = processorTimeOf(postgresPid);
  await Promise.all([shop.http.figures(), worker.figures(), statements.reset()]);
  const load = await runLoad({ connections: buyers, seconds }, (buyer) =>
    client.purchase(buyer, someItems(shop.variantIds, linesOfPurchase)),
  );
  await mail.until(confirmed + load.total);
  const [http, ofWorker] = await Promise.all([shop.http.figures(), worker.figures()]);
  const postgresMs = processorTimeOf(postgresPid) - postgresBefore;
  client.close();

  const noteEach = (name: string, sum: number): void => note(`${buyers}: ${name}`, sum / load.total);
  note(`${buyers}: rate`, load.perSecond);
  note(`${buyers}: p50`, load.p50);
  noteEach('processor HTTP', http.cpuMs);
  noteEach('processor worker', ofWorker.cpuMs);
  noteEach('processor PostgreSQL', postgresMs);
  noteEach('processor', http.cpuMs + ofWorker.cpuMs + postgresMs);
  noteEach('statements HTTP', await statements.countOf(users.http));
  noteEach('statements worker', await statements.countOf(users.worker));
}
