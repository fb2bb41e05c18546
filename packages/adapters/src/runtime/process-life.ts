import type { Result } from 'neverthrow';
import type { Logger } from 'pino';
import { readSecretFiles } from './settings/read-secret-files.js';
import { readSettings, readStorageSettings, type Mode, type Settings } from './settings/settings.js';
import { reasonOf, StartFault } from './start-fault.js';

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

/** Reads the settings of this process. Ends the process, with a message that names them, if they are wrong. */
export const loadSettings = (mode: Mode): Settings => orRefuse(readSettings(loadVariables(), mode));

/** The same for where the data is. */
export const loadStorageSettings = (): Pick<Settings, 'databaseUrl' | 'dataDir'> =>
  orRefuse(readStorageSettings(loadVariables()));

/**
 * The environment, completed by the file `.env` of the working directory, over which it takes precedence, and by the
 * secrets that are given as files. Ends the process if one of the files cannot be read.
 */
function loadVariables(): Readonly<Record<string, string | undefined>> {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      refuseToStart([`the file .env in ${process.cwd()} cannot be read: ${reasonOf(error)}`]);
    }
  }
  return orRefuse(readSecretFiles(process.env));
}

const orRefuse = <T>(read: Result<T, readonly string[]>): T =>
  read.match(
    (value) => value,
    (problems) => refuseToStart(problems),
  );

/** Prints what is wrong, one fault a line, and ends the process. */
export function refuseToStart(problems: readonly string[]): never {
  process.stderr.write(`Cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exit(1);
}

/**
 * Runs a process from its start to its end. A failure ends it with exit code 1: a fault of the machine or the settings
 * is printed as a sentence, and any other failure is logged as fatal.
 */
export function live(log: Logger, life: () => Promise<void>): void {
  life().then(
    // Exits even if a timer or a socket is still open.
    () => process.exit(0),
    (error: unknown) => {
      if (error instanceof StartFault) refuseToStart([error.message]);
      log.fatal({ err: error }, error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
}
