import { setTimeout } from 'node:timers/promises';
import { peakMemoryOf } from '@cartwright/adapters/testing/processes/peak-memory';
import { filledLooks, filledNouns } from '@cartwright/adapters/testing/product-search/fill-catalogue';
import { importProducts, shopClient, signIn } from '@cartwright/http/testing/shop-client';
import { admin, type RunningShop } from '@cartwright/http/testing/start-shop';
import { processorTimeOf } from '../measuring/processor-time.js';

export type ImportFigures = {
  readonly rowsPerSecond: number;
  /** Milliseconds of the worker's and the server's processor time for 1,000 rows. */
  readonly cpuMs: { readonly worker: number; readonly postgres: number };
  /** Most memory that a process has held so far, in MB; NaN where there is no /proc. */
  readonly peakMegabytes: { readonly http: number; readonly worker: number };
};

/** Imports one product a row into an empty shop: names of three words, a description, a price and a stock. */
export async function measureImport(
  shop: RunningShop,
  { rows, postgresPid }: { readonly rows: number; readonly postgresPid: number },
): Promise<ImportFigures> {
  const call = shopClient(shop.url);
  const accessToken = await signIn(call, admin);
  const workerPid = (shop.worker ?? shop.http).pid;
  const csv = fileOf(rows);
  const before = { worker: processorTimeOf(workerPid), postgres: processorTimeOf(postgresPid) };
  const began = performance.now();
  const { body } = await importProducts(call, accessToken, csv, async () => setTimeout(200));
  const seconds = (performance.now() - began) / 1000;
  if (body.status !== 'completed' || body.failureCount > 0) {
    throw new Error(`the import failed: ${JSON.stringify(body)}`);
  }
  const perThousand = (since: number, pid: number): number => ((processorTimeOf(pid) - since) * 1000) / rows;
  return {
    rowsPerSecond: rows / seconds,
    cpuMs: { worker: perThousand(before.worker, workerPid), postgres: perThousand(before.postgres, postgresPid) },
    peakMegabytes: { http: peakMemoryOf(shop.http.pid), worker: peakMemoryOf(workerPid) },
  };
}

const header = 'Handle,Title,Body (HTML),Variant SKU,Variant Price,Variant Inventory Qty';

function fileOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const noun = filledNouns[index % filledNouns.length] ?? '';
    const look = filledLooks[index % filledLooks.length] ?? '';
    return `item-${index},${look} ${noun} ${index},<p>For the ${noun}.</p>,SKU-${index},12.50,7`;
  });
  return [header, ...lines].join('\n');
}
