import { join } from 'node:path';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { startMeasured, untilReady } from './measured-process.js';
import { median } from '../../measuring/run-load.js';

const laterStarts = 3;

/**
 * How long the embedded shop takes to become ready, with a new data directory and with an existing one, and its memory
 * then.
 */
export async function measureEmbedded(directory: string): Promise<{
  readonly firstStartMs: number;
  readonly laterStartMs: number;
  readonly rssMegabytes: number;
}> {
  const start = async (): Promise<{ readonly ms: number; readonly rssMegabytes: number }> => {
    const port = await freeLoopbackPort();
    const began = performance.now();
    const shop = startMeasured(
      ['apps/http/dist/main.js', '--embedded'],
      { PORT: String(port), DATA_DIR: join(directory, 'embedded') },
      directory,
    );
    const ms = await untilReady(port, began);
    const { rssMegabytes } = await shop.figures();
    await shop.stop();
    return { ms, rssMegabytes };
  };
  const first = await start();
  const later: (typeof first)[] = [];
  for (let time = 0; time < laterStarts; time += 1) later.push(await start());
  return {
    firstStartMs: first.ms,
    laterStartMs: median(later.map(({ ms }) => ms)),
    rssMegabytes: median(later.map(({ rssMegabytes }) => rssMegabytes)),
  };
}
