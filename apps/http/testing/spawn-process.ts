import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A test run that is cut short leaves no server behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A process of the built shop, with all that it has printed. */
export type SpawnedProcess = {
  readonly pid: number;
  readonly output: () => string;
  /** Resolves with the first output line that matches, past or future. Rejects when the process ends before. */
  readonly printed: (pattern: RegExp) => Promise<string>;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Asks it to stop and waits until it has. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** `kill -9`: no goodbye. */
  readonly kill: () => Promise<void>;
};

/**
 * Runs a built entry point with an environment of its own: nothing of this process's is passed on but the PATH.
 *
 * @example spawnProcess(['apps/http/dist/main.js', '--embedded'], { PORT: '0', DATA_DIR: directory })
 */
export function spawnProcess(args: readonly string[], env: Readonly<Record<string, string>>): SpawnedProcess {
  const child: ChildProcess = spawn(process.execPath, [...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(' ')} could not be started`);
  let output = '';
  const waiting = new Set<() => void>();
  const collect = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
    for (const look of waiting) look();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  running.add(child);
  void exited.then(() => running.delete(child));

  return {
    pid,
    output: () => output,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = output.split('\n').find((text) => pattern.test(text));
          if (line === undefined) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        look();
        void exited.then(() => {
          look();
          reject(new Error(`${args.join(' ')} ended without printing ${pattern.source}:\n${output}`));
        });
      }),
    exited,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
