import type { Logger } from 'pino';

/** Resolves with the first SIGTERM or SIGINT; a second one ends the process at once. */
export const untilStopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let stopping = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(1);
        stopping = true;
        resolve(signal);
      });
    }
  });

/** Loads a `.env` file of the working directory; the environment takes precedence over it. */
export function loadDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Prints the problems of the settings, one a line, and ends the process. */
export function refuseToStart(problems: readonly string[]): never {
  process.stderr.write(`Cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}

/** Runs a process from its start to its end. A failure is logged as fatal and ends the process with exit code 1. */
export function live(log: Logger, life: () => Promise<void>): void {
  life().then(
    // Exits even if a timer or a socket is still open.
    () => process.exit(0),
    (error: unknown) => {
      log.fatal({ err: error }, error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
}
