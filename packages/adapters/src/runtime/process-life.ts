import type { Logger } from 'pino';

/** Resolves with the first SIGTERM or SIGINT; a second one ends the process at once. */
export const untilToldToStop = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let told = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (told) process.exit(1);
        told = true;
        resolve(signal);
      });
    }
  });

/** Settings of a `.env` file in the working directory; what the environment says goes before it. */
export function loadDotEnv(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Says what is wrong with the settings, a line each, and ends the process. */
export function refuseToStart(problems: readonly string[]): never {
  process.stderr.write(`Cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}

/** Runs a process's whole life: a start that fails is said in one line, with its cause in the log at level debug. */
export function live(log: Logger, life: () => Promise<void>): void {
  life().then(
    // Nothing may keep a stopped process alive, neither a forgotten timer nor a stuck socket.
    () => process.exit(0),
    (error: unknown) => {
      log.fatal({ err: error }, error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
}
