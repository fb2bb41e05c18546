import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const watch = fileURLToPath(new URL('watch-process.mjs', import.meta.url));

/** Flags of Node for profiling, such as `--cpu-prof --cpu-prof-dir=profiles`. */
const nodeFlags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');

export type ProcessFigures = {
  /** At the time of the call. */
  readonly rssMegabytes: number;
  /** 99th percentile of the event loop's delay since the previous call. */
  readonly heldMs: number;
  /** Milliseconds of processor time, all threads included, since the previous call. */
  readonly cpuMs: number;
};

export type MeasuredProcess = {
  readonly pid: number;
  readonly figures: () => Promise<ProcessFigures>;
  readonly stop: () => Promise<void>;
};

/**
 * Runs a built entry point in a process of its own, with only PATH of this process's environment. Its log has the level
 * of production and goes to a file: to read it would cost the driver time.
 */
export function startMeasured(
  args: readonly [entry: string, ...flags: string[]],
  env: Readonly<Record<string, string>>,
  directory: string,
): MeasuredProcess {
  const log = openSync(join(directory, `${args[0].replaceAll('/', '-')}.log`), 'a');
  const child = spawn(process.execPath, [`--import=${watch}`, ...nodeFlags, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  return {
    pid: child.pid ?? 0,
    figures: async () => {
      const reported = once(child, 'message');
      child.send('report');
      return ((await reported) as [ProcessFigures])[0];
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', end);
    },
  };
}

/** Waits until a shop is ready. Returns the milliseconds since `since`. */
export async function untilReady(port: number, since = performance.now()): Promise<number> {
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return performance.now() - since;
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
