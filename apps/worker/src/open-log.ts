import { destination, pino, type Logger, type LoggerOptions } from 'pino';

/** A busy process writes so much at once, in bytes, which is nearly the most: a write for each line costs more than making it. */
const minLength = 16_000;
/** Milliseconds after which a quiet one has written each line. */
const periodicFlush = 50;
/** Bytes that wait at most for whoever reads the log and has stopped: further lines are lost rather than the process. */
const maxLength = 64 * 1024 * 1024;

/**
 * The log on standard output, a JSON document a line. Lines are written together; those of a process that ends, however it
 * is told to, are written before it does. Who kills it (`kill -9`) loses those of the last 50 ms.
 *
 * @example const log = openLog({ level: 'info' });
 */
export const openLog = (options: Pick<LoggerOptions, 'level'>): Logger =>
  pino(options, destination({ dest: 1, sync: false, minLength, maxLength, periodicFlush }));

/** Milliseconds that a log which cannot be written may hold up the end of the process. */
const atMostMs = 1000;

/** Ends the process once its log is written. */
export function exitWith(code: number, log: Logger): void {
  setTimeout(() => process.exit(code), atMostMs);
  log.flush(() => process.exit(code));
}
