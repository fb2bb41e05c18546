import { once } from 'node:events';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/**
 * Finds a loopback port on which nothing listens.
 * Taken from below the range that kernels hand to outgoing connections (32768 on Linux): a port asked of the kernel may
 * be some client's local port by the time the server that was to have it starts.
 *
 * @returns a TCP port from 20000 to 31999
 * @example const port = await freeLoopbackPort();
 */
export async function freeLoopbackPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
