import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ownServer } from '../end-with-this-process.js';
import { freeLoopbackPort } from '../free-loopback-port.js';
import { installed } from './installed.js';

/** A HAProxy of the caller's own, as a load balancer. */
export type RunningHaproxy = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Balances loopback ports as docs/operations/upgrades.md recommends: it asks each process every 300 ms whether it is
 * ready, and sends requests only to those that are. A connection that cannot be opened is tried at another process.
 *
 * @example const haproxy = await startHaproxy([3000, 3001]);
 */
export async function startHaproxy(ports: readonly number[]): Promise<RunningHaproxy> {
  const command = installed('haproxy');
  if (command === undefined) throw new Error('HAProxy is not installed');
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-haproxy-'));
  const port = await freeLoopbackPort();
  const config = `
    defaults
      mode http
      timeout connect 2s
      timeout client 30s
      timeout server 30s
      timeout check 5s
      option redispatch
      retries 2
      option forwardfor
    frontend shop
      bind 127.0.0.1:${port}
      default_backend processes
    backend processes
      option httpchk GET /health/ready
      default-server check inter 300ms fall 2 rise 1
      ${ports.map((each) => `server process-${each} 127.0.0.1:${each}`).join('\n      ')}
`;
  const path = join(directory, 'haproxy.cfg');
  await writeFile(path, config);
  const server = spawn(command, ['-db', '-f', path], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = ownServer(server, directory);
  let words = '';
  server.stderr.setEncoding('utf8').on('data', (chunk: string) => (words = (words + chunk).slice(-20_000)));
  while (!(await listens(port))) {
    if (server.exitCode !== null) throw new Error(`HAProxy did not start: ${words}`);
    await setTimeout(20);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    stop,
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
