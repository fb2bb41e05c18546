import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** Characters that a busy process writes at once: a write for each line costs more than making it. */
const writtenTogether = 16_000;
/** Milliseconds after which a quiet one has written each line. */
const writtenAfterMs = 50;
/** Bytes that wait at most for whoever reads the log and has stopped: further lines are lost rather than the process. */
const mostWaiting = 64 * 1024 * 1024;

/**
 * The log on standard output, a JSON document a line. Lines are written together; those of a process that ends, however it
 * is told to, are written before it does, all in order. Who kills it (`kill -9`) loses those of the last 50 ms.
 *
 * @example const log = openLog({ level: 'info' });
 */
export const openLog = (options: Pick<LoggerOptions, 'level'>): Logger => pino(options, openStandardOutput());

/**
 * Always written from this thread, and so in order. pino's own destination either waits there until each write is taken, however
 * slow the reader, or has another thread write; what is then written by a process that ends may overtake that.
 */
function openStandardOutput(): DestinationStream & { readonly flushSync: () => void; readonly flush: (written: () => void) => void } {
  const { stdout } = process;
  let lines = '';
  const write = (): void => {
    if (lines === '') return;
    const together = lines;
    lines = '';
    if (stdout.writableLength < mostWaiting) stdout.write(together);
  };
  setInterval(write, writtenAfterMs).unref();
  process.on('exit', write);
  // A reader that is gone is no reason to end.
  stdout.on('error', () => undefined);
  return {
    write: (line) => {
      lines += line;
      if (lines.length >= writtenTogether) write();
    },
    flushSync: write,
    flush: (written) => {
      write();
      stdout.write('', () => written());
    },
  };
}

/** Milliseconds that a log which cannot be written may hold up the end of the process. */
const atMostMs = 1000;

/** Ends the process once its log is written. */
export function exitWith(code: number, log: Logger): void {
  setTimeout(() => process.exit(code), atMostMs);
  log.flush(() => process.exit(code));
}
